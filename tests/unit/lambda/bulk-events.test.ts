import { describe, expect, test } from 'vitest';
import { readBulkEvent } from '../../../src/lambda/bulk-events.ts';
import { readBulkVectors } from '../../support/bulk-vectors.ts';
import { s3Event, S3_TEST_EVENT, sqsEvent } from '../../support/s3-events.ts';

const OBJECT = { bucket: 'in', key: 'a.csv', etag: 'abc-2' };
const SOURCE = { bucket: 'in', key: 'a.csv', etag: 'abc-2', versionId: undefined };
const SEQUENCER = '0055AED6DCD90281E5';

describe('a notification of S3', () => {
  test('names each new object', () => {
    const event = s3Event(OBJECT, { ...OBJECT, key: 'b.csv', versionId: 'v1', sequencer: '0a' });

    expect(readBulkEvent(event)).toEqual({
      kind: 'records',
      records: [
        { kind: 'created', source: { ...SOURCE, sequencer: SEQUENCER } },
        {
          kind: 'created',
          source: { ...SOURCE, key: 'b.csv', versionId: 'v1', sequencer: '0a' },
        },
      ],
    });
  });

  test.each(readBulkVectors().eventKeyCases)('means $key by $eventKey', ({ eventKey, key }) => {
    const record = { eventName: 'ObjectCreated:Put', eventSource: 'aws:s3' };
    const s3 = { bucket: { name: 'in' }, object: { key: eventKey, eTag: '"abc"' } };

    expect(readBulkEvent({ Records: [{ ...record, s3 }] })).toEqual({
      kind: 'records',
      records: [
        {
          kind: 'created',
          source: { bucket: 'in', key, etag: 'abc', versionId: undefined, sequencer: undefined },
        },
      ],
    });
  });

  test('may be of something else that happened', () => {
    const names = ['ObjectRemoved:Delete', 'ObjectTagging:Put', 'jane@example.com'];

    expect(readBulkEvent(s3Event(...names.map((eventName) => ({ ...OBJECT, eventName }))))).toEqual(
      {
        kind: 'records',
        records: ['ObjectRemoved:Delete', 'ObjectTagging:Put', 'unknown'].map((eventName) => ({
          kind: 'other',
          eventName,
        })),
      },
    );
  });

  test.each([
    ['a bad escape in the key', { key: 'a%zz.csv' }],
    ['half a character in the key', { key: '%C3.csv' }],
    ['an empty key', { key: '' }],
    ['an ETag that could end a header', { key: 'a', eTag: 'a\r\nb' }],
    ['a sequencer that is none', { key: 'a', sequencer: 'next' }],
    ['a number as key', { key: 7 }],
  ])('has a record that cannot be read, and others that can: %s', (_, object) => {
    const [good] = s3Event(OBJECT).Records;
    const record = { eventName: 'ObjectCreated:Put', eventSource: 'aws:s3' };
    const event = { Records: [{ ...record, s3: { bucket: { name: 'in' }, object } }, good] };

    expect(readBulkEvent(event)).toMatchObject({
      kind: 'records',
      records: [{ kind: 'unreadable' }, { kind: 'created' }],
    });
  });

  test('may only try whether it arrives', () => {
    expect(readBulkEvent(S3_TEST_EVENT)).toEqual({ kind: 'test' });
  });
});

describe('messages of a queue', () => {
  test('hold a notification each', () => {
    const bodies = { one: s3Event(OBJECT), two: S3_TEST_EVENT, three: '{', four: { hello: 1 } };

    expect(readBulkEvent(sqsEvent(bodies))).toMatchObject({
      kind: 'messages',
      messages: [
        { messageId: 'one', notification: { kind: 'records', records: [{ kind: 'created' }] } },
        { messageId: 'two', notification: { kind: 'test' } },
        { messageId: 'three', notification: { kind: 'unreadable' } },
        { messageId: 'four', notification: { kind: 'unreadable' } },
      ],
    });
  });
});

test.each([
  [undefined],
  [null],
  ['Records'],
  [{}],
  [{ Records: [] }],
  [{ Records: [{ eventSource: 'aws:sns' }] }],
  [{ Records: [...s3Event(OBJECT).Records, { eventSource: 'aws:sqs' }] }],
  [{ source: 'aws.s3', detail: { bucket: { name: 'in' } } }],
])('anything else is no event of files: %j', (event) => {
  expect(readBulkEvent(event)).toEqual({ kind: 'unreadable' });
});

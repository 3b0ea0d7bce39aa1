/** Events in, files out: the whole function with the real client of S3. */
import { Buffer } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { StoreUnavailable, type ReadStore } from '../../src/settings/store.ts';
import {
  INSTANCE,
  SALT,
  startBulk,
  ZOOM_AI_CANARIES,
  ZOOM_AI_CSV,
  type BulkFunction,
  type BulkFunctionOptions,
} from '../support/bulk-function.ts';
import { s3Event, S3_TEST_EVENT, sqsEvent, type CreatedObject } from '../support/s3-events.ts';
import { startS3Server, type S3Server } from '../support/s3-server.ts';

let s3: S3Server;
let functions: BulkFunction[];

beforeEach(async () => {
  s3 = await startS3Server();
  functions = [];
  vi.spyOn(Math, 'random').mockReturnValue(0);
  s3.bucket('in');
  s3.bucket('out');
});

/** No line that a function wrote in any test holds a value of a file, or the salt. */
afterEach(async () => {
  vi.restoreAllMocks();
  await s3.close();
  const text = JSON.stringify(functions.map(({ lines }) => lines));
  expect([...ZOOM_AI_CANARIES, SALT].filter((canary) => text.includes(canary))).toEqual([]);
});

function start(options: BulkFunctionOptions = {}): BulkFunction {
  const started = startBulk(s3, options);
  functions.push(started);
  return started;
}

/** Puts a source where files are dropped; what S3 would tell of it. */
function drop(key: string, content: string | Buffer = ZOOM_AI_CSV, headers = {}): CreatedObject {
  const { etag } = s3.bucket('in').put(key, Buffer.from(content), { headers });
  return { bucket: 'in', key, etag };
}

const output = (key: string, bucket = 'out'): string | undefined =>
  s3.bucket(bucket).objects.get(key)?.bytes.toString();
const keysOf = (bucket: string): readonly string[] => [...s3.bucket(bucket).objects.keys()];

describe('a new file', () => {
  test('appears sanitized under its key in the output bucket', async () => {
    const bulk = start();

    const answer = await bulk.invoke(s3Event(drop('2026-01/AI metrics.csv')));

    expect(answer).toBeUndefined();
    const text = output('2026-01/AI metrics.csv') ?? '';
    const [header, ...rows] = text.trimEnd().split('\r\n');
    expect(header).toBe('User Name,Email,Action,Feature used');
    const tokens = 't~[\\w-]{43},t~[\\w-]{43}@example\\.com';
    const inOrder = rows.toSorted((one, other) => actionsOf(one) - actionsOf(other));
    expect(inOrder).toEqual([
      expect.stringMatching(new RegExp(`^${tokens},1,Meeting summary;$`)),
      expect.stringMatching(new RegExp(`^${tokens},7,Meeting questions;$`)),
      expect.stringMatching(new RegExp(`^${tokens},42,Meeting summary;Smart recording;$`)),
    ]);
    expect(ZOOM_AI_CANARIES.filter((canary) => text.includes(canary))).toEqual([]);
  });

  test('says in its metadata where it comes from and what was done', async () => {
    const source = drop('a.csv', ZOOM_AI_CSV, {
      'content-type': 'text/csv; charset=utf-8',
      'x-amz-meta-uploaded-by': 'jane.roe@example.com',
    });

    await start().invoke(s3Event(source));

    const { headers } = s3.bucket('out').objects.get('a.csv') ?? {};
    const hex64 = expect.stringMatching(/^[0-9a-f]{64}$/) as string;
    expect(headers).toEqual({
      'content-type': 'text/csv; charset=utf-8',
      'x-amz-meta-psoxy-instance-id': INSTANCE,
      'x-amz-meta-psoxy-version': expect.stringMatching(/^v\d+\.\d+\.\d+$/) as string,
      'x-amz-meta-psoxy-original-object-key': 'in/a.csv',
      'x-amz-meta-psoxy-rules-sha': hex64,
      'x-amz-meta-scrim-source-sha': hex64,
      'x-amz-meta-scrim-source-etag': source.etag,
      'x-amz-meta-scrim-source-sequencer': '0055AED6DCD90281E5',
      'x-amz-meta-scrim-treatment-sha': hex64,
      'x-amz-meta-scrim-columns': 'kept=2;pseudonymized=2;dropped=1;unnamed=1',
    });
  });

  test('has one line that reports its run, and metrics', async () => {
    const bulk = start();

    await bulk.invoke(sqsEvent({ 'message-1': s3Event(drop('a.csv')) }));

    expect(bulk.reports()).toEqual([
      expect.objectContaining({
        level: 'info',
        message: 'file',
        messageId: 'message-1',
        outcome: 'written',
        code: null,
        instance: INSTANCE,
        key: 'a.csv',
        output: 'main',
        rows: { in: 3, out: 3, rejected: 0 },
        columns: {
          kept: ['Action', 'Feature used'],
          pseudonymized: ['User Name', 'Email'],
          dropped: ['Department'],
          derived: ['Action', 'Feature used'],
          unlisted: [],
          unnamed: 1,
          missing: [],
        },
      }),
    ]);
    expect(bulk.metric('Files')).toEqual([['written', 1]]);
    expect(bulk.metric('RowsIn')).toEqual([['', 3]]);
    expect(bulk.metric('RowsOut')).toEqual([['', 3]]);
    expect(bulk.metric('ColumnsUnlisted')).toEqual([['', 0]]);
    expect(bulk.metric('MegabytesPerSecond')).toHaveLength(1);
    expect(bulk.metric('FilesRejected')).toEqual([]);
  });

  test('is gzip by default, and says so', async () => {
    await start({ environment: { COMPRESS_OUTPUT_ALWAYS: undefined } }).invoke(
      s3Event(drop('a.csv')),
    );

    const { bytes = Buffer.alloc(0), headers } = s3.bucket('out').objects.get('a.csv') ?? {};
    expect(headers).toMatchObject({ 'content-encoding': 'gzip' });
    expect(gunzipSync(bytes).toString()).toMatch(/^User Name,Email,/);
  });

  test('with a column that no rule names keeps it inside and counts it', async () => {
    const bulk = start();

    await bulk.invoke(
      s3Event(drop('a.csv', 'User Name,Email,Mood,Action,Feature used\na,b,ok,1,x\n')),
    );

    expect(output('a.csv')).toMatch(/^User Name,Email,Action,Feature used\n/);
    expect(bulk.reports()).toMatchObject([{ columns: { unlisted: ['Mood'] } }]);
    expect(bulk.metric('ColumnsUnlisted')).toEqual([['', 1]]);
  });

  test('larger than a part is written in parts, and no upload is left', async () => {
    const rows = 'Jane Roe,jane.roe@example.com,42,Meeting summary;\n'.repeat(120_000);

    await start().invoke(
      s3Event(drop('large.csv', `User Name,Email,Action,Feature used\n${rows}`)),
    );

    expect(s3.calls.filter(({ operation }) => operation === 'UploadPart')).toHaveLength(2);
    expect(output('large.csv')?.split('\n')).toHaveLength(120_002);
    expect(s3.bucket('out').uploads.size).toBe(0);
  });

  test('is read as its event named it, also where it was replaced in a bucket that keeps versions', async () => {
    s3.bucket('in').keepsVersions = true;
    const { etag, versionId = '' } = s3.bucket('in').put('a.csv', Buffer.from(ZOOM_AI_CSV));
    drop('a.csv', 'User Name,Email\nx,y\n');
    const bulk = start();

    await bulk.invoke(s3Event({ bucket: 'in', key: 'a.csv', etag, versionId }));

    expect(bulk.outcomes()).toEqual(['written']);
    expect(output('a.csv')?.split('\r\n')).toHaveLength(5);
  });

  test('whose event has no ETag is looked at first', async () => {
    const { etag } = drop('a.csv');
    const bulk = start();

    await bulk.invoke(s3Event({ bucket: 'in', key: 'a.csv', etag: null }));

    expect(bulk.outcomes()).toEqual(['written']);
    expect(s3.bucket('out').objects.get('a.csv')?.headers).toMatchObject({
      'x-amz-meta-scrim-source-etag': etag,
    });
  });

  test('goes to every output; one that is refused stops no other, and a repeat does only the rest', async () => {
    const transforms = [
      {
        destinationBucketName: 'more',
        rules: { columnsToPseudonymize: ['Absent'], unlistedColumns: 'drop' },
      },
      {
        destinationBucketName: 'other',
        pathWithinBucket: 'x/',
        rules: { columnsToPseudonymize: ['Email'], columnsToInclude: [] },
      },
    ];
    s3.bucket('more');
    s3.bucket('other');
    const bulk = start({ environment: { ADDITIONAL_TRANSFORMS: JSON.stringify(transforms) } });
    const event = sqsEvent({ one: s3Event(drop('a.csv')) });

    const answer = await bulk.invoke(event);
    await bulk.invoke(event);

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'one' }] });
    expect(bulk.reports().map(({ output: name }) => name)).toEqual([
      'main',
      'additional-1',
      'additional-2',
      'main',
      'additional-1',
      'additional-2',
    ]);
    expect(bulk.outcomes()).toEqual([
      'written',
      'rejected:COLUMN_MISSING',
      'written',
      'already-done',
      'rejected:COLUMN_MISSING',
      'already-done',
    ]);
    expect(keysOf('more')).toEqual([]);
    expect(output('x/a.csv', 'other')).toMatch(/^Email\r\n/);
  });
});

const actionsOf = (row: string): number => Number(row.split(',')[2]);

describe('an event', () => {
  test('of S3 itself fails after its last record if one was rejected, and names codes only', async () => {
    const bulk = start();
    const bad = drop('jane.csv', 'Name\nJane\n');

    const invoking = bulk.invoke(s3Event(bad, drop('b.csv'), { ...bad, key: 'gone.csv' }));

    await expect(invoking).rejects.toThrow(
      /^not every record became a file: COLUMN_MISSING, SOURCE_GONE$/,
    );
    expect(keysOf('out')).toEqual(['b.csv']);
    expect(bulk.metric('FilesRejected')).toEqual([
      ['COLUMN_MISSING', 1],
      ['SOURCE_GONE', 1],
    ]);
  });

  test('of a queue names the messages that are to come again, and only those', async () => {
    const bulk = start();
    const good = s3Event(drop('a.csv'));

    const answer = await bulk.invoke(
      sqsEvent({
        good,
        bad: s3Event(drop('b.csv', 'Name\nx\n')),
        unreadable: 'jane.roe@example.com',
        mixed: s3Event(drop('c.csv'), { bucket: 'in', key: 'gone.csv', etag: 'abc' }),
        test: S3_TEST_EVENT,
      }),
    );

    expect(answer).toEqual({
      batchItemFailures: ['bad', 'unreadable', 'mixed'].map((itemIdentifier) => ({
        itemIdentifier,
      })),
    });
    expect(keysOf('out')).toEqual(['a.csv', 'c.csv']);
    expect(bulk.reports().map(({ messageId, code }) => [messageId, code])).toEqual([
      ['good', null],
      ['bad', 'COLUMN_MISSING'],
      ['unreadable', 'EVENT_SHAPE'],
      ['mixed', null],
      ['mixed', 'SOURCE_GONE'],
    ]);
  });

  test('that only tries whether it arrives is acknowledged', async () => {
    const bulk = start();

    expect(await bulk.invoke(S3_TEST_EVENT)).toBeUndefined();
    expect(await bulk.invoke(sqsEvent({ one: S3_TEST_EVENT }))).toEqual({ batchItemFailures: [] });
    expect(s3.calls).toEqual([]);
  });

  test('of an object that was removed is skipped', async () => {
    const bulk = start();

    await bulk.invoke(s3Event({ ...drop('a.csv'), eventName: 'ObjectRemoved:Delete' }));

    expect(s3.calls).toEqual([]);
    expect(bulk.lines.at(-1)).toMatchObject({ level: 'info', eventName: 'ObjectRemoved:Delete' });
  });

  test('that is none ends in the dead letters', async () => {
    const bulk = start();

    await expect(bulk.invoke({ Records: [{ hello: 'jane.roe@example.com' }] })).rejects.toThrow(
      /EVENT_SHAPE$/,
    );
    expect(bulk.outcomes()).toEqual(['rejected:EVENT_SHAPE']);
  });
});

describe('a source is left alone', () => {
  test('that this function wrote itself: its body is not read', async () => {
    const source = drop('a.csv', ZOOM_AI_CSV, { 'x-amz-meta-psoxy-instance-id': INSTANCE });
    const bulk = start();

    await bulk.invoke(s3Event(source));

    expect(bulk.outcomes()).toEqual(['skipped']);
    expect(keysOf('out')).toEqual([]);
  });

  test('that is a folder', async () => {
    const bulk = start();

    await bulk.invoke(s3Event(drop('folder/', '')));

    expect(bulk.outcomes()).toEqual(['skipped']);
    expect(s3.calls).toEqual([]);
  });

  test('in another bucket', async () => {
    const bulk = start();
    const { etag } = s3.bucket('elsewhere').put('a.csv', Buffer.from(ZOOM_AI_CSV));

    await bulk.invoke(sqsEvent({ one: s3Event({ bucket: 'elsewhere', key: 'a.csv', etag }) }));

    expect(bulk.outcomes()).toEqual(['rejected:WRONG_BUCKET']);
    expect(s3.calls).toEqual([]);
  });

  test('whose key names a person, and the key stands nowhere', async () => {
    const bulk = start();

    await bulk.invoke(sqsEvent({ one: s3Event(drop('jane.roe@example.com.csv')) }));

    expect(bulk.outcomes()).toEqual(['rejected:KEY_REFUSED']);
    expect(bulk.metric('LeakHits')).toEqual([['', 1]]);
    expect(keysOf('out')).toEqual([]);
  });

  test('where it would be its own output', async () => {
    const bulk = start({ environment: { OUTPUT_BUCKET: 'in' } });

    await bulk.invoke(sqsEvent({ one: s3Event(drop('a.csv')) }));

    expect(bulk.outcomes()).toEqual(['rejected:OUTPUT_IS_INPUT']);
  });
});

describe('a function that is not configured right', () => {
  test.each([
    [
      'a setting that is wrong',
      { BUFFER_SIZE: '1' },
      'failed:CONFIGURATION_FAILURE',
      'BUFFER_SIZE must be',
    ],
    [
      'a setting that is missing',
      { OUTPUT_BUCKET: undefined },
      'failed:CONFIGURATION_FAILURE',
      'OUTPUT_BUCKET is missing',
    ],
    ['no salt', { PSOXY_SALT: undefined }, 'failed:CONFIGURATION_FAILURE', 'PSOXY_SALT is missing'],
    ['a short salt', { PSOXY_SALT: 'short' }, 'failed:CONFIGURATION_FAILURE', 'at least 16'],
    ['no rules', { SOURCE: undefined }, 'failed:CONFIGURATION_FAILURE', 'no rules were found'],
    [
      'rules in the zip that are a path',
      { SOURCE: '../rules' },
      'failed:CONFIGURATION_FAILURE',
      'no rules were found',
    ],
    [
      'rules of an API',
      { RULES: 'endpoints: []' },
      'failed:CONFIGURATION_FAILURE',
      'rules for an API',
    ],
    [
      'rules that are no YAML',
      { RULES: 'columnsToRedact: [' },
      'rejected:RULES_INVALID_YAML',
      'RULES',
    ],
    ['rules that decide nothing', { RULES: '{}' }, 'rejected:RULES_INVALID', 'RULES'],
    [
      'rules for records of Parquet',
      { RULES: 'format: PARQUET\nunlistedFields: pass' },
      'rejected:FORMAT_NOT_SUPPORTED',
      'RULES:1:9: Parquet cannot be read yet',
    ],
    [
      'rules of which some are for Parquet',
      {
        RULES:
          'fileRules: { "a/{rest}": { fileRules: { b: { format: PARQUET, unlistedFields: pass } } } }',
      },
      'rejected:FORMAT_NOT_SUPPORTED',
      'Parquet cannot be read yet',
    ],
    [
      'a further output of Parquet',
      {
        ADDITIONAL_TRANSFORMS:
          '[{ destinationBucketName: b, rules: { format: PARQUET, unlistedFields: pass } }]',
      },
      'rejected:FORMAT_NOT_SUPPORTED',
      'ADDITIONAL_TRANSFORMS:1:47: Parquet cannot be read yet',
    ],
    [
      'rules for Parquet that are wrong besides',
      { RULES: 'format: PARQUET' },
      'rejected:RULES_INVALID',
      'Parquet cannot be read yet',
    ],
    [
      'bad further outputs',
      { ADDITIONAL_TRANSFORMS: '- {}' },
      'failed:CONFIGURATION_FAILURE',
      'ADDITIONAL_TRANSFORMS',
    ],
  ])('touches no file: %s', async (_, environment, outcome, problem) => {
    const bulk = start({ environment });

    const answer = await bulk.invoke(sqsEvent({ one: s3Event(drop('a.csv')) }));

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'one' }] });
    expect(bulk.outcomes()).toEqual([outcome]);
    const problems = bulk.lines.filter(({ message }) => message === 'configuration problem');
    expect(problems.map((line) => line['problem']).join('\n')).toContain(problem);
    expect(bulk.metric('RulesLoadFailures')).toEqual([
      ['', /RULES_|FORMAT_/.test(outcome) ? 1 : 0],
    ]);
    expect(s3.calls).toEqual([]);
  });

  test('tells all that is wrong at once, in the environment and in the stores', async () => {
    const environment = { BUFFER_SIZE: '1', OUTPUT_BUCKET: undefined, PSOXY_SALT: 'short' };
    const bulk = start({ environment });

    await bulk.invoke(sqsEvent({ one: s3Event(drop('a.csv')) }));

    const problems = bulk.lines.filter(({ message }) => message === 'configuration problem');
    expect(problems.map((line) => line['problem'])).toEqual([
      'BUFFER_SIZE must be an integer from 65536 to 8388608',
      'PSOXY_SALT must have at least 16 characters',
      'OUTPUT_BUCKET is missing',
    ]);
  });

  test('for a moment, because a store fails, does the repeat', async () => {
    let isDown = true;
    const readDown: ReadStore = () =>
      isDown
        ? Promise.reject(new StoreUnavailable('ThrottlingException'))
        : Promise.resolve(new Map());
    const openStores = () => ({ parameters: readDown, secrets: undefined });
    const bulk = start({ parts: { openStores } });
    const event = sqsEvent({ one: s3Event(drop('a.csv')) });

    await bulk.invoke(event);
    isDown = false;
    await bulk.invoke(event);

    expect(bulk.outcomes()).toEqual(['failed:CONFIGURATION_FAILURE', 'written']);
  });

  test('takes the rules that were put right half a minute later', async () => {
    let now = 1_000_000;
    let rules = '{}';
    const bulk = start({
      environment: { REMOTE_RESOURCE_BUCKET: 'rules' },
      parts: { clock: () => now, readRulesObject: () => Promise.resolve(rules) },
    });
    const event = sqsEvent({ one: s3Event(drop('a.csv')) });

    await bulk.invoke(event);
    rules = 'columnsToPseudonymize: [Email]\nunlistedColumns: drop';
    await bulk.invoke(event);
    now += 30_000;
    await bulk.invoke(event);

    expect(bulk.outcomes()).toEqual([
      'rejected:RULES_INVALID',
      'rejected:RULES_INVALID',
      'written',
    ]);
    expect(output('a.csv')).toMatch(/^Email\r\n/);
  });
});

/** Events come at least once and in any order: one source gives one output, whatever comes how often. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BulkFunction } from '../support/bulk-function.ts';
import {
  ALL_DONE,
  deliver,
  FIRST_AGAIN,
  startFileDrop,
  type FileDrop,
} from '../support/file-drop.ts';

const CSV = 'User Name,Email,Action,Feature used,Department,\r\nAda,ada@example.com,3,,R&D,\r\n';
const NEWER = CSV.replace(',3,', ',4,');

let files: FileDrop;
let bulk: BulkFunction;

beforeEach(async () => {
  files = await startFileDrop();
  bulk = files.start();
});

afterEach(async () => {
  await files.close();
});

const outcomes = (...functions: readonly BulkFunction[]): readonly string[] =>
  functions.flatMap((one) => one.outcomes()).toSorted();
const writes = (): number =>
  files.s3.calls.filter(({ operation, bucket }) => operation === 'PutObject' && bucket === 'out')
    .length;

describe('the same event', () => {
  test('twice gives one output; the second time costs one call', async () => {
    const record = files.put('metrics.csv', CSV);

    await deliver(bulk, [record]);
    const before = files.s3.calls.length;
    const answer = await deliver(bulk, [record]);

    expect(answer).toEqual(ALL_DONE);
    expect(outcomes(bulk)).toEqual(['already-done', 'written']);
    expect(files.s3.calls.slice(before).map(({ operation }) => operation)).toEqual(['HeadObject']);
    expect(files.output('metrics.csv')).toMatch(/^User Name,Email,Action,Feature used\r\nt~/);
  });

  test('ten times at once gives one output, the others find it done', async () => {
    const record = files.put('metrics.csv', CSV);
    const containers = Array.from({ length: 10 }, () => files.start());

    const answers = await Promise.all(containers.map((one) => deliver(one, [record])));

    expect(answers).toEqual(Array.from({ length: 10 }, () => ALL_DONE));
    expect(outcomes(...containers)).toEqual([
      ...Array.from({ length: 9 }, () => 'already-done'),
      'written',
    ]);
    expect(files.s3.bucket('out').objects.size).toBe(1);
    expect(files.s3.bucket('out').uploads.size).toBe(0);
  });

  test('ten times in one batch gives one output', async () => {
    const record = files.put('metrics.csv', CSV);

    const answer = await deliver(
      bulk,
      Array.from({ length: 10 }, () => record),
    );

    expect(answer).toEqual(ALL_DONE);
    expect(outcomes(bulk).filter((outcome) => outcome === 'written')).toHaveLength(1);
    expect(writes()).toBe(1);
  });

  test('after a change of the salt replaces the output', async () => {
    const record = files.put('metrics.csv', CSV);
    await deliver(bulk, [record]);
    const before = files.output('metrics.csv');

    const other = files.start({ environment: { PSOXY_SALT: 'another salt of this test' } });
    await deliver(other, [record]);

    expect(outcomes(other)).toEqual(['written']);
    expect(files.output('metrics.csv')).not.toBe(before);
  });
});

describe('events out of order', () => {
  test('an older one after a newer one is superseded', async () => {
    const older = files.put('metrics.csv', CSV, '0055AED6DCD90281E5');
    const newer = files.put('metrics.csv', NEWER, '0055AED6DCD90281E6');

    await deliver(bulk, [newer, older]);

    expect(bulk.outcomes()).toEqual(['written', 'superseded']);
    expect(files.output('metrics.csv')).toContain(',4,');
  });

  test('an older one never replaces what a newer one wrote meanwhile', async () => {
    const older = files.put('metrics.csv', CSV, '0A');
    const second = files.start();
    let isReplaced = false;
    files.s3.before = async ({ operation, bucket }) => {
      if (operation !== 'PutObject' || bucket !== 'out' || isReplaced) return undefined;
      isReplaced = true;
      await deliver(second, [files.put('metrics.csv', NEWER, '0B')]);
      return undefined;
    };

    const answer = await deliver(bulk, [older]);

    expect(answer).toEqual(ALL_DONE);
    expect([outcomes(bulk), outcomes(second)]).toEqual([['superseded'], ['written']]);
    expect(files.output('metrics.csv')).toContain(',4,');
  });

  test('two sources that map to one key: the second is refused', async () => {
    const one = files.start({ environment: { INPUT_BASE_PATH: 'a' } });
    const other = files.start({ environment: { INPUT_BASE_PATH: 'b' } });
    await deliver(one, [files.put('a/metrics.csv', CSV)]);

    const answer = await deliver(other, [files.put('b/metrics.csv', NEWER)]);

    expect(answer).toEqual(FIRST_AGAIN);
    expect(other.outcomes()).toEqual(['rejected:OUTPUT_TAKEN']);
    expect(files.output('metrics.csv')).toContain(',3,');
  });
});

describe('a source that is replaced', () => {
  test('before it is read has an event of its own', async () => {
    const record = files.put('metrics.csv', CSV);
    files.put('metrics.csv', NEWER);

    const answer = await deliver(bulk, [record]);

    expect(answer).toEqual(ALL_DONE);
    expect(outcomes(bulk)).toEqual(['superseded']);
    expect(files.output('metrics.csv')).toBeUndefined();
  });

  test('while it is read leaves nothing of either', async () => {
    const rows = 'Ada,ada@example.com,3,,R&D,\r\n'.repeat(10_000);
    const record = files.put('metrics.csv', CSV + rows);
    files.s3.before = ({ operation, count }) => {
      if (operation !== 'GetObject' || count > 1) return undefined;
      return { kind: 'cut', afterBytes: 100_000 };
    };
    files.s3.after = ({ operation, count }) => {
      if (operation === 'GetObject' && count === 1) files.put('metrics.csv', NEWER);
    };

    const answer = await deliver(bulk, [record]);

    expect(answer).toEqual(ALL_DONE);
    expect(outcomes(bulk)).toEqual(['superseded']);
    expect(files.output('metrics.csv')).toBeUndefined();
    expect(files.s3.bucket('out').uploads.size).toBe(0);
  });

  test('that is gone is a failure that ends among the dead letters', async () => {
    const record = files.put('metrics.csv', CSV);
    files.s3.bucket('in').objects.delete('metrics.csv');

    const answer = await deliver(bulk, [record]);

    expect(answer).toEqual(FIRST_AGAIN);
    expect(bulk.outcomes()).toEqual(['failed:SOURCE_GONE']);
  });
});

test('an output that falls into the input bucket of the same function is not taken again', async () => {
  const looped = files.start({ environment: { OUTPUT_BUCKET: 'in', OUTPUT_BASE_PATH: 'out/' } });
  await deliver(looped, [files.put('metrics.csv', CSV)]);
  const { etag = '' } = files.s3.bucket('in').objects.get('out/metrics.csv') ?? {};

  const answer = await deliver(looped, [{ bucket: 'in', key: 'out/metrics.csv', etag }]);

  expect(answer).toEqual(ALL_DONE);
  expect(outcomes(looped)).toEqual(['skipped', 'written']);
});

/**
 * Whatever goes wrong at whichever call: no part of an output is ever visible, no file is lost
 * without a message that comes again, and the repeat gives exactly the output of a run without fault.
 */
import { Buffer } from 'node:buffer';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BulkFunction } from '../support/bulk-function.ts';
import {
  ALL_DONE,
  deliver,
  FIRST_AGAIN,
  startFileDrop,
  type FileDrop,
} from '../support/file-drop.ts';
import type { CreatedObject } from '../support/s3-events.ts';
import type { Mishap, S3Call } from '../support/s3-server.ts';

const HEADER = 'User Name,Email,Action,Feature used,Department,\r\n';
const SMALL = `${HEADER}Ada,ada@example.com,3,,R&D,\r\n`;
/** Its output is two parts: one of 8 MiB and the rest. */
const LARGE = HEADER + 'Ada Lovelace,ada@example.com,3,Meeting Summary;,R&D,\r\n'.repeat(70_000);
const KEY = 'metrics.csv';

let files: FileDrop;
let bulk: BulkFunction;

beforeEach(async () => {
  files = await startFileDrop();
  bulk = files.start();
  // The SDK waits a random part of its back-off; here it waits none of it.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await files.close();
});

/** The output of a run without fault, and the calls that it took. */
async function faultless(content: string): Promise<{ text: string; calls: readonly S3Call[] }> {
  const other = await startFileDrop();
  await deliver(other.start(), [other.put(KEY, content)]);
  const text = other.output(KEY) ?? '';
  const calls = other.s3.calls;
  await other.close();
  return { text, calls };
}

const small = await faultless(SMALL);
const large = await faultless(LARGE);

test('the two files take every call that a run may take', () => {
  const names = (calls: readonly S3Call[]): readonly string[] =>
    calls.map(({ operation }) => operation);

  expect(names(small.calls)).toEqual(['HeadObject', 'GetObject', 'PutObject']);
  expect(names(large.calls)).toEqual([
    'HeadObject',
    'GetObject',
    'CreateMultipartUpload',
    'UploadPart',
    'UploadPart',
    'CompleteMultipartUpload',
  ]);
});

const STEPS = [
  ...small.calls.map(({ operation, count }) => ({ file: 'small', operation, count }) as const),
  // The calls before are the same.
  ...large.calls
    .slice(2)
    .map(({ operation, count }) => ({ file: 'large', operation, count }) as const),
];
const FAULTS = {
  'is refused with 500': { kind: 'error', status: 500, code: 'InternalError' },
  'is denied': { kind: 'error', status: 403, code: 'AccessDenied' },
  'loses its connection': { kind: 'drop' },
  'is done but never answered': { kind: 'drop-answer' },
} as const satisfies Record<string, Mishap>;

describe.for(Object.entries(FAULTS))('a call that %s', ([, mishap]) => {
  test.for(STEPS)('$operation $count of a $file file, for good', async (step) => {
    const { text, content } = fileOf(step.file);
    const record = files.put(KEY, content);
    files.s3.before = ({ operation, count }) =>
      operation === step.operation && count >= step.count ? mishap : undefined;

    const answer = await deliver(bulk, [record]);
    files.s3.before = () => undefined;

    expectWholeOrNothing(text);
    if (files.output(KEY) === undefined) expect(answer).toEqual(FIRST_AGAIN);
    expectNoUpload(step, mishap);
    await expectRepeatToGive(text, record);
  });

  test.for(STEPS)('$operation $count of a $file file, once', async (step) => {
    const { text, content } = fileOf(step.file);
    const record = files.put(KEY, content);
    files.s3.before = ({ operation, count }) =>
      operation === step.operation && count === step.count ? mishap : undefined;

    const answer = await deliver(bulk, [record]);

    expectWholeOrNothing(text);
    const isDenied = mishap.kind === 'error' && mishap.status === 403;
    expect(answer).toEqual(isDenied ? FIRST_AGAIN : ALL_DONE);
    expectNoUpload(step, mishap);
    await expectRepeatToGive(text, record);
  });
});

function fileOf(name: 'small' | 'large'): { readonly text: string; readonly content: string } {
  return name === 'small'
    ? { text: small.text, content: SMALL }
    : { text: large.text, content: LARGE };
}

/** Nobody knows an upload whose beginning was never answered; the lifecycle of the bucket ends it. */
function expectNoUpload({ operation }: { readonly operation: string }, { kind }: Mishap): void {
  if (operation === 'CreateMultipartUpload' && kind === 'drop-answer') return;
  expect(files.s3.bucket('out').uploads.size).toBe(0);
}

function expectWholeOrNothing(text: string): void {
  const output = files.output(KEY);
  // Not `toEqual`: a difference would print the file.
  expect(output === undefined || output === text).toBe(true);
  expect(files.s3.bucket('out').objects.size).toBeLessThanOrEqual(1);
}

async function expectRepeatToGive(text: string, record: CreatedObject): Promise<void> {
  const container = files.start();
  expect(await deliver(container, [record])).toEqual(ALL_DONE);
  expect(files.output(KEY) === text).toBe(true);
  expect([...files.s3.bucket('out').objects.keys()]).toEqual([KEY]);
}

describe('a body of a source that', () => {
  test('breaks off again and again is read on from where it broke', async () => {
    const record = files.put(KEY, LARGE);
    files.s3.before = ({ operation, count }) =>
      operation === 'GetObject' && count <= 4 ? { kind: 'cut', afterBytes: 500_000 } : undefined;

    expect(await deliver(bulk, [record])).toEqual(ALL_DONE);

    expect(files.output(KEY) === large.text).toBe(true);
    const ranges = files.s3.calls.flatMap(({ headers: { range } }) => range ?? []);
    expect(ranges).toHaveLength(4);
  });

  test('never gets further is given up, and nothing is left', async () => {
    const record = files.put(KEY, LARGE);
    files.s3.before = ({ operation, count }) =>
      operation === 'GetObject'
        ? { kind: 'cut', afterBytes: count === 1 ? 1_000_000 : 0 }
        : undefined;

    expect(await deliver(bulk, [record])).toEqual(FIRST_AGAIN);

    expect(bulk.outcomes()).toEqual(['failed:SOURCE_READ_FAILED']);
    expect(files.output(KEY)).toBeUndefined();
    expect(files.s3.bucket('out').uploads.size).toBe(0);
  });

  test('is no CSV in its last row ends as the file it is: nothing of the rows before is there', async () => {
    const record = files.put(KEY, `${LARGE}"open,`);

    expect(await deliver(bulk, [record])).toEqual(FIRST_AGAIN);

    expect(bulk.outcomes()).toEqual(['rejected:CSV_SYNTAX']);
    expect(files.output(KEY)).toBeUndefined();
    expect(files.s3.bucket('out').uploads.size).toBe(0);
  });
});

test('an upload that cannot be aborted is told in the log', async () => {
  const record = files.put(KEY, `${LARGE}"open,`);
  files.s3.before = ({ operation }) =>
    operation === 'AbortMultipartUpload' ? FAULTS['is refused with 500'] : undefined;

  expect(await deliver(bulk, [record])).toEqual(FIRST_AGAIN);

  const messages = bulk.lines.map(({ message }) => message);
  expect(messages).toContain('an unfinished upload could not be aborted');
  expect(files.output(KEY)).toBeUndefined();
});

describe('time', () => {
  test('that is over before the file begins leaves it for the next delivery', async () => {
    const record = files.put(KEY, SMALL);

    expect(await deliver(bulk, [record], () => 5000)).toEqual(FIRST_AGAIN);

    expect(bulk.outcomes()).toEqual(['failed:TIME_UP']);
    expect(files.output(KEY)).toBeUndefined();
    await expectRepeatToGive(small.text, record);
  });

  test('that runs out while the source gives no byte ends the run before Lambda does', async () => {
    const record = files.put(KEY, LARGE);
    files.s3.before = ({ operation }) =>
      operation === 'GetObject' ? { kind: 'stall', afterBytes: 3_000_000 } : undefined;
    const hanging = files.start({
      parts: { wait: (ms, signal) => (ms > 100_000 ? Promise.resolve() : never(signal)) },
    });

    expect(await deliver(hanging, [record])).toEqual(FIRST_AGAIN);

    expect(hanging.outcomes()).toEqual(['failed:TIME_UP']);
    expect(files.output(KEY)).toBeUndefined();
    expect(files.s3.bucket('out').uploads.size).toBe(0);
  });

  test('that no invocation has for the file is told early, with sizes', async () => {
    const record = files.put(KEY, LARGE);
    const { bulk: slow, remainingMs } = startSlowly(20_000);

    expect(await deliver(slow, [record], remainingMs)).toEqual(FIRST_AGAIN);

    expect(slow.outcomes()).toEqual(['rejected:WILL_NOT_FINISH']);
    expect(slow.reports()).toMatchObject([{ error: { sizeBytes: Buffer.byteLength(LARGE) } }]);
    expect(files.output(KEY)).toBeUndefined();
  });

  test('that earlier files of the event took is given back by the repeat', async () => {
    const records = [files.put('first.csv', LARGE), files.put('second.csv', LARGE)];
    const { bulk: slow, remainingMs } = startSlowly(7000);

    const answer = await deliver(slow, records, remainingMs);

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-2' }] });
    expect(slow.outcomes()).toEqual(['written', 'failed:TIME_UP']);
    expect(files.output('first.csv') === large.text).toBe(true);
    expect(files.output('second.csv')).toBeUndefined();
  });
});

/** A clock that moves with each look at it, and an invocation of 900 s by it. */
function startSlowly(stepMs: number): {
  readonly bulk: BulkFunction;
  readonly remainingMs: () => number;
} {
  let now = 0;
  const clock = (): number => (now += stepMs);
  const slow = files.start({ parts: { clock, wait: (_, signal) => never(signal) } });
  return { bulk: slow, remainingMs: () => 900_000 - now };
}

function never(signal: AbortSignal): Promise<void> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('aborted'));
    });
  });
}

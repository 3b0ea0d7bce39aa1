/** The zip of the function for files as it is deployed, run by the runtime client of AWS. */
import { Buffer } from 'node:buffer';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildFunction } from '../../scripts/build/build-function.ts';
import { functions } from '../../scripts/build/functions.ts';
import { SALT, ZOOM_AI_CANARIES, ZOOM_AI_CSV } from '../support/bulk-function.ts';
import { startFakeAws, type FakeAws } from '../support/fake-aws.ts';
import { startFileDrop, type FileDrop } from '../support/file-drop.ts';
import { startFunction, type RunningFunction } from '../support/lambda-function.ts';
import { s3Event, sqsEvent } from '../support/s3-events.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'scrim-bulk-'));
for (const [path, bytes] of (await buildFunction(root, functions.bulk)).files) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
}
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const PREFIX = '/scrim/acme/';
/** Its output, not compressed, is two parts. */
const LARGE =
  'User Name,Email,Action,Feature used,Department,\r\n' +
  'Jane Roe,jane.roe@example.com,42,Meeting summary;,Field Sales EMEA,\r\n'.repeat(70_000);

let aws: FakeAws;
let files: FileDrop;
let running: RunningFunction[];

beforeEach(async () => {
  aws = await startFakeAws();
  files = await startFileDrop();
  running = [];
  aws.setParameter(`${PREFIX}PSOXY_SALT`, SALT);
});

/** Every line that a function wrote in a test was a JSON line without a hidden text. */
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  await Promise.all([aws.close(), files.close()]);
  const output = running.map((one) => one.output()).join('\n');
  expect([...ZOOM_AI_CANARIES, SALT].filter((text) => output.includes(text))).toEqual([]);
  for (const line of output.split('\n').filter((text) => text !== '')) {
    expect(JSON.parse(line)).toBeTypeOf('object');
  }
});

async function start(changed: Readonly<Record<string, string>> = {}): Promise<RunningFunction> {
  const started = await startFunction(folder, {
    ...aws.environment,
    ...files.s3.environment,
    AWS_LAMBDA_FUNCTION_NAME: 'scrim-zoom-ai',
    SOURCE: 'zoom-ai-metrics',
    SECRETS_STORE: 'AWS_SSM_PARAMETER_STORE',
    PATH_TO_SHARED_CONFIG: PREFIX,
    PATH_TO_INSTANCE_CONFIG: `${PREFIX}ZOOM_AI_`,
    INPUT_BUCKET: 'in',
    OUTPUT_BUCKET: 'out',
    ...changed,
  });
  running.push(started);
  return started;
}

const DONE = { kind: 'answer', value: { batchItemFailures: [] } };

test('writes the sanitized file of an event by the rules in the zip', async () => {
  const bulk = await start();

  const answer = await bulk.invoke(sqsEvent({ one: s3Event(files.put('a.csv', ZOOM_AI_CSV)) }));

  expect(answer).toEqual(DONE);
  const { bytes = Buffer.alloc(0) } = files.s3.bucket('out').objects.get('a.csv') ?? {};
  const text = gunzipSync(bytes).toString();
  expect(text).toMatch(/^User Name,Email,Action,Feature used\r\nt~/);
  expect(ZOOM_AI_CANARIES.filter((canary) => text.includes(canary))).toEqual([]);
  expect(bulk.output()).toContain('"outcome":"written"');
});

test('fails an event of S3 itself by name of the code alone', async () => {
  const bulk = await start();

  const answer = await bulk.invoke(s3Event(files.put('a.csv', 'Name\nJane\n')));

  expect(answer).toMatchObject({
    kind: 'error',
    value: {
      errorType: 'BulkEventFailed',
      errorMessage: 'not every record became a file: COLUMN_MISSING',
    },
  });
});

const PLAIN = { COMPRESS_OUTPUT_ALWAYS: 'false' };

test('needs no disk: without any folder to write in, a file of several parts gets through', async () => {
  const bulk = await start({ ...PLAIN, TMPDIR: '/nowhere', HOME: '/nowhere' });

  const answer = await bulk.invoke(sqsEvent({ one: s3Event(files.put('a.csv', LARGE)) }));

  expect(answer).toEqual(DONE);
  expect(files.output('a.csv')?.split('\r\n')).toHaveLength(70_002);
});

test('three functions at once with the event of a file of several parts: one whole output, nothing left', async () => {
  const event = sqsEvent({ one: s3Event(files.put('a.csv', LARGE)) });
  const functionsAtOnce = await Promise.all([start(PLAIN), start(PLAIN), start(PLAIN)]);

  const answers = await Promise.all(functionsAtOnce.map((one) => one.invoke(event)));

  expect(answers).toEqual([DONE, DONE, DONE]);
  const outcomes = functionsAtOnce.map((one) => /"outcome":"([a-z-]+)"/.exec(one.output())?.[1]);
  expect(outcomes.toSorted()).toEqual(['already-done', 'already-done', 'written']);
  expect(files.output('a.csv')?.split('\r\n')).toHaveLength(70_002);
  expect([...files.s3.bucket('out').objects.keys()]).toEqual(['a.csv']);
  expect(files.s3.bucket('out').uploads.size).toBe(0);
});

describe('a function that is killed', () => {
  const KEY = 'large.csv';

  test('right after any call leaves a whole output or none, and its message to another', async () => {
    const event = sqsEvent({ one: s3Event(files.put(KEY, LARGE)) });
    const outputs = files.s3.bucket('out');
    const next = await start(PLAIN);
    expect(await next.invoke(event)).toEqual(DONE);
    const whole = files.output(KEY);
    const steps = files.s3.calls.map(({ operation, count }) => ({ operation, count }));
    expect(steps).toHaveLength(6);

    for (const step of steps) {
      outputs.objects.clear();
      const before = files.s3.calls.filter(({ operation }) => operation === step.operation).length;
      const victim = await start(PLAIN);
      files.s3.after = async ({ operation, count }) => {
        if (operation === step.operation && count === before + step.count) await victim.stop();
      };
      const answer = await victim.invoke(event);
      files.s3.after = () => undefined;

      const output = files.output(KEY);
      expect(answer.kind).toBe('error');
      expect(output === undefined).toBe(step.operation !== 'CompleteMultipartUpload');
      expect(output === undefined || output === whole).toBe(true);
      expect(await next.invoke(event)).toEqual(DONE);
      expect(files.output(KEY) === whole).toBe(true);
      expect([...outputs.objects.keys()]).toEqual([KEY]);
    }
  }, 120_000);
});

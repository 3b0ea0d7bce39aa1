/** Through a real queue: no file is lost, and what cannot be done ends where a person looks. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ZOOM_AI_CSV } from '../support/bulk-function.ts';
import { startFileDrop, type FileDrop } from '../support/file-drop.ts';
import { startFileQueue, type FileQueue } from '../support/file-queue.ts';
import { S3_TEST_EVENT, s3Event } from '../support/s3-events.ts';

let files: FileDrop;
let queue: FileQueue;

beforeEach(async () => {
  files = await startFileDrop();
  queue = await startFileQueue();
  vi.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all([files.close(), queue.close()]);
});

test('files are written, and a file that cannot be ends among the dead letters with its report', async () => {
  const bulk = files.start();
  await queue.send(S3_TEST_EVENT);
  await queue.send(s3Event(files.put('good.csv', ZOOM_AI_CSV)));
  const bad = s3Event(files.put('bad.csv', 'Name\nJane\n'));
  await queue.send(bad);
  await queue.send(s3Event(files.put('better.csv', ZOOM_AI_CSV)));

  await queue.drain(bulk);

  expect([...files.s3.bucket('out').objects.keys()].toSorted()).toEqual(['better.csv', 'good.csv']);
  expect(await queue.waitingIn('files')).toEqual([]);
  const dead = await queue.waitingIn('dead');
  expect(dead.map(({ Body }) => JSON.parse(Body) as unknown)).toEqual([bad]);
  const reasons = bulk.reports().filter(({ messageId }) => messageId === dead[0]?.MessageId);
  expect(reasons.length).toBeGreaterThan(1);
  for (const report of reasons) expect(report).toMatchObject({ code: 'COLUMN_MISSING' });
});

test('a file whose store failed once is written by the next delivery', async () => {
  const bulk = files.start();
  files.s3.before = ({ operation, count }) =>
    operation === 'PutObject' && count <= 3
      ? { kind: 'error', status: 503, code: 'SlowDown' }
      : undefined;
  await queue.send(s3Event(files.put('good.csv', ZOOM_AI_CSV)));

  await queue.drain(bulk);

  expect(bulk.outcomes()).toEqual(['failed:OUTPUT_WRITE_FAILED', 'written']);
  expect(bulk.reports()[0]).toMatchObject({ error: { call: 'PutObject', detail: 'SlowDown' } });
  expect(files.output('good.csv')).toMatch(/^User Name,Email,/);
  expect(await queue.waitingIn('dead')).toEqual([]);
});

test('dead letters that are sent again after the cause was mended become files', async () => {
  const broken = files.start({ environment: { PSOXY_SALT: undefined } });
  await queue.send(s3Event(files.put('good.csv', ZOOM_AI_CSV)));
  await queue.drain(broken);
  const lost = await queue.waitingIn('dead');

  await queue.redrive();
  const mended = files.start();
  await queue.drain(mended);

  expect(lost).toHaveLength(1);
  expect(mended.outcomes()).toEqual(['written']);
  expect(files.output('good.csv')).toMatch(/^User Name,Email,/);
  expect(await queue.waitingIn('dead')).toEqual([]);
});

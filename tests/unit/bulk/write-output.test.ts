import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import type { OutputFacts } from '../../../src/bulk/ports.ts';
import { OutputWriter } from '../../../src/bulk/write-output.ts';
import { MemoryStore } from '../../support/memory-store.ts';

const FACTS: OutputFacts = {
  contentType: 'text/csv',
  contentEncoding: undefined,
  metadata: new Map(),
};
const PART = Buffer.alloc(8 * 1024 * 1024);

/** A store that begins an upload only when it is let. */
function slowStore() {
  const store = new MemoryStore();
  const { promise, resolve: letStart } = Promise.withResolvers<undefined>();
  const { promise: asked, resolve: ask } = Promise.withResolvers<undefined>();
  const startUpload = store.startUpload.bind(store);
  const writer = new OutputWriter({
    store: Object.assign(store, {
      startUpload: (...args: Parameters<typeof startUpload>) => {
        ask(undefined);
        return promise.then(() => startUpload(...args));
      },
    }),
    address: { bucket: 'out', key: 'a.csv' },
    facts: () => FACTS,
    condition: { kind: 'absent' },
  });
  return {
    store,
    writer,
    asked,
    letStart: () => {
      letStart(undefined);
    },
  };
}

const forever = (): Promise<void> => new Promise(() => undefined);

test('an upload that begins while the output is given up is aborted, and gets no part', async () => {
  const { store, writer, asked, letStart } = slowStore();
  const writing = writer.write(PART);
  await asked;
  const aborting = writer.abort(forever);
  letStart();

  await expect(writing).rejects.toMatchObject({ code: 'TIME_UP' });
  expect(await aborting).toBe(true);
  expect(store.calls).toEqual(['CreateMultipartUpload', 'AbortMultipartUpload']);
  expect(store.openUploads.size).toBe(0);
});

test('one that begins too late is reported as perhaps left, and aborted when it comes', async () => {
  const { store, writer, asked, letStart } = slowStore();
  const writing = writer.write(PART);
  await asked;

  expect(await writer.abort(() => Promise.resolve())).toBe(false);
  letStart();

  await expect(writing).rejects.toMatchObject({ code: 'TIME_UP' });
  await expect.poll(() => store.calls).toEqual(['CreateMultipartUpload', 'AbortMultipartUpload']);
});

test('nothing is begun once an output was given up', async () => {
  const { store, writer } = slowStore();
  const writing = writer.write(PART);

  expect(await writer.abort(forever)).toBe(true);

  await expect(writing).rejects.toMatchObject({ code: 'TIME_UP' });
  expect(store.calls).toEqual([]);
});

test('what never began leaves nothing', async () => {
  const { store, writer } = slowStore();

  expect(await writer.abort(forever)).toBe(true);
  expect(store.calls).toEqual([]);
});

/** How a source is found, read and let go. */
import { Buffer } from 'node:buffer';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { identifySource } from '../../../src/bulk/identify-source.ts';
import type { ReadOutcome, SourceStore } from '../../../src/bulk/ports.ts';
import { openSource, readToEnd } from '../../../src/bulk/read-source.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { runBulk, SOURCE } from '../../support/run-bulk.ts';

const FACTS = {
  etag: SOURCE.etag,
  byteLength: 100,
  contentType: undefined,
  contentEncoding: undefined,
  metadata: new Map<string, string>(),
};

/** Bodies that give so many bytes each, and break. */
function breakingStore(bytesOfBody: readonly number[]): SourceStore & { reads: number } {
  return {
    reads: 0,
    read() {
      const bytes = bytesOfBody[this.reads] ?? 0;
      this.reads += 1;
      // eslint-disable-next-line @typescript-eslint/require-await -- a body is asynchronous
      const body = async function* (): AsyncGenerator<Uint8Array> {
        if (bytes > 0) yield Buffer.alloc(bytes);
        throw new Error('reset');
      };
      const found: ReadOutcome = { kind: 'found', facts: FACTS, body: body() };
      return Promise.resolve(found);
    },
  };
}

test.each([
  ['from the start', [0, 0, 0, 0, 0, 100], 5],
  ['after some bytes', [10, 0, 0, 0, 0, 0, 90], 6],
])('five breaks without progress end a source: %s', async (_when, bodies, reads) => {
  const store = breakingStore(bodies);
  const opened = await openSource(store, SOURCE);
  if (opened.kind !== 'opened') throw new Error(opened.kind);

  const reading = buffer(readToEnd(opened, store, SOURCE));

  await expect(reading).rejects.toMatchObject({ code: 'SOURCE_READ_FAILED' });
  expect(store.reads).toBe(reads);
});

test('a version that an event names without its ETag is the one that is looked at', async () => {
  const asked: unknown[] = [];
  const head = (object: unknown) => {
    asked.push(object);
    return Promise.resolve({ kind: 'found', facts: { ...FACTS, etag: 'of-v1' } } as const);
  };

  const source = await identifySource({ bucket: 'in', key: 'a.csv', versionId: 'v1' }, { head });

  expect(asked).toEqual([{ bucket: 'in', key: 'a.csv', versionId: 'v1' }]);
  expect(source).toMatchObject({ etag: 'of-v1', versionId: 'v1' });
});

test('a source that is refused unread is let go', async () => {
  const store = new MemoryStore();
  let isClosed = false;
  const read = store.read.bind(store);
  store.read = async (request) => {
    const outcome = await read(request);
    if (outcome.kind !== 'found') return outcome;
    const body = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.reject(new Error('it is not to be read')),
        return: () => {
          isClosed = true;
          return Promise.resolve({ done: true, value: undefined } as const);
        },
      }),
    };
    return { ...outcome, body };
  };

  const { report } = await runBulk({
    rules: { columnsToPseudonymize: ['A'], unlistedColumns: 'drop' },
    bytes: 'A\n1\n',
    contentEncoding: 'br',
    store,
  });

  expect(report).toMatchObject({ code: 'CONTENT_ENCODING_NOT_SUPPORTED' });
  expect(isClosed).toBe(true);
});

test('what a source says of its encoding is told where its bytes are none, and no more of it', async () => {
  const run = (contentType: string) =>
    runBulk({
      rules: { columnsToPseudonymize: ['A'], unlistedColumns: 'drop' },
      bytes: Buffer.from('A\nJos\xe9\n', 'latin1'),
      contentType,
    });

  const { report } = await run('text/csv; charset=ISO-8859-1');
  expect(report).toMatchObject({
    code: 'ENCODING_INVALID',
    error: { charset: 'ISO-8859-1' },
  });
  const odd = await run('text/csv; charset=jane@example.com');
  expect(odd.report).toMatchObject({ code: 'ENCODING_INVALID' });
  expect(JSON.stringify(odd.report)).not.toContain('jane');
});

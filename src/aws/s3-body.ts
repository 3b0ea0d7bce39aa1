import type { Readable } from 'node:stream';

/** No byte came for a while although somebody waits. */
class BodyStalled extends Error {
  override readonly name = 'BodyStalled';
}

/**
 * The bytes of an answer, for one reader. Throws where the connection breaks or stalls; it is closed
 * as soon as the reader leaves, also one that never took a chunk.
 */
export function toChunks(stream: Readable, stallMs: number): AsyncIterable<Uint8Array> {
  // A connection may break while nobody reads; the next chunk that is asked for tells.
  stream.on('error', () => undefined);
  return {
    [Symbol.asyncIterator]: () => {
      const chunks: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
      return {
        async next() {
          const stalled = setTimeout(() => stream.destroy(new BodyStalled()), stallMs);
          try {
            return await chunks.next();
          } finally {
            clearTimeout(stalled);
          }
        },
        return() {
          stream.destroy();
          return Promise.resolve({ done: true, value: undefined });
        },
      };
    },
  };
}

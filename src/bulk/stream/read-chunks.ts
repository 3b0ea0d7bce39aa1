import { Buffer } from 'node:buffer';
import type { Readable } from 'node:stream';

/** The chunks of a byte stream; leaving early destroys it. */
export async function* readChunks(stream: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    const bytes: unknown = chunk;
    if (Buffer.isBuffer(bytes)) yield bytes;
  }
}

import { Buffer } from 'node:buffer';
import { createGzip, type Gzip } from 'node:zlib';
import { readChunks } from './read-chunks.ts';

/** Level 1: the network is faster than any better one. Raising it changes the bytes of outputs. */
const LEVEL = 1;
const CHUNK_BYTES = 262_144;
/** Blocks that may be on their way into the compressor. */
const IN_FLIGHT = 3;

/** Blocks as one gzip member without name or time. Compressing runs beside the main thread. */
export async function* deflateBlocks(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gzip = createGzip({ level: LEVEL, chunkSize: CHUNK_BYTES });
  const feeding = feed(blocks, gzip).catch((error: unknown) => {
    gzip.destroy(error instanceof Error ? error : new Error('the source of gzip failed'));
  });
  try {
    yield* readChunks(gzip);
  } finally {
    gzip.destroy();
    await feeding;
  }
}

/** Copies each block: its owner writes into it again while it is compressed. */
async function feed(blocks: AsyncIterable<Buffer>, gzip: Gzip): Promise<void> {
  const copies: Buffer[] = [];
  const written: Promise<void>[] = [];
  let turn = 0;
  for await (const block of blocks) {
    const slot = turn % IN_FLIGHT;
    turn += 1;
    await written[slot];
    if (gzip.destroyed) return;
    const copy = toSlot(copies, slot, block);
    written[slot] = new Promise((resolve) => {
      gzip.write(copy, () => {
        resolve();
      });
    });
  }
  gzip.end();
}

function toSlot(copies: Buffer[], slot: number, block: Buffer): Buffer {
  const known = copies[slot];
  const room =
    known === undefined || known.length < block.length
      ? Buffer.allocUnsafeSlow(block.length)
      : known;
  copies[slot] = room;
  block.copy(room);
  return room.subarray(0, block.length);
}

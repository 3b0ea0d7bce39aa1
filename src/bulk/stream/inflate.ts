import type { Buffer } from 'node:buffer';
import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import { BulkError } from '../bulk-error.ts';
import { ChunkReader } from './chunk-reader.ts';
import { readChunks } from './read-chunks.ts';

export interface InflateLimits {
  readonly maxInflatedBytes: number;
  /** Judged once `RATIO_FROM_BYTES` are inflated. */
  readonly maxInflateRatio: number;
  /** Inflated bytes in one piece. */
  readonly bufferBytes: number;
}

const RATIO_FROM_BYTES = 64 * 1024 * 1024;
const TRAILER_BYTES = 8;

export interface InflatedSource {
  readonly isGzip: boolean;
  readonly bytes: AsyncIterable<Buffer>;
}

/**
 * A source as it is, or inflated if its first bytes say gzip (RFC 1952). Several members are one
 * stream; anything but zeros behind the last one is an error. Throws BulkError GZIP_INVALID and
 * INFLATION_LIMIT.
 */
export async function openInflated(
  source: AsyncIterable<Uint8Array>,
  limits: InflateLimits,
): Promise<InflatedSource> {
  const reader = new ChunkReader(source);
  const isGzip = await isAtMember(reader);
  return { isGzip, bytes: isGzip ? inflateMembers(reader, limits) : readAll(reader) };
}

async function isAtMember(reader: ChunkReader): Promise<boolean> {
  const magic = await reader.peek(2);
  return magic[0] === 0x1f && magic[1] === 0x8b;
}

async function* readAll(reader: ChunkReader): AsyncGenerator<Buffer> {
  try {
    for (let chunk = await reader.next(); chunk !== undefined; chunk = await reader.next()) {
      yield chunk;
    }
  } finally {
    await reader.close();
  }
}

async function* inflateMembers(reader: ChunkReader, limits: InflateLimits): AsyncGenerator<Buffer> {
  let total = 0;
  try {
    do {
      await skipMemberHeader(reader);
      for await (const chunk of inflateMember(reader, limits.bufferBytes)) {
        total += chunk.length;
        checkLimits(total, reader.taken, limits);
        yield chunk;
      }
    } while (await isAtMember(reader));
    await expectZeros(reader);
  } finally {
    await reader.close();
  }
}

/** Privacy: a bomb would otherwise hold the function for its whole life. */
function checkLimits(inflated: number, compressed: number, limits: InflateLimits): void {
  const { maxInflatedBytes, maxInflateRatio } = limits;
  if (inflated > maxInflatedBytes) {
    throw new BulkError('INFLATION_LIMIT', 'the source inflates to more than MAX_INFLATED_BYTES', {
      limit: maxInflatedBytes,
    });
  }
  if (inflated >= RATIO_FROM_BYTES && inflated > maxInflateRatio * compressed) {
    throw new BulkError('INFLATION_LIMIT', 'the source inflates by more than MAX_INFLATE_RATIO', {
      limit: maxInflateRatio,
    });
  }
}

function invalid(detail: string): BulkError {
  return new BulkError('GZIP_INVALID', `the gzip source is broken: ${detail}`, { detail });
}

const [HEADER_CRC, EXTRA, NAME, COMMENT, RESERVED] = [2, 4, 8, 16, 0xe0];

async function skipMemberHeader(reader: ChunkReader): Promise<void> {
  const header = await take(reader, 10);
  const flags = header[3] ?? 0;
  if (header[2] !== 8 || (flags & RESERVED) !== 0) throw invalid('unknown method or flags');
  if ((flags & EXTRA) !== 0) await take(reader, (await take(reader, 2)).readUInt16LE());
  for (const flag of [NAME, COMMENT]) if ((flags & flag) !== 0) await skipText(reader);
  if ((flags & HEADER_CRC) !== 0) await take(reader, 2);
}

async function take(reader: ChunkReader, byteLength: number): Promise<Buffer> {
  const bytes = await reader.take(byteLength);
  if (bytes === undefined) throw invalid('truncated');
  return bytes;
}

/** Skips a text that a zero ends. */
async function skipText(reader: ChunkReader): Promise<void> {
  for (;;) {
    const chunk = await reader.next();
    if (chunk === undefined) throw invalid('truncated');
    const end = chunk.indexOf(0);
    if (end === -1) continue;
    reader.giveBack(chunk.subarray(end + 1));
    return;
  }
}

/** One member's content; its trailer is checked. Inflating runs beside the main thread. */
async function* inflateMember(reader: ChunkReader, bufferBytes: number): AsyncGenerator<Buffer> {
  const inflater = createInflateRaw({ chunkSize: bufferBytes });
  const feeding = feed(reader, inflater);
  feeding.catch((error: unknown) => {
    inflater.destroy(error instanceof Error ? error : invalid('unreadable'));
  });
  let [checksum, size] = [0, 0];
  try {
    for await (const chunk of readChunks(inflater)) {
      checksum = crc32(chunk, checksum);
      size += chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw isZlibError(error) ? invalid('broken or truncated data') : error;
  } finally {
    inflater.destroy();
  }
  await feeding;
  const trailer = await take(reader, TRAILER_BYTES);
  if (trailer.readUInt32LE(0) !== checksum) throw invalid('wrong checksum');
  if (trailer.readUInt32LE(4) !== size % 2 ** 32) throw invalid('wrong size');
}

/** Writes until the member ends; what was written too much goes back. */
async function feed(reader: ChunkReader, inflater: InflateRaw): Promise<void> {
  let fed = 0;
  for (;;) {
    const chunk = await reader.next();
    if (inflater.destroyed) return;
    if (chunk === undefined) {
      inflater.end();
      return;
    }
    await new Promise<void>((resolve) => {
      inflater.write(chunk, () => {
        resolve();
      });
    });
    fed += chunk.length;
    const unused = fed - inflater.bytesWritten;
    if (unused > 0) {
      reader.giveBack(chunk.subarray(chunk.length - unused));
      return;
    }
  }
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

/** Tapes and block devices pad with zeros; anything else would be lost unread. */
async function expectZeros(reader: ChunkReader): Promise<void> {
  for (let chunk = await reader.next(); chunk !== undefined; chunk = await reader.next()) {
    if (chunk.some((byte) => byte !== 0)) throw invalid('something behind the last member');
  }
}

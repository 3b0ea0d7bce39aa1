import { Buffer, isUtf8 } from 'node:buffer';
import { BulkError } from '../bulk-error.ts';
import { decodeUtf16 } from './decode-utf16.ts';
import { encodingError, type Decoder, type Encoding } from './decoder.ts';

/**
 * Bytes of a source → UTF-8 of whole characters, without byte-order marks. Nothing is ever replaced:
 * what is ill-formed throws BulkError ENCODING_INVALID, after all that stands before it was given.
 */
export interface TextDecoding {
  push(chunk: Buffer): Iterable<Buffer>;
  end(): Iterable<Buffer>;
  /** Known from the first bytes on. */
  readonly encoding: () => Encoding | null;
}

const SNIFFED_BYTES = 4;
const BOM = Buffer.from('\uFEFF');

/** Chooses the encoding by the first bytes of a source; without byte-order mark it is UTF-8. */
export function createTextDecoding(): TextDecoding {
  let waiting = Buffer.alloc(0);
  let decoder: Decoder | undefined;
  const start = function* (): Generator<Buffer> {
    decoder = chooseDecoder(waiting);
    yield* decoder.push(waiting);
  };
  const withoutBom = createBomSkipper();
  return {
    *push(chunk) {
      if (decoder !== undefined) {
        yield* withoutBom(decoder.push(chunk));
        return;
      }
      waiting = Buffer.concat([waiting, chunk]);
      if (waiting.length >= SNIFFED_BYTES) yield* withoutBom(start());
    },
    *end() {
      if (decoder === undefined) yield* withoutBom(start());
      if (decoder !== undefined) yield* withoutBom(decoder.end());
    },
    encoding: () => decoder?.encoding ?? null,
  };
}

function chooseDecoder(first: Buffer): Decoder {
  const startsWith = (...bytes: readonly number[]): boolean =>
    bytes.every((byte, index) => first[index] === byte);
  if (startsWith(0x50, 0x4b, 0x03, 0x04)) {
    throw new BulkError('FORMAT_NOT_SUPPORTED', 'the source is a zip file or a spreadsheet', {
      detail: 'zip',
    });
  }
  if (startsWith(0x50, 0x41, 0x52, 0x31)) {
    throw new BulkError('FORMAT_NOT_SUPPORTED', 'the source is Parquet', { detail: 'parquet' });
  }
  if (startsWith(0x1f, 0x8b)) {
    throw new BulkError('GZIP_INVALID', 'the source is gzip within gzip', { detail: 'nested' });
  }
  if (startsWith(0xff, 0xfe, 0, 0) || startsWith(0, 0, 0xfe, 0xff)) {
    throw new BulkError('ENCODING_INVALID', 'the source is UTF-32; save it as UTF-8', {
      encoding: 'UTF-32',
      byteOffset: 0,
    });
  }
  if (startsWith(0xff, 0xfe)) return decodeUtf16('utf-16le');
  if (startsWith(0xfe, 0xff)) return decodeUtf16('utf-16be');
  return decodeUtf8();
}

/** Checks whole chunks at native speed; only a character that two chunks share is copied. */
function decodeUtf8(): Decoder {
  let before = 0;
  let split = Buffer.alloc(0);
  const check = function* (bytes: Buffer, offset: number): Generator<Buffer> {
    const nul = bytes.indexOf(0);
    if (nul === -1 && isUtf8(bytes)) {
      if (bytes.length > 0) yield bytes;
      return;
    }
    const good = wellFormedLength(nul === -1 ? bytes : bytes.subarray(0, nul));
    if (good > 0) yield bytes.subarray(0, good);
    throw encodingError('UTF-8', offset + good);
  };
  return {
    encoding: 'utf-8',
    *push(chunk) {
      let rest = chunk;
      if (split.length > 0) {
        const missing = Math.min(missingBytes(split), rest.length);
        split = Buffer.concat([split, rest.subarray(0, missing)]);
        rest = rest.subarray(missing);
        if (missingBytes(split) > 0 && rest.length === 0) return;
        const whole = split;
        split = Buffer.alloc(0);
        yield* check(whole, before);
        before += whole.length;
      }
      const cut = rest.length - unfinishedBytes(rest);
      yield* check(rest.subarray(0, cut), before);
      before += cut;
      split = Buffer.from(rest.subarray(cut));
    },
    *end() {
      yield* check(split, before);
    },
  };
}

/** Bytes that the character at the start of `bytes` lacks. */
function missingBytes(bytes: Buffer): number {
  return Math.max(0, widthOf(bytes[0] ?? 0) - bytes.length);
}

function widthOf(first: number): number {
  if (first < 0xc2) return 1;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 1;
}

/** Bytes at the end that begin a character which goes on behind them. */
function unfinishedBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) !== 0x80) return widthOf(byte) > back ? back : 0;
  }
  return 0;
}

/** Length of the longest well-formed start, found by halving. */
function wellFormedLength(bytes: Buffer): number {
  let [good, bad] = [0, bytes.length];
  if (isUtf8(bytes)) return bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const cut = middle - unfinishedBytes(bytes.subarray(0, middle));
    if (isUtf8(bytes.subarray(0, cut))) good = middle;
    else bad = middle;
  }
  return good - unfinishedBytes(bytes.subarray(0, good));
}

/** Drops byte-order marks from the start of a text, repeated ones too. */
function createBomSkipper(): (pieces: Iterable<Buffer>) => Generator<Buffer> {
  let isAtStart = true;
  return function* (pieces) {
    for (const piece of pieces) {
      if (!isAtStart) {
        yield piece;
        continue;
      }
      let start = 0;
      while (piece.subarray(start, start + BOM.length).equals(BOM)) start += BOM.length;
      isAtStart = start === piece.length;
      if (!isAtStart) yield piece.subarray(start);
    }
  };
}

import type { Buffer } from 'node:buffer';
import { BulkError } from '../bulk-error.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** One encoding at work; gives what is well-formed before it throws. */
export interface Decoder {
  readonly encoding: Encoding;
  push(chunk: Buffer): Iterable<Buffer>;
  end(): Iterable<Buffer>;
}

/** `byteOffset`: the first byte of the first bad sequence. */
export function encodingError(encoding: string, byteOffset: number): BulkError {
  const message = `byte ${String(byteOffset)} of the source is no ${encoding} text`;
  return new BulkError('ENCODING_INVALID', message, { encoding, byteOffset });
}

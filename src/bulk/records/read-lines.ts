import type { Buffer } from 'node:buffer';
import type { JsonObject } from '../../json.ts';
import { isBlankSpan } from '../csv/blanks.ts';
import { ByteQueue } from '../csv/byte-queue.ts';
import type { RecordReader } from './record-reader.ts';
import { recordTooLarge, toRecord } from './to-record.ts';

const [LF, CR] = [0x0a, 0x0d];

export interface ReaderOptions {
  readonly maxRecordBytes: number;
  readonly bufferBytes: number;
}

/** NDJSON: one object a line; blank lines count for nothing. */
export class LineReader implements RecordReader {
  row = 0;
  line = 0;
  readonly padded = 0;
  readonly header = undefined;
  readonly #queue: ByteQueue;
  readonly #maxRecordBytes: number;
  #isAtEnd = false;
  /** Bytes of the line at hand that hold no line end. */
  #searched = 0;
  #linesRead = 0;
  /** The line before ended in CR: an LF now belongs to it. */
  #mayBeLf = false;

  constructor({ maxRecordBytes, bufferBytes }: ReaderOptions) {
    this.#queue = new ByteQueue(bufferBytes + 1);
    this.#maxRecordBytes = maxRecordBytes;
  }

  push(chunk: Buffer): void {
    this.#queue.append(chunk);
  }

  flush(): void {
    // Lines are taken as soon as they end.
  }

  end(): void {
    this.#isAtEnd = true;
  }

  next(): JsonObject | undefined {
    for (;;) {
      this.#skipLf();
      const { bytes, start } = this.#queue;
      const end = this.#lineEnd();
      if (end === undefined) return undefined;
      this.#linesRead += 1;
      this.#queue.start = Math.min(end + 1, this.#queue.end);
      this.#mayBeLf = end < this.#queue.end && bytes[end] === CR;
      this.#searched = 0;
      if (isBlankSpan(bytes, start, end)) continue;
      this.row += 1;
      this.line = this.#linesRead;
      return toRecord(bytes.toString('utf8', start, end), this);
    }
  }

  #skipLf(): void {
    const queue = this.#queue;
    if (!this.#mayBeLf || queue.length === 0) return;
    if (queue.bytes[queue.start] === LF) queue.start += 1;
    this.#mayBeLf = false;
  }

  /** Where the line at the start of the queue ends; undefined if it goes on. */
  #lineEnd(): number | undefined {
    const { bytes, start, end } = this.#queue;
    const rest = bytes.subarray(start + this.#searched, end);
    const found = firstOf(rest);
    const byteLength = this.#searched + (found ?? rest.length);
    if (byteLength > this.#maxRecordBytes) {
      const place = { row: this.row + 1, line: this.#linesRead + 1 };
      throw recordTooLarge(this.#maxRecordBytes, place);
    }
    if (found !== undefined) return start + byteLength;
    this.#searched = byteLength;
    return this.#isAtEnd && byteLength > 0 ? end : undefined;
  }
}

function firstOf(bytes: Buffer): number | undefined {
  const lf = bytes.indexOf(LF);
  const cr = (lf === -1 ? bytes : bytes.subarray(0, lf)).indexOf(CR);
  if (cr !== -1) return cr;
  return lf === -1 ? undefined : lf;
}

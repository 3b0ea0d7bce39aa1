import type { Buffer } from 'node:buffer';
import type { JsonObject } from '../../json.ts';

/** Reads one format record by record. Throws BulkError with row and line, never with text. */
export interface RecordReader {
  push(chunk: Buffer): void;
  /** Makes `next` read all that is there of a source that is broken behind it. */
  flush(): void;
  /** The source ended. */
  end(): void;
  /** The next record; undefined if more bytes are needed, or there are none. */
  next(): JsonObject | undefined;
  /** Of the record that was read last: counted from 1, and the physical line on which it starts. */
  readonly row: number;
  readonly line: number;
  /** Rows that were shorter than the header. */
  readonly padded: number;
  /** Column names, where the format has a header and it has been read. */
  readonly header: RecordHeader | undefined;
}

export interface RecordHeader {
  readonly names: readonly string[];
  readonly unnamedCount: number;
  readonly lineEnd: string;
}

// Hot loop: reads every byte of every CSV file, hence mutable fields instead of fresh objects.
import { Buffer } from 'node:buffer';
import { BulkError } from '../bulk-error.ts';
import { blankAt, isBlankSpan } from './blanks.ts';
import { ByteQueue } from './byte-queue.ts';
import { cellText, ESCAPED, PLAIN, QUOTED, type CellForm } from './cell-text.ts';

const [LF, CR, QUOTE] = [0x0a, 0x0d, 0x22];
const LONGEST_LINE_END = 2;
/** More columns than any program writes. */
const MAX_COLUMNS = 16_384;

export interface CsvScannerOptions {
  readonly delimiter: string;
  readonly maxRecordBytes: number;
  readonly bufferBytes: number;
}

/**
 * Splits UTF-8 CSV into records and cells, as spans of one buffer. Push chunks of whole characters,
 * take records by `next`, and say when the source is at its `end`. How the bytes are cut into chunks
 * changes nothing. Throws BulkError CSV_SYNTAX and RECORD_TOO_LARGE.
 */
export class CsvScanner {
  /** Spans of the cells of the record at hand; inside the quotes of a quoted one. */
  readonly starts = new Int32Array(MAX_COLUMNS + 1);
  readonly ends = new Int32Array(MAX_COLUMNS + 1);
  readonly forms = new Uint8Array(MAX_COLUMNS + 1);
  /** Cells of the record, also those beyond the header's, whose spans are not kept. */
  cellCount = 0;
  /** A cell beyond the header's holds something. */
  hasSurplus = false;
  maxCells = MAX_COLUMNS + 1;
  /** Records taken so far, the header included; blank lines do not count. */
  recordCount = 0;
  /** Physical line on which the record at hand starts, from 1. */
  line = 1;
  /** Line end of the record at hand; empty at the end of the source. */
  lineEnd: '' | '\n' | '\r' | '\r\n' = '';

  readonly #queue: ByteQueue;
  readonly #delimiter: Buffer;
  readonly #maxRecordBytes: number;
  #isAtEnd = false;
  /** A record that is not complete is read again once there is twice as much of it. */
  #wanted = 1;
  #nextLine = 1;
  /** Line breaks inside quotes of the record at hand. */
  #breaks = 0;
  #form: CellForm = PLAIN;
  #cellStart = 0;
  #cellEnd = 0;

  constructor({ delimiter, maxRecordBytes, bufferBytes }: CsvScannerOptions) {
    this.#delimiter = Buffer.from(delimiter);
    this.#maxRecordBytes = maxRecordBytes;
    this.#queue = new ByteQueue(bufferBytes + 1);
  }

  /** The buffer that spans refer to; another one after each `push`. */
  get bytes(): Buffer {
    return this.#queue.bytes;
  }

  get view(): DataView {
    return this.#queue.view;
  }

  push(chunk: Uint8Array): void {
    this.#queue.append(chunk);
  }

  end(): void {
    this.#isAtEnd = true;
    this.#wanted = 1;
  }

  /** Makes `next` read all that is there, also of a record that will never be complete: its errors come first. */
  flush(): void {
    this.#wanted = 1;
  }

  /** The next record that is no blank line; false if more bytes are needed, or there are none. */
  next(): boolean {
    while (this.#queue.length >= this.#wanted) {
      const start = this.#queue.start;
      const after = this.#scan();
      if (after < 0) {
        this.#checkSize(this.#queue.length - LONGEST_LINE_END);
        this.#wanted = this.#queue.length * 2;
        return false;
      }
      this.#checkSize(after - start - this.lineEnd.length);
      this.#wanted = 1;
      this.#queue.start = after;
      this.line = this.#nextLine;
      this.#nextLine += this.#breaks + 1;
      if (this.cellCount === 1 && this.#isBlankLine()) continue;
      this.recordCount += 1;
      return true;
    }
    return false;
  }

  /** A cell as text, without quotes and blanks around. */
  text(index: number): string {
    const [start = 0, end = 0] = [this.starts[index], this.ends[index]];
    return cellText(this.bytes.subarray(start, end), this.forms[index]);
  }

  /** The cells of a header as texts; later records keep no more cells than it has. */
  takeHeader(): readonly string[] {
    if (this.cellCount > MAX_COLUMNS) {
      throw new BulkError('RECORD_TOO_LARGE', 'the header has too many columns', {
        row: 0,
        line: this.line,
        limit: MAX_COLUMNS,
      });
    }
    this.maxCells = this.cellCount;
    return Array.from({ length: this.cellCount }, (_, index) => this.text(index));
  }

  #isBlankLine(): boolean {
    const [start = 0, end = 0] = [this.starts[0], this.ends[0]];
    return this.forms[0] === PLAIN && isBlankSpan(this.bytes, start, end);
  }

  #checkSize(byteLength: number): void {
    if (byteLength > this.#maxRecordBytes) {
      throw new BulkError('RECORD_TOO_LARGE', 'a record is longer than MAX_RECORD_BYTES', {
        ...this.#place(),
        limit: this.#maxRecordBytes,
      });
    }
  }

  #place(): { readonly row: number; readonly line: number } {
    return { row: this.recordCount, line: this.#nextLine };
  }

  /** Reads one record from the start of the queue. Position behind it, or -1 if it is not complete. */
  #scan(): number {
    const { bytes, end, start } = this.#queue;
    const delimiter = this.#delimiter[0] ?? 0;
    const { maxCells, starts, ends, forms } = this;
    // A mark behind the last byte spares the loops below a test of the end.
    bytes[end] = LF;
    this.#breaks = 0;
    this.hasSurplus = false;
    let count = 0;
    let at = start;
    for (;;) {
      const first = bytes[at] ?? 0;
      const isSimple = first > QUOTE && first < 0xe1;
      const after = isSimple ? this.#plainCell(bytes, at) : this.#anyCell(at);
      if (after < 0) return -1;
      if (count < maxCells) {
        starts[count] = isSimple ? at : this.#cellStart;
        ends[count] = isSimple ? after : this.#cellEnd;
        forms[count] = isSimple ? PLAIN : this.#form;
      } else this.#noteSurplus(isSimple ? at : this.#cellStart, isSimple ? after : this.#cellEnd);
      count += 1;
      at = after;
      if (at < end && bytes[at] === delimiter) {
        at += this.#delimiter.length;
        continue;
      }
      this.cellCount = count;
      return this.#lineEndAt(at);
    }
  }

  #noteSurplus(start: number, end: number): void {
    this.hasSurplus ||= !isBlankSpan(this.#queue.bytes, start, end);
  }

  /** Position behind the line end at `at`, or -1 if that cannot be told yet. */
  #lineEndAt(at: number): number {
    const { bytes, end } = this.#queue;
    this.lineEnd = '';
    if (at >= end) return this.#isAtEnd ? end : -1;
    if (bytes[at] === LF) {
      this.lineEnd = '\n';
      return at + 1;
    }
    if (at + 1 >= end && !this.#isAtEnd) return -1;
    this.lineEnd = at + 1 < end && bytes[at + 1] === LF ? '\r\n' : '\r';
    return at + this.lineEnd.length;
  }

  /** End of an unquoted cell that starts at `start`; the mark at the end of the queue ends it too. */
  #plainCell(bytes: Buffer, start: number): number {
    const delimiter = this.#delimiter[0] ?? 0;
    const isLong = this.#delimiter.length > 1;
    for (let at = start; ; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === LF || byte === CR) return at;
      if (byte === delimiter && (!isLong || this.#isDelimiter(at))) return at;
    }
  }

  #isDelimiter(at: number): boolean {
    const { bytes, end } = this.#queue;
    for (let index = 0; index < this.#delimiter.length; index += 1) {
      if (at + index >= end || bytes[at + index] !== this.#delimiter[index]) return false;
    }
    return true;
  }

  /** Whether all that is left begins a delimiter. */
  #startsDelimiter(at: number): boolean {
    const { bytes, end } = this.#queue;
    const rest = bytes.subarray(at, end);
    return rest.equals(this.#delimiter.subarray(0, rest.length));
  }

  /** A cell that may be quoted. Leaves its span and form in fields; end of it, or -1. */
  #anyCell(start: number): number {
    const { bytes, end } = this.#queue;
    const first = this.#skipToQuote(start);
    if (first < end && bytes[first] === QUOTE && !this.#isDelimiter(first)) {
      return this.#quotedCell(first + 1);
    }
    this.#form = PLAIN;
    this.#cellStart = start;
    this.#cellEnd = this.#plainCell(bytes, start);
    return this.#cellEnd;
  }

  /** Skips blanks on the line, but never a delimiter. */
  #skipToQuote(start: number): number {
    const { bytes, end } = this.#queue;
    let at = start;
    while (at < end && bytes[at] !== LF && bytes[at] !== CR && !this.#isDelimiter(at)) {
      const width = blankAt(bytes, at, end);
      if (width === 0) break;
      at += width;
    }
    return at;
  }

  #quotedCell(start: number): number {
    const { bytes, end } = this.#queue;
    this.#form = QUOTED;
    this.#cellStart = start;
    let at = start;
    for (; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        if (at + 1 < end && bytes[at + 1] === QUOTE) {
          this.#form = ESCAPED;
          at += 1;
        } else break;
      } else if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) this.#breaks += 1;
    }
    if (at >= end) {
      if (this.#isAtEnd) throw this.#syntaxError('unterminated quote', start);
      return -1;
    }
    this.#cellEnd = at;
    return this.#afterQuote(at + 1);
  }

  /** Behind a closing quote only blanks may stand. */
  #afterQuote(start: number): number {
    const { bytes, end } = this.#queue;
    if (start >= end) return this.#isAtEnd ? end : -1;
    const at = this.#skipToQuote(start);
    if (at >= end) return this.#isAtEnd ? end : -1;
    if (bytes[at] === LF || bytes[at] === CR || this.#isDelimiter(at)) return at;
    if (!this.#isAtEnd && this.#startsDelimiter(at)) return -1;
    throw this.#syntaxError('text after closing quote', at);
  }

  #syntaxError(detail: string, at: number): BulkError {
    // Whatever is wrong beyond the limit, the record was too large before.
    this.#checkSize(at - this.#queue.start);
    return new BulkError('CSV_SYNTAX', `the CSV is broken: ${detail}`, {
      ...this.#place(),
      detail,
    });
  }
}

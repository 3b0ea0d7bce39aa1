// Hot loop: looks at every byte of a JSON array for the ends of its elements.
import type { Buffer } from 'node:buffer';
import type { JsonObject } from '../../json.ts';
import { ByteQueue } from '../csv/byte-queue.ts';
import type { ReaderOptions } from './read-lines.ts';
import type { RecordReader } from './record-reader.ts';
import { jsonSyntaxError, recordTooLarge, toRecord, type RecordPlace } from './to-record.ts';

const [LF, CR, SPACE, TAB] = [0x0a, 0x0d, 0x20, 0x09];
const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** What may come next between elements. */
type Expected = 'array' | 'first-element' | 'element' | 'comma' | 'nothing';

/** One top-level array of objects, element by element. */
export class ArrayReader implements RecordReader {
  row = 0;
  line = 1;
  readonly padded = 0;
  readonly header = undefined;
  readonly #queue: ByteQueue;
  readonly #maxRecordBytes: number;
  #expected: Expected = 'array';
  #isAtEnd = false;
  /** Inside an element: bytes of it that have been looked at, open brackets, and whether in a string. */
  #searched = 0;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #linesRead = 1;
  #lastWasCr = false;

  constructor({ maxRecordBytes, bufferBytes }: ReaderOptions) {
    this.#queue = new ByteQueue(bufferBytes + 1);
    this.#maxRecordBytes = maxRecordBytes;
  }

  push(chunk: Buffer): void {
    this.#queue.append(chunk);
  }

  flush(): void {
    // Every byte is looked at as soon as it is there.
  }

  end(): void {
    this.#isAtEnd = true;
  }

  next(): JsonObject | undefined {
    while (this.#depth > 0 || this.#seekElement()) {
      const end = this.#elementEnd();
      if (end === undefined) break;
      const { bytes, start } = this.#queue;
      const text = bytes.toString('utf8', start, end);
      this.#queue.start = end;
      this.#searched = 0;
      this.#expected = 'comma';
      return toRecord(text, this);
    }
    if (this.#isAtEnd && this.#expected !== 'nothing') {
      throw jsonSyntaxError('the array does not end', this.#nextPlace());
    }
    return undefined;
  }

  /** Walks to the next element; false if there is none yet. */
  #seekElement(): boolean {
    const queue = this.#queue;
    for (; queue.start < queue.end; queue.start += 1) {
      const byte = queue.bytes[queue.start] ?? 0;
      if (byte === LF || byte === CR || byte === SPACE || byte === TAB) {
        this.#countLine(byte);
        continue;
      }
      this.#lastWasCr = false;
      if (byte === OPEN_OBJECT && this.#mayHaveElement()) {
        this.row += 1;
        this.line = this.#linesRead;
        return true;
      }
      this.#expected = this.#after(byte);
    }
    return false;
  }

  #mayHaveElement(): boolean {
    return this.#expected === 'first-element' || this.#expected === 'element';
  }

  #after(byte: number): Expected {
    const expected = this.#expected;
    if (expected === 'array' && byte === OPEN_ARRAY) return 'first-element';
    if (expected === 'comma' && byte === COMMA) return 'element';
    const mayEnd = expected === 'first-element' || expected === 'comma';
    if (mayEnd && byte === CLOSE_ARRAY) return 'nothing';
    if (expected === 'array') throw jsonSyntaxError('the source is no array', this.#nextPlace());
    if (expected === 'nothing') {
      throw jsonSyntaxError('something stands behind the array', this.#nextPlace());
    }
    throw jsonSyntaxError('an object or a comma is missing', this.#nextPlace());
  }

  /** Of the element that is open or would come next. */
  #nextPlace(): RecordPlace {
    return { row: this.#depth > 0 ? this.row : this.row + 1, line: this.#linesRead };
  }

  /** Where the element at the start of the queue ends; undefined if it goes on. */
  #elementEnd(): number | undefined {
    const { bytes, start, end } = this.#queue;
    for (let at = start + this.#searched; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      this.#countLine(byte);
      if (this.#isInString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === BACKSLASH) this.#isEscaped = true;
        else if (byte === QUOTE) this.#isInString = false;
      } else if (byte === QUOTE) this.#isInString = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.#depth += 1;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        this.#depth -= 1;
        if (this.#depth > 0) continue;
        this.#checkSize(at + 1 - start);
        return at + 1;
      }
    }
    return this.#wait(end - start);
  }

  #wait(searched: number): undefined {
    this.#checkSize(searched);
    this.#searched = searched;
    return undefined;
  }

  #checkSize(byteLength: number): void {
    if (byteLength > this.#maxRecordBytes) throw recordTooLarge(this.#maxRecordBytes, this);
  }

  #countLine(byte: number): void {
    if (byte === CR || (byte === LF && !this.#lastWasCr)) this.#linesRead += 1;
    this.#lastWasCr = byte === CR;
  }
}

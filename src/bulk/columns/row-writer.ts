// Hot loop: every cell that is written passes here; bytes are copied, and strings made only for what the memo has not.
import { Buffer } from 'node:buffer';
import { skipBlanks, trimBlanksEnd } from '../csv/blanks.ts';
import { ESCAPED, PLAIN } from '../csv/cell-text.ts';
import type { CsvScanner } from '../csv/csv-scanner.ts';
import type { CellQuoting } from '../csv/quote-cell.ts';
import type { CellMemo, Span } from './cell-memo.ts';
import type { RowWindow } from './row-window.ts';
import type { TreatCell } from './treat-cell.ts';

/** One output column, ready for rows. */
export interface RowColumn {
  readonly sourceIndex: number;
  readonly treat: TreatCell;
  /** The same number for columns that are treated alike; undefined for one that is copied as far as it may be. */
  readonly treatment: number | undefined;
}

export interface RowWriterParts {
  readonly columns: readonly RowColumn[];
  readonly scanner: CsvScanner;
  readonly window: RowWindow;
  readonly memo: CellMemo;
  readonly quoting: CellQuoting;
  readonly lineEnd: string;
  readonly hasLeakGuard: boolean;
  readonly neutralizesFormulas: boolean;
  /** The leak guard took away the cell of this column. */
  readonly onLeak: (column: number) => void;
}

const LEAKED = 1;
/** Most bytes of UTF-8 for one unit of UTF-16. */
const BYTES_IN_UNIT = 3;

/** Renders the record that a scanner has at hand into a window. */
export class RowWriter {
  readonly #parts: RowWriterParts;
  readonly #delimiter: Buffer;
  readonly #lineEnd: Buffer;
  /** Bytes that a copied cell may not hold, and bytes it may not start with. */
  readonly #inside: Uint8Array;
  readonly #first: Uint8Array;
  readonly #cell: Span;

  constructor(parts: RowWriterParts) {
    this.#parts = parts;
    this.#delimiter = Buffer.from(parts.quoting.delimiter);
    this.#lineEnd = Buffer.from(parts.lineEnd);
    this.#inside = bytesToLookAt(parts);
    this.#first = firstBytesToLookAt(parts);
    const { bytes, view } = parts.scanner;
    this.#cell = { bytes, view, start: 0, end: 0 };
  }

  /** Writes one row; true if the window is full. */
  write(): boolean {
    const { columns, scanner, window } = this.#parts;
    const start = window.size;
    for (let index = 0; index < columns.length; index += 1) {
      if (index > 0) this.#append(this.#delimiter);
      const column = columns[index];
      if (column !== undefined && column.sourceIndex < scanner.cellCount) {
        this.#writeCell(column, index);
      }
    }
    // A row that is one empty cell would vanish.
    if (columns.length === 1 && window.size === start) this.#appendText('""');
    this.#append(this.#lineEnd);
    return window.endRow();
  }

  #writeCell(column: RowColumn, index: number): void {
    const { scanner } = this.#parts;
    if (scanner.forms[column.sourceIndex] === ESCAPED) {
      this.#writeTreated(column, index, scanner.text(column.sourceIndex));
      return;
    }
    this.#takeSpan(column.sourceIndex);
    const cell = this.#cell;
    if (cell.start === cell.end) return;
    if (column.treatment === undefined) {
      if (!this.#copy()) this.#writeTreated(column, index, this.#cellText());
    } else this.#writeRemembered(column, index, column.treatment);
  }

  /** The trimmed bytes of a cell; almost none begins or ends with a blank. */
  #takeSpan(sourceIndex: number): void {
    const { scanner } = this.#parts;
    const { bytes } = scanner;
    let start = scanner.starts[sourceIndex] ?? 0;
    let end = scanner.ends[sourceIndex] ?? 0;
    if (!isVisible(bytes[start] ?? 0) || !isVisible(bytes[end - 1] ?? 0)) {
      if (scanner.forms[sourceIndex] === PLAIN) {
        start = skipBlanks(bytes, start, end);
        end = trimBlanksEnd(bytes, start, end);
      }
      while (start < end && (bytes[start] ?? 0) <= 0x20) start += 1;
      while (start < end && (bytes[end - 1] ?? 0) <= 0x20) end -= 1;
    }
    this.#cell.bytes = bytes;
    this.#cell.view = scanner.view;
    this.#cell.start = start;
    this.#cell.end = end;
  }

  #cellText(): string {
    const { bytes, start, end } = this.#cell;
    return bytes.toString('utf8', start, end);
  }

  /** Copies a cell that needs no second look; false if it does, and nothing is written. */
  #copy(): boolean {
    const { bytes, start, end } = this.#cell;
    if (this.#first[bytes[start] ?? 0] !== 0) return false;
    const { window } = this.#parts;
    window.reserve(end - start);
    const inside = this.#inside;
    const target = window.bytes;
    let [size, found] = [window.size, 0];
    for (let at = start; at < end; at += 1, size += 1) {
      const byte = bytes[at] ?? 0;
      target[size] = byte;
      found |= inside[byte] ?? 0;
    }
    if (found !== 0) return false;
    window.size = size;
    return true;
  }

  #writeRemembered(column: RowColumn, index: number, treatment: number): void {
    const { memo, window } = this.#parts;
    if (!memo.find(treatment, this.#cell)) {
      const start = window.size;
      const isLeak = this.#writeTreated(column, index, this.#cellText());
      const bytes = window.bytes.subarray(start, window.size);
      memo.store(treatment, this.#cell, { bytes, mark: isLeak ? LEAKED : 0 });
      return;
    }
    const { valueBytes } = memo;
    window.reserve(valueBytes);
    memo.copyValue(window.view, window.size);
    window.size += valueBytes;
    if (memo.mark === LEAKED) this.#parts.onLeak(index);
  }

  #writeTreated(column: RowColumn, index: number, cell: string): boolean {
    const { text, isLeak } = column.treat(cell);
    if (isLeak) this.#parts.onLeak(index);
    this.#appendText(this.#parts.quoting.quoted(text));
    return isLeak;
  }

  #appendText(text: string): void {
    const { window } = this.#parts;
    window.reserve(text.length * BYTES_IN_UNIT);
    window.size += window.bytes.write(text, window.size);
  }

  #append(bytes: Buffer): void {
    const { window } = this.#parts;
    window.reserve(bytes.length);
    for (let at = 0; at < bytes.length; at += 1) {
      window.bytes[window.size] = bytes[at] ?? 0;
      window.size += 1;
    }
  }
}

function isVisible(byte: number): boolean {
  return byte > 0x20 && byte < 0x80;
}

/** Quotes may be needed, or an address may be there. */
function bytesToLookAt({ quoting, hasLeakGuard }: RowWriterParts): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of Buffer.from(`"\r\n${quoting.delimiter}`)) table[byte] = 1;
  // Privacy: "@", an escape, or the first byte of a full-width "@" is for the leak guard to judge.
  if (hasLeakGuard) for (const byte of [0x40, 0x25, 0xef]) table[byte] = 1;
  return table;
}

function firstBytesToLookAt({ neutralizesFormulas }: RowWriterParts): Uint8Array {
  const table = new Uint8Array(256);
  table.fill(1, 0, 0x24);
  if (neutralizesFormulas) for (const byte of Buffer.from('=+-@')) table[byte] = 1;
  // What shows nothing starts with one of these.
  for (const byte of [0xc2, 0xe1, 0xe2, 0xe3, 0xef]) table[byte] = 1;
  return table;
}

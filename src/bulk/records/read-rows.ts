import type { Buffer } from 'node:buffer';
import { recordNameOrder, setProperty, type JsonObject } from '../../json.ts';
import { holdsAddress } from '../../sanitize/holds-address.ts';
import { BulkError } from '../bulk-error.ts';
import { toHeader, type Header } from '../columns/header.ts';
import {
  duplicates,
  looksLikeData,
  missingColumn,
  throwFirst,
  unnamed,
} from '../columns/header-problems.ts';
import { CsvScanner } from '../csv/csv-scanner.ts';
import type { ReaderOptions } from './read-lines.ts';
import type { RecordHeader, RecordReader } from './record-reader.ts';

export interface RowReaderOptions extends ReaderOptions {
  readonly hasLeakGuard: boolean;
  /** Names that paths of one step take for granted. */
  readonly requiredNames: readonly string[];
}

/** CSV rows as objects of texts; columns without name are dropped. */
export class RowReader implements RecordReader {
  row = 0;
  line = 1;
  header: RecordHeader | undefined;
  padded = 0;
  readonly #scanner: CsvScanner;
  readonly #options: RowReaderOptions;
  #columns: readonly { readonly name: string; readonly index: number }[] = [];
  #width = 0;

  constructor(options: RowReaderOptions) {
    this.#options = options;
    this.#scanner = new CsvScanner({ delimiter: ',', ...options });
  }

  push(chunk: Buffer): void {
    this.#scanner.push(chunk);
  }

  flush(): void {
    this.#scanner.flush();
  }

  end(): void {
    this.#scanner.end();
  }

  next(): JsonObject | undefined {
    const scanner = this.#scanner;
    while (scanner.next()) {
      this.line = scanner.line;
      if (this.header === undefined) {
        this.#takeHeader();
        continue;
      }
      this.row += 1;
      return this.#toRecord();
    }
    return undefined;
  }

  #toRecord(): JsonObject {
    const scanner = this.#scanner;
    if (scanner.hasSurplus) {
      const { row, line } = this;
      throw new BulkError('ROW_WIDTH', 'a row is longer than the header', { row, line });
    }
    if (scanner.cellCount < this.#width) this.padded += 1;
    const record: JsonObject = {};
    for (const { name, index } of this.#columns) {
      setProperty(record, name, index < scanner.cellCount ? scanner.text(index) : '');
    }
    if (this.#columns.some(({ name }) => /^\d+$/.test(name))) {
      recordNameOrder(
        record,
        this.#columns.map(({ name }) => name),
      );
    }
    return record;
  }

  #takeHeader(): void {
    const scanner = this.#scanner;
    const header = toHeader(scanner.takeHeader());
    this.#check(header);
    this.#columns = header.columns;
    this.#width = header.columnCount;
    this.header = {
      names: header.columns.map(({ name }) => name),
      unnamedCount: header.unnamedCount,
      lineEnd: scanner.lineEnd === '' ? '\n' : scanner.lineEnd,
    };
  }

  #check(header: Header): void {
    const { hasLeakGuard, requiredNames } = this.#options;
    const names = new Set(header.columns.map(({ name }) => name));
    throwFirst([
      ...unnamed(header),
      ...duplicates(header),
      ...header.columns
        .filter(({ name }) => hasLeakGuard && holdsAddress(name))
        .map(({ index }) => looksLikeData(index + 1)),
      ...requiredNames
        .filter((name) => !names.has(name))
        .map((name) => missingColumn(name, header)),
    ]);
  }
}

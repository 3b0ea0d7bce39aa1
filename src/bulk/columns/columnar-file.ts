import type { Buffer } from 'node:buffer';
import type { ColumnarRules } from '../../rules/bulk/document.ts';
import type { Pseudonymizer } from '../../pseudonym/pseudonymizer.ts';
import type { LeakGuardMode } from '../../sanitize/sanitizer.ts';
import { BulkError } from '../bulk-error.ts';
import { CsvScanner } from '../csv/csv-scanner.ts';
import { createQuoting } from '../csv/quote-cell.ts';
import type { TextFacts, TextSanitizer } from '../text-sanitizer.ts';
import { CellMemo } from './cell-memo.ts';
import { toHeader } from './header.ts';
import type { ColumnPlan, OutputColumn } from './column-plan.ts';
import { planColumns } from './plan-columns.ts';
import { RowWindow } from './row-window.ts';
import { RowWriter, type RowColumn } from './row-writer.ts';
import { KeyedShuffle } from './shuffle.ts';
import { createTreatCell, neutralizeFormula } from './treat-cell.ts';

export interface ColumnarTools {
  readonly pseudonymizer: Pseudonymizer;
  readonly leakGuard: LeakGuardMode;
  /** Kept cells may hold addresses: that is what the table is for. */
  readonly isLookupTable: boolean;
  readonly shuffleSeed: Buffer;
  readonly maxRecordBytes: number;
  readonly bufferBytes: number;
}

/** Sanitizes one CSV file by columns. */
export function createColumnarFile(rules: ColumnarRules, tools: ColumnarTools): TextSanitizer {
  return new ColumnarFile(rules, tools);
}

class ColumnarFile implements TextSanitizer {
  readonly #rules: ColumnarRules;
  readonly #tools: ColumnarTools;
  readonly #scanner: CsvScanner;
  readonly #window: RowWindow;
  readonly #leaks: number[] = [];
  #plan: ColumnPlan | undefined;
  #writer: RowWriter | undefined;
  #padded = 0;

  constructor(rules: ColumnarRules, tools: ColumnarTools) {
    this.#rules = rules;
    this.#tools = tools;
    const { maxRecordBytes, bufferBytes } = tools;
    this.#scanner = new CsvScanner({ delimiter: rules.delimiter, maxRecordBytes, bufferBytes });
    this.#window = new RowWindow({
      windowRows: rules.shuffleWindow,
      shuffle: new KeyedShuffle(tools.shuffleSeed),
    });
  }

  *push(chunk: Buffer): Generator<Buffer> {
    this.#scanner.push(chunk);
    yield* this.#takeRecords();
  }

  *flush(): Generator<Buffer> {
    this.#scanner.flush();
    yield* this.#takeRecords();
  }

  *end(): Generator<Buffer> {
    this.#scanner.end();
    yield* this.#takeRecords();
    yield* this.#window.end();
  }

  facts(): TextFacts {
    const plan = this.#plan;
    const isEmpty = plan === undefined && this.#scanner.recordCount === 0;
    const leaks = this.#leaks.flatMap((count, index): [string, number][] => {
      const shown = plan?.columns[index]?.shown;
      return shown === undefined || count === 0 ? [] : [[shown, count]];
    });
    return {
      rows: Math.max(0, this.#scanner.recordCount - 1),
      padded: this.#padded,
      isEmpty,
      columns: plan?.report ?? NO_COLUMNS,
      leaks: new Map(leaks),
      warnings: plan?.warnings ?? [],
    };
  }

  *#takeRecords(): Generator<Buffer> {
    while (this.#scanner.next()) {
      const isFull = this.#writer === undefined ? this.#takeHeader() : this.#takeRow(this.#writer);
      if (isFull) yield* this.#window.flush();
    }
  }

  /** The header decides everything, before a byte is handed on. It is a window of its own. */
  #takeHeader(): true {
    const header = toHeader(this.#scanner.takeHeader());
    const plan = planColumns(header, this.#rules, this.#tools.leakGuard);
    this.#plan = plan;
    this.#writer = this.#createWriter(plan);
    this.#writeHeader(plan);
    return true;
  }

  #createWriter(plan: ColumnPlan): RowWriter {
    const rules = this.#rules;
    const { pseudonymizer, leakGuard, isLookupTable } = this.#tools;
    const hasLeakGuard = leakGuard !== 'off' && !isLookupTable;
    return new RowWriter({
      columns: toRowColumns(plan.columns, (column) =>
        createTreatCell(column, { pseudonymizer, rules, hasLeakGuard }),
      ),
      scanner: this.#scanner,
      window: this.#window,
      memo: new CellMemo(),
      quoting: createQuoting(rules.outputDelimiter),
      lineEnd: this.#lineEnd(),
      hasLeakGuard,
      neutralizesFormulas: rules.neutralizeFormulas,
      onLeak: (column) => {
        this.#noteLeak(column, plan);
      },
    });
  }

  #lineEnd(): string {
    return this.#scanner.lineEnd === '' ? '\n' : this.#scanner.lineEnd;
  }

  #writeHeader({ columns }: ColumnPlan): void {
    const { outputDelimiter, neutralizeFormulas } = this.#rules;
    const quoting = createQuoting(outputDelimiter);
    const names = columns.map(({ name }) =>
      quoting.quoted(neutralizeFormulas ? neutralizeFormula(name) : name),
    );
    const text = names.join(outputDelimiter) + this.#lineEnd();
    this.#window.reserve(text.length * 3);
    this.#window.size += this.#window.bytes.write(text, this.#window.size);
    this.#window.endRow();
  }

  #takeRow(writer: RowWriter): boolean {
    const { cellCount, hasSurplus } = this.#scanner;
    const width = this.#plan?.width ?? 0;
    if (hasSurplus) throw this.#widthError('longer');
    if (cellCount < width) {
      if (this.#rules.raggedRows === 'fail') throw this.#widthError('shorter');
      this.#padded += 1;
    }
    return writer.write();
  }

  #widthError(kind: 'longer' | 'shorter'): BulkError {
    return new BulkError('ROW_WIDTH', `a row is ${kind} than the header`, this.#place());
  }

  #noteLeak(index: number, { columns }: ColumnPlan): void {
    this.#leaks[index] = (this.#leaks[index] ?? 0) + 1;
    if (this.#tools.leakGuard !== 'fail') return;
    const column = columns[index]?.shown ?? '';
    throw new BulkError('LEAK_GUARD', `a kept cell of "${column}" holds an address`, {
      ...this.#place(),
      column,
    });
  }

  #place(): { readonly row: number; readonly line: number } {
    return { row: this.#scanner.recordCount - 1, line: this.#scanner.line };
  }
}

const NO_COLUMNS = {
  kept: [],
  pseudonymized: [],
  dropped: [],
  derived: [],
  unlisted: [],
  unnamed: 0,
  missing: [],
} as const;

/** Columns that are treated alike share what is remembered of cells. */
function toRowColumns(
  columns: readonly OutputColumn[],
  compile: (column: OutputColumn) => RowColumn['treat'],
): readonly RowColumn[] {
  return columns.map((column, index) => {
    const { sourceIndex, steps, isPseudonymized } = column;
    const isCopied = steps.length === 0 && !isPseudonymized;
    const treatment = steps.length === 0 ? 0 : index + 1;
    return { sourceIndex, treat: compile(column), treatment: isCopied ? undefined : treatment };
  });
}

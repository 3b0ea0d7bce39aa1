import type { Buffer } from 'node:buffer';
import type { RecordRules } from '../../rules/bulk/document.ts';
import type { SchemaNode } from '../../sanitize/schema.ts';
import type { RecordFormat } from '../bulk-settings.ts';
import { RowWindow } from '../columns/row-window.ts';
import type { ColumnReport } from '../report.ts';
import type { TextFacts, TextSanitizer } from '../text-sanitizer.ts';
import { ArrayReader } from './read-array.ts';
import { LineReader } from './read-lines.ts';
import { RowReader } from './read-rows.ts';
import type { RecordReader } from './record-reader.ts';
import { createTreatRecord, type RecordCounts, type RecordTools } from './treat-record.ts';
import {
  createArrayWriter,
  createCsvWriter,
  createNdjsonWriter,
  type RecordWriter,
} from './write-records.ts';

export interface RecordFileTools extends RecordTools {
  readonly inputFormat: RecordFormat;
  readonly outputFormat: RecordFormat;
  readonly maxRecordBytes: number;
  readonly bufferBytes: number;
}

const BYTES_IN_UNIT = 3;

/** Sanitizes one file record by record. */
export function createRecordFile(rules: RecordRules, tools: RecordFileTools): TextSanitizer {
  const reader = createReader(rules, tools);
  const writer = createWriter(rules, reader, tools);
  const counts: RecordCounts = { nulled: 0, leaks: 0, unmatchedPaths: new Set() };
  const treat = createTreatRecord(rules, tools, counts);
  // Records keep their order; the window only gathers them into blocks.
  const window = new RowWindow({ windowRows: 0 });
  const take = function* (): Generator<Buffer> {
    for (let record = reader.next(); record !== undefined; record = reader.next()) {
      const place = { row: reader.row, line: reader.line };
      if (append(window, writer.write(treat(record, place), place))) yield* window.flush();
    }
  };
  return {
    *push(chunk) {
      reader.push(chunk);
      yield* take();
    },
    *flush() {
      reader.flush();
      yield* take();
    },
    *end() {
      reader.end();
      yield* take();
      append(window, writer.end(reader.header));
      yield* window.end();
    },
    facts: () => toFacts(rules, reader, counts),
  };
}

function append(window: RowWindow, text: string): boolean {
  window.reserve(text.length * BYTES_IN_UNIT);
  window.size += window.bytes.write(text, window.size);
  return window.endRow();
}

function createReader(rules: RecordRules, tools: RecordFileTools): RecordReader {
  switch (tools.inputFormat) {
    case 'NDJSON':
      return new LineReader(tools);
    case 'JSON_ARRAY':
      return new ArrayReader(tools);
    case 'CSV': {
      const { maxRecordBytes, bufferBytes, leakGuard } = tools;
      const requiredNames = requiredColumns(rules);
      const hasLeakGuard = leakGuard !== 'off';
      return new RowReader({ maxRecordBytes, bufferBytes, hasLeakGuard, requiredNames });
    }
    default:
      return tools.inputFormat satisfies never;
  }
}

/** Columns that are redacted or pseudonymized by a path of one step. */
function requiredColumns({ transforms }: RecordRules): readonly string[] {
  return transforms
    .filter(({ kind }) => kind === 'redact' || kind === 'pseudonymize')
    .flatMap(({ paths }) => paths)
    .flatMap(({ steps: [first, ...more] }) =>
      first?.kind === 'names' && !first.descend && more.length === 0 ? first.names : [],
    );
}

function createWriter(
  rules: RecordRules,
  reader: RecordReader,
  { outputFormat }: RecordFileTools,
): RecordWriter {
  switch (outputFormat) {
    case 'NDJSON':
      return createNdjsonWriter();
    case 'JSON_ARRAY':
      return createArrayWriter();
    case 'CSV':
      return createCsvWriter({
        sourceHeader: () => reader.header,
        declaredNames: rules.schema && declaredNames(rules.schema),
      });
    default:
      return outputFormat satisfies never;
  }
}

function declaredNames(schema: SchemaNode): readonly string[] {
  return schema.kind === 'value' ? [...(schema.properties?.keys() ?? [])] : [];
}

function toFacts(rules: RecordRules, reader: RecordReader, counts: RecordCounts): TextFacts {
  const { row, header } = reader;
  const unmatchedPaths = [...counts.unmatchedPaths];
  return {
    rows: row,
    padded: reader.padded,
    isEmpty: row === 0 && header === undefined,
    columns: header === undefined ? null : { ...NO_COLUMNS, unnamed: header.unnamedCount },
    leaks: counts.leaks === 0 ? new Map() : new Map([['records', counts.leaks]]),
    warnings: [
      ...(rules.isUndecided ? ['the rules do not say what passes: every field does'] : []),
      ...unmatchedPaths.map((path) => `nothing matched ${path} in the whole file`),
    ],
    records: { nulled: counts.nulled, unmatchedPaths },
  };
}

const NO_COLUMNS: ColumnReport = {
  kept: [],
  pseudonymized: [],
  dropped: [],
  derived: [],
  unlisted: [],
  unnamed: 0,
  missing: [],
};

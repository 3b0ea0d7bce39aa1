import { Buffer } from 'node:buffer';
import { BulkError } from '../bulk/bulk-error.ts';
import { createColumnarFile } from '../bulk/columns/columnar-file.ts';
import { CsvScanner } from '../bulk/csv/csv-scanner.ts';
import { createRecordFile } from '../bulk/records/record-file.ts';
import type { TextSanitizer } from '../bulk/text-sanitizer.ts';
import type { JsonValue } from '../json.ts';
import { JsonSyntaxError, parseJsonValues } from '../parse-json.ts';
import type { SheetEndpoint, SheetField } from '../report/data-sheet.ts';
import type { BulkRules, ColumnarRules, FileRules, RecordRules } from '../rules/bulk/document.ts';
import { foldName } from '../rules/bulk/fold-name.ts';
import { placeText } from '../rules/schema-places.ts';
import type { Comparison } from './answers.ts';
import { createFieldPlaces, toPreviewField, type PreviewField } from './field-places.ts';
import { previewPseudonymizer } from './preview-pseudonymizer.ts';
import { packRows } from './packed-rows.ts';
import { compareDocuments, type Row } from './rows.ts';

const LIMITS = { maxRecordBytes: 16 * 1024 * 1024, bufferBytes: 1024 * 1024 };
const TOOLS = { ...LIMITS, pseudonymizer: previewPseudonymizer, leakGuard: 'redact' } as const;

/** The rules of each kind of files, in the order of the data sheet. */
export function fileRulesOf(rules: BulkRules): readonly FileRules[] {
  if (rules.kind !== 'multi-file') return [rules];
  return rules.files.flatMap((file) => fileRulesOf(file.rules));
}

/** What rules make of a pasted file. */
export function sanitizeFileText(text: string, rules: FileRules, sheet: SheetEndpoint): Comparison {
  try {
    return rules.kind === 'columnar'
      ? compareColumns(text, rules, sheet)
      : compareRecords(text, rules, sheet);
  } catch (error) {
    if (error instanceof BulkError) {
      return {
        kind: 'refused',
        message: `The file would be rejected, ${error.code}: ${error.message}.`,
      };
    }
    if (error instanceof JsonSyntaxError) {
      return {
        kind: 'refused',
        message: 'The file would be rejected, JSON_SYNTAX: this is no JSON.',
      };
    }
    throw error;
  }
}

function run(sanitizer: TextSanitizer, text: string): string {
  const blocks = [sanitizer.push(Buffer.from(text)), sanitizer.end()];
  return blocks
    .map((some) => Array.from(some, (block) => block.toString('utf8')).join(''))
    .join('');
}

function cellsOf(text: string, delimiter: string): readonly (readonly string[])[] {
  const scanner = new CsvScanner({ ...LIMITS, delimiter });
  scanner.push(Buffer.from(text));
  scanner.end();
  const rows: (readonly string[])[] = [];
  while (scanner.next()) {
    rows.push(Array.from({ length: scanner.cellCount }, (_, index) => scanner.text(index)));
  }
  return rows;
}

/** Rows in the order of the file, which the function shuffles. */
function compareColumns(text: string, rules: ColumnarRules, sheet: SheetEndpoint): Comparison {
  const inOrder = { ...rules, shuffleWindow: 0 };
  const sanitizer = createColumnarFile(inOrder, {
    ...TOOLS,
    isLookupTable: false,
    shuffleSeed: Buffer.alloc(32),
  });
  const output = cellsOf(run(sanitizer, text), rules.outputDelimiter);
  const [header = [], ...before] = cellsOf(text, rules.delimiter);
  const [outHeader = [], ...after] = output;
  const columns = pairColumns({ header, outHeader }, rules, sheet);
  return {
    kind: 'rows',
    rows: packRows(
      before.flatMap((cells, index) => compareCells(cells, after[index] ?? [], { index, columns })),
    ),
    fields: columns.map(({ field }) => field),
    notes:
      rules.shuffleWindow > 0
        ? ['In the real file the rows leave in another order than they came.']
        : [],
  };
}

interface PairedColumn {
  readonly name: string;
  /** Undefined: made by the rules. */
  readonly source: number | undefined;
  /** Undefined: dropped. */
  readonly target: number | undefined;
  readonly targetName: string;
  readonly field: PreviewField;
}

function pairColumns(
  {
    header,
    outHeader,
  }: { readonly header: readonly string[]; readonly outHeader: readonly string[] },
  rules: ColumnarRules,
  sheet: SheetEndpoint,
): readonly PairedColumn[] {
  const targets = new Map(outHeader.map((name, index) => [foldName(name), index]));
  const fieldOf = fieldsByName(sheet);
  const paired = header.map((name, source) => {
    const renamed = rules.renames.find(({ from }) => foldName(from) === foldName(name))?.to ?? name;
    const target = targets.get(foldName(renamed));
    targets.delete(foldName(renamed));
    return { name, source, target, targetName: renamed, field: fieldOf(name) };
  });
  const made = [...targets.values()].map((target) => {
    const name = outHeader[target] ?? '';
    return { name, source: undefined, target, targetName: name, field: fieldOf(name) };
  });
  return [...paired, ...made];
}

function fieldsByName(sheet: SheetEndpoint): (name: string) => PreviewField {
  const fields = new Map(sheet.fields.map((field) => [foldName(field.path), field]));
  return (name) => toPreviewField(fields.get(foldName(name)) ?? unlisted(name, sheet));
}

/** A column or field that no line names. */
function unlisted(path: string, { others, line }: SheetEndpoint): SheetField {
  return {
    path,
    fate: others,
    line,
    reason: { kind: others === 'keep' ? 'no-schema' : 'undeclared' },
    outcomes: [others],
    admitted: [],
    effects: [],
    class: undefined,
  };
}

interface AtRow {
  readonly index: number;
  readonly columns: readonly PairedColumn[];
}

function compareCells(
  before: readonly string[],
  after: readonly string[],
  { index, columns }: AtRow,
): readonly Row[] {
  const heading = `row ${String(index + 1)}`;
  const cells = columns.flatMap(({ name, source, target, targetName }, field): Row[] => {
    const old = source === undefined ? undefined : (before[source] ?? '');
    // What stands behind the last delimiter of a line is a column to a parser, not to a reader.
    if (name === '' && old === '') return [];
    const made = target === undefined ? undefined : (after[target] ?? '');
    const isEmptied = made === '' && old !== undefined && old !== '';
    const oldLine = old === undefined ? null : `${name}: ${old}`;
    const madeLine = made === undefined || isEmptied ? null : `${targetName}: ${made}`;
    return [[1, oldLine, madeLine, field]];
  });
  return [[0, heading, heading, -1], ...cells];
}

function compareRecords(text: string, rules: RecordRules, sheet: SheetEndpoint): Comparison {
  const inputFormat = rules.format === 'AUTO' ? formatOf(text) : rules.format;
  const sanitizer = createRecordFile(rules, { ...TOOLS, inputFormat, outputFormat: 'NDJSON' });
  const output = run(sanitizer, text);
  const after = output.trim() === '' ? [] : parseJsonValues(output);
  const fields = new Map(sheet.fields.map((field) => [field.path, field]));
  const places = createFieldPlaces((steps) => {
    const path = placeText(steps);
    return fields.get(path) ?? unlisted(path, sheet);
  });
  const rows = recordsOf(text, inputFormat).flatMap((record, index) =>
    compareDocuments(record, after[index], places.root),
  );
  return { kind: 'rows', rows: packRows(rows), fields: places.fields, notes: [] };
}

function formatOf(text: string): 'NDJSON' | 'CSV' | 'JSON_ARRAY' {
  const start = text.trimStart().charAt(0);
  if (start === '[') return 'JSON_ARRAY';
  return start === '{' ? 'NDJSON' : 'CSV';
}

function recordsOf(text: string, format: 'NDJSON' | 'CSV' | 'JSON_ARRAY'): readonly JsonValue[] {
  if (format === 'CSV') {
    const [names = [], ...rows] = cellsOf(text, ',');
    return rows.map((cells) =>
      Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])),
    );
  }
  const values = parseJsonValues(text);
  const [first] = values;
  return format === 'JSON_ARRAY' && Array.isArray(first) ? first : values;
}

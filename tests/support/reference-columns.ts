import { parse } from 'csv-parse/sync';

/** What becomes of one column: its cells pass, or change. Columns that are not named go. */
export type ColumnTreatments = ReadonlyMap<string, (cell: string) => string>;

interface ParsedCell {
  readonly text: string;
  readonly isQuoted: boolean;
}

const AROUND_UNQUOTED =
  /^[\t-\r\x1c- \u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]+|[\t-\r\x1c- \u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]+$/g;
const AROUND_ANY = /^[\0- ]+|[\0- ]+$/g;
const BLANK = /^[\s\u0085\u200b-\u200d\u2060\ufeff]*$/;

/** Columnar CSV, slow and obvious, on a parser that others wrote: rows as they stand, no shuffle. */
export function referenceColumns(
  text: string,
  treatments: ColumnTreatments,
  delimiter: string,
): string {
  const records = parse(text, {
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    cast: (cell, { quoting }) => ({ text: cell, isQuoted: quoting }),
  }) as unknown as readonly (readonly ParsedCell[])[];
  const rows = records
    .filter((row) => row.length > 1 || row[0]?.isQuoted === true || !isBlank(row[0]?.text ?? ''))
    .map((row) => row.map(trimmed));
  const [header = [], ...others] = rows;
  const wanted = header.flatMap((name, index) => {
    const treat = treatments.get(name.toLowerCase());
    return treat === undefined ? [] : [{ name, index, treat }];
  });
  const lineEnd = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const written = [
    wanted.map(({ name }) => name),
    ...others.map((row) => wanted.map(({ index, treat }) => treatCell(row[index] ?? '', treat))),
  ];
  return written.map((row) => toLine(row, delimiter) + lineEnd).join('');
}

function trimmed({ text, isQuoted }: ParsedCell): string {
  return (isQuoted ? text : text.replaceAll(AROUND_UNQUOTED, '')).replaceAll(AROUND_ANY, '');
}

function isBlank(text: string): boolean {
  return BLANK.test(text.replaceAll(AROUND_ANY, ''));
}

function treatCell(cell: string, treat: (cell: string) => string): string {
  return isBlank(cell) ? '' : treat(cell);
}

function toLine(row: readonly string[], delimiter: string): string {
  if (row.length === 1 && row[0] === '') return '""';
  return row.map((cell) => quoted(cell, delimiter)).join(delimiter);
}

function quoted(cell: string, delimiter: string): string {
  const needsQuotes =
    cell !== '' && (cell.includes(delimiter) || /["\r\n]|^[\0-#]|[\0- ]$/.test(cell));
  return needsQuotes ? `"${cell.replaceAll('"', '""')}"` : cell;
}

import type { Row } from './rows.ts';

/**
 * The lines of a comparison as few long texts: a browser reads these ten times faster than an array
 * for each of hundreds of thousands of lines.
 */
export interface PackedRows {
  /** One a line; an empty line where nothing stands. */
  readonly before: string;
  /** The same; `=` where the line is as before. */
  readonly after: string;
  readonly levels: readonly number[];
  /** Numbers of fields; -1: none. */
  readonly fields: readonly number[];
  readonly count: number;
  /** Lines of which nothing leaves. */
  readonly removed: number;
}

export function packRows(rows: readonly Row[]): PackedRows {
  return {
    before: rows.map(([, before]) => toLine(before)).join('\n'),
    after: rows.map(([, before, after]) => (after === before ? '=' : toLine(after))).join('\n'),
    levels: rows.map(([level]) => level),
    fields: rows.map(([, , , field]) => field),
    count: rows.length,
    removed: rows.filter(([, , after]) => after === null).length,
  };
}

const hasRows = (answer: unknown): answer is { readonly rows: PackedRows } =>
  typeof answer === 'object' && answer !== null && 'rows' in answer;

/**
 * An answer as JSON. The two long texts of rows follow it as they are, each behind a NUL, which no
 * line holds: as JSON they would take as long again to write and to read.
 */
export function writeAnswer(answer: unknown): string {
  if (!hasRows(answer)) return JSON.stringify(answer);
  const { before, after, ...rows } = answer.rows;
  return [JSON.stringify({ ...answer, rows }), before, after].join('\0');
}

const BETWEEN_LINES = /[\r\n\0]/;

/** JSON has no line breaks and no NUL of its own; a cell of a file may. */
function toLine(text: string | null): string {
  if (text === null) return '';
  if (!BETWEEN_LINES.test(text)) return text;
  return text.replaceAll(/\r\n|[\r\n]/g, '⏎').replaceAll('\0', '␀');
}

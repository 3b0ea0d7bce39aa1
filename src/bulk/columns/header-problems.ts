import { BulkError, type BulkErrorCode, type BulkErrorDetails } from '../bulk-error.ts';
import { nearestColumn, type Header } from './header.ts';

/** One thing that is wrong with a header. */
export interface HeaderProblem {
  readonly code: BulkErrorCode;
  readonly message: string;
  readonly details: BulkErrorDetails;
}

/** Throws the first of several problems, with the names of all. */
export function throwFirst(problems: readonly HeaderProblem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const { code, message, details } = first;
  const others = problems.map(({ code: one, details: { column, position } }) => ({
    code: one,
    ...(column === undefined ? {} : { column }),
    ...(position === undefined ? {} : { position }),
  }));
  throw new BulkError(code, message, {
    ...details,
    ...(problems.length > 1 ? { problems: others } : {}),
  });
}

export function unnamed({ columns }: Header): readonly HeaderProblem[] {
  if (columns.length > 0) return [];
  return [{ code: 'HEADER_MISSING', message: 'no column of the header has a name', details: {} }];
}

export function duplicates({ columns }: Header): readonly HeaderProblem[] {
  const byName = Map.groupBy(columns, ({ folded }) => folded);
  return [...byName.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined || same.length === 1) return [];
    const positions = same.map(({ index }) => index + 1);
    const message = `the column "${first.shown}" stands at ${positions.join(' and ')}`;
    return [{ code: 'COLUMN_DUPLICATE', message, details: { column: first.shown, positions } }];
  });
}

export function missingColumn(column: string, header: Header): HeaderProblem {
  const nearest = nearestColumn(column, header) ?? null;
  const hint = nearest === null ? '' : `; the nearest is "${nearest}"`;
  return {
    code: 'COLUMN_MISSING',
    message: `the file has no column "${column}"${hint}`,
    details: {
      column,
      nearest,
      headerSha: header.sha,
      ...(header.delimiterHint === undefined ? {} : { delimiterHint: header.delimiterHint }),
    },
  };
}

/** Privacy: the first row of a file without header must not pass as one. */
export function looksLikeData(position: number): HeaderProblem {
  const message = `the header of column ${String(position)} holds an address`;
  return { code: 'HEADER_LOOKS_LIKE_DATA', message, details: { position } };
}

import { createHash } from 'node:crypto';
import { foldName, trimName } from '../../rules/bulk/fold-name.ts';
import { shownName } from './shown-name.ts';

/** One named column of a file. */
export interface FileColumn {
  /** From 0. */
  readonly index: number;
  /** As the file spells it, without what is around. */
  readonly name: string;
  readonly folded: string;
  /** As reports and errors may show it. */
  readonly shown: string;
}

export interface Header {
  /** Columns with a name, in file order. */
  readonly columns: readonly FileColumn[];
  readonly columnCount: number;
  readonly unnamedCount: number;
  /** First 16 hex digits of the SHA-256 of all folded names, one a line. */
  readonly sha: string;
  /** Of a header that is one cell: the delimiter it probably has. */
  readonly delimiterHint: string | undefined;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Names and positions of a header record. */
export function toHeader(cells: readonly string[]): Header {
  const all = cells.map((cell, index) => {
    const name = trimName(cell);
    return { index, name, folded: foldName(cell), shown: shownName(name, index + 1) };
  });
  const columns = all.filter(({ folded }) => folded !== '');
  const text = all.map(({ folded }) => folded).join('\n');
  const [only = '', ...others] = cells;
  return {
    columns,
    columnCount: cells.length,
    unnamedCount: cells.length - columns.length,
    sha: createHash('sha256').update(text).digest('hex').slice(0, 16),
    delimiterHint: others.length === 0 ? likelyDelimiter(only) : undefined,
  };
}

function likelyDelimiter(cell: string): string | undefined {
  const counts = DELIMITERS.map((delimiter) => ({
    delimiter,
    count: cell.split(delimiter).length - 1,
  }));
  const most = Math.max(...counts.map(({ count }) => count));
  return most === 0 ? undefined : counts.find(({ count }) => count === most)?.delimiter;
}

/** The column whose name is nearest to a wanted one; undefined if none is near, for a far one could be data. */
export function nearestColumn(wanted: string, { columns }: Header): string | undefined {
  const folded = foldName(wanted);
  const limit = Math.min(Math.max(2, Math.floor(folded.length / 3)), folded.length - 1);
  let best: { readonly shown: string; readonly distance: number } | undefined;
  for (const column of columns) {
    if (Math.abs(column.folded.length - folded.length) > limit) continue;
    const distance = levenshtein(folded, column.folded);
    if (distance <= limit && (best === undefined || distance < best.distance)) {
      best = { shown: column.shown, distance };
    }
  }
  return best?.shown;
}

function levenshtein(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const changed = (above[column - 1] ?? 0) + Number(one[row - 1] !== other[column - 1]);
      current.push(Math.min(changed, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[other.length] ?? 0;
}

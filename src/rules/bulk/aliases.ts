import type { Rename } from './document.ts';
import { foldName } from './fold-name.ts';

/** The folded names that mean one column: its own and, where a rename mentions that, the other side. */
export type AliasesOf = (name: string) => readonly string[];

/** No name stands twice among the sides of renames, so each has at most one other side. */
export function createAliases(renames: readonly Rename[]): AliasesOf {
  const others = new Map(
    renames.flatMap(({ from, to }) => [
      [foldName(from), foldName(to)],
      [foldName(to), foldName(from)],
    ]),
  );
  return (name) => {
    const folded = foldName(name);
    const other = others.get(folded);
    return other === undefined ? [folded] : [folded, other];
  };
}

/** Whether a list of the rules names a column, by any of its names. */
export type NameTest = (name: string) => boolean;

export function createNameTest(names: readonly string[], aliasesOf: AliasesOf): NameTest {
  const folded = new Set(names.map(foldName));
  return (name) => aliasesOf(name).some((alias) => folded.has(alias));
}

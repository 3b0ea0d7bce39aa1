import type { BulkContext } from './bulk-context.ts';
import { checkClearCopies, type WrittenDerived } from './check-clear-copies.ts';
import { createColumnLists, type ColumnLists } from './column-lists.ts';
import type { ColumnarRules } from './document.ts';
import { foldName } from './fold-name.ts';
import type { PlacedName } from './read-names.ts';

/** The column names of columnar rules as written, each with its place. */
export interface WrittenColumns {
  readonly pseudonymize: readonly PlacedName[];
  readonly pseudonymizeIfPresent: readonly PlacedName[];
  readonly redact: readonly PlacedName[];
  readonly redactIfPresent: readonly PlacedName[];
  readonly include: readonly PlacedName[] | undefined;
  readonly renames: readonly { readonly from: PlacedName; readonly to: PlacedName }[];
  readonly derived: readonly WrittenDerived[];
}

type Unlisted = ColumnarRules['unlistedColumns'];

/** Checks how the lists of columnar rules fit together. */
export function checkColumnNames(
  written: WrittenColumns,
  unlisted: Unlisted,
  context: BulkContext,
): void {
  checkClashes(written, context);
  const lists = toLists(written, unlisted);
  checkIncludes(written, lists, context);
  warnOfRedacted(written, lists, context);
  warnOfUnwritten(written, lists, context);
  if (!context.isLookupTable) checkClearCopies(written.derived, lists, context);
}

function toLists(written: WrittenColumns, unlistedColumns: Unlisted): ColumnLists {
  const namesOf = (names: readonly PlacedName[]): readonly string[] =>
    names.map(({ name }) => name);
  return createColumnLists({
    renames: written.renames.map(({ from, to }) => ({ from: from.name, to: to.name })),
    redact: namesOf(written.redact),
    redactIfPresent: namesOf(written.redactIfPresent),
    pseudonymize: namesOf(written.pseudonymize),
    pseudonymizeIfPresent: namesOf(written.pseudonymizeIfPresent),
    include: written.include && namesOf(written.include),
    unlistedColumns,
  });
}

/** A name stands once among the sides of all renames and the derived names. */
function checkClashes({ renames, derived }: WrittenColumns, { reader }: BulkContext): void {
  const taken = new Set<string>();
  const names = [
    ...renames.flatMap(({ from, to }) => [from, to]),
    ...derived.map(({ column, node }) => ({ name: column.name, node })),
  ];
  for (const { name, node } of names) {
    const folded = foldName(name);
    if (taken.has(folded)) {
      reader.problem(
        'name-clash',
        node,
        `the name "${name}" stands twice among renamed and derived columns`,
      );
    }
    taken.add(folded);
  }
}

/** A derived column takes its permission from its source, so that has to be named too. */
function checkIncludes(
  { include, derived }: WrittenColumns,
  { isIncluded, isPseudonymized, aliasesOf }: ColumnLists,
  { reader }: BulkContext,
): void {
  for (const { name, node } of include ?? []) {
    const folded = foldName(name);
    const found = derived.find(({ column }) => foldName(column.name) === folded)?.column;
    if (found === undefined || aliasesOf(found.source).includes(folded)) continue;
    if (isIncluded(found.source) || isPseudonymized(found.source)) continue;
    const message = `columnsToInclude names "${name}" but not "${found.source}", from which it is made`;
    reader.problem('include-without-source', node, message);
  }
}

function warnOfRedacted(
  { pseudonymize, pseudonymizeIfPresent, include }: WrittenColumns,
  { isRedacted }: ColumnLists,
  { reader }: BulkContext,
): void {
  for (const { name, node } of [...pseudonymize, ...pseudonymizeIfPresent, ...(include ?? [])]) {
    if (isRedacted(name))
      reader.warn('redact-wins', node, `"${name}" is also redacted; redact wins`);
  }
}

/** Whoever makes a column expects to see it. */
function warnOfUnwritten(
  { derived }: WrittenColumns,
  { isRedacted, isWritten }: ColumnLists,
  { reader }: BulkContext,
): void {
  for (const { column, node } of derived) {
    const { name, source } = column;
    if (isRedacted(name) || isRedacted(source) || isWritten(column)) continue;
    const message = `"${name}" is never written: "${source}" neither passes nor is pseudonymized`;
    reader.warn('nothing-to-do', node, message);
  }
}

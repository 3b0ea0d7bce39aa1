import type { BulkContext } from './bulk-context.ts';
import { createColumnLists, type ColumnLists } from './column-lists.ts';
import type { ColumnarRules, DerivedColumn, PipelineStep } from './document.ts';
import { foldName } from './fold-name.ts';
import type { PlacedName } from './read-names.ts';
import type { RulesNode } from '../rules-node.ts';

/** The column names of columnar rules as written, each with its place. */
export interface WrittenColumns {
  readonly pseudonymize: readonly PlacedName[];
  readonly pseudonymizeIfPresent: readonly PlacedName[];
  readonly redact: readonly PlacedName[];
  readonly redactIfPresent: readonly PlacedName[];
  readonly include: readonly PlacedName[] | undefined;
  readonly renames: readonly { readonly from: PlacedName; readonly to: PlacedName }[];
  readonly derived: readonly { readonly column: DerivedColumn; readonly node: RulesNode }[];
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
  if (!context.isLookupTable) checkClearCopies(written, lists, context);
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

/** Privacy: a value and its pseudonym side by side undo every other pseudonym of that person. */
function checkClearCopies(
  written: WrittenColumns,
  lists: ColumnLists,
  { reader }: BulkContext,
): void {
  const { aliasesOf } = lists;
  const reported = new Set<string>();
  for (const { column, node } of written.derived) {
    const [key = ''] = [...aliasesOf(column.source)].sort();
    if (reported.has(key)) continue;
    const family = written.derived
      .map((one) => one.column)
      .filter(({ source }) => aliasesOf(source).includes(foldName(column.source)));
    const forms = formsOf(column.source, family, lists);
    if (!forms.includes('clear') || !forms.includes('pseudonym')) continue;
    reported.add(key);
    reader.problem(
      'clear-copy',
      node,
      `"${column.source}" would leave both in clear and as a pseudonym; only a lookup table may hold both`,
    );
  }
}

/** In which forms the values of one source leave, by itself and by what is made of it. */
function formsOf(
  source: string,
  family: readonly DerivedColumn[],
  { isRedacted, isPseudonymized, isWritten, makesPseudonyms, passes }: ColumnLists,
): readonly ('clear' | 'pseudonym' | 'changed')[] {
  if (isRedacted(source)) return [];
  const derived = family.filter(isWritten).map((column) => {
    if (makesPseudonyms(column)) return 'pseudonym';
    return column.steps.every(isIdentity) ? 'clear' : 'changed';
  });
  const isOwn = !family.some(({ isInPlace, dropsSource }) => isInPlace || dropsSource);
  if (!isOwn || !(passes(source) || isPseudonymized(source))) return derived;
  return [...derived, isPseudonymized(source) ? 'pseudonym' : 'clear'];
}

/** Steps that give the value itself back, if they give anything. */
function isIdentity(step: PipelineStep): boolean {
  if (step.kind === 'filter') return step.regex.groupCount === 0 || isWhole(step.regex.source);
  return step.kind === 'format' && step.pieces.length === 1 && step.pieces[0] === 0;
}

/** A group around all that there is. */
function isWhole(pattern: string): boolean {
  return /^\^?\(\.[*+]\??\)\$?$/.test(pattern);
}

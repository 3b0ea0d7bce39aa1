import { createColumnLists, type ColumnLists } from '../../rules/bulk/column-lists.ts';
import type { ColumnarRules, DerivedColumn } from '../../rules/bulk/document.ts';
import { foldName, trimName } from '../../rules/bulk/fold-name.ts';
import type { LeakGuardMode } from '../../sanitize/sanitizer.ts';
import { checkHeader, checkWritten, unlistedColumns } from './check-header.ts';
import { toColumnReport } from './column-report.ts';
import type { ColumnPlan, Fate, FindColumn, OutputColumn, PlannedColumn } from './column-plan.ts';
import type { FileColumn, Header } from './header.ts';
import { shownName } from './shown-name.ts';

/** Decides once, from its header, what becomes of every column of a file. Throws BulkError. */
export function planColumns(
  header: Header,
  rules: ColumnarRules,
  leakGuard: LeakGuardMode,
): ColumnPlan {
  const lists = createColumnLists(rules);
  const find = createFinder(header, lists);
  checkHeader(header, { rules, lists, find });
  const planned = header.columns.map((column) => planColumn(column, { rules, lists, find }));
  const derived = rules.derived
    .filter(({ isInPlace }) => !isInPlace)
    .flatMap((one) => planDerived(one, { rules, lists, find }));
  const columns = [...planned.flatMap(({ output }) => output ?? []), ...derived];
  checkWritten(columns, leakGuard);
  const absent = absentNames(rules, find);
  const unlisted = unlistedColumns(header, rules, lists);
  return {
    columns,
    width: header.columnCount,
    report: toColumnReport({ planned, derived, header, unlisted, absent }),
    warnings: [
      ...absent.map((name) => `the optional column "${name}" is absent`),
      ...(rules.isUndecided ? warnOfUndecided(planned, unlisted) : []),
    ],
  };
}

interface Planning {
  readonly rules: ColumnarRules;
  readonly lists: ColumnLists;
  readonly find: FindColumn;
}

function createFinder({ columns }: Header, { aliasesOf }: ColumnLists): FindColumn {
  const byName = new Map(columns.map((column) => [column.folded, column]));
  return (name) =>
    aliasesOf(name)
      .map((alias) => byName.get(alias))
      .find((column) => column !== undefined);
}

function planColumn(column: FileColumn, planning: Planning): PlannedColumn {
  const { rules, lists } = planning;
  const isOfThis = ({ source }: DerivedColumn): boolean =>
    lists.aliasesOf(source).includes(column.folded);
  const inPlace = rules.derived.find((one) => one.isInPlace && isOfThis(one));
  const dropsSource = rules.derived.some((one) => one.dropsSource && isOfThis(one));
  const hashes = inPlace?.steps.some(({ kind }) => kind === 'pseudonymize') ?? false;
  const fate = fateOf(column.name, { rules, lists, dropsSource, hashes });
  if (fate === 'dropped') return { column, fate, output: undefined, isTransformed: false };
  const target = rules.renames.find(({ from }) => foldName(from) === column.folded)?.to;
  const name = target === undefined ? column.name : trimName(target);
  return {
    column,
    fate,
    isTransformed: inPlace !== undefined,
    output: {
      sourceIndex: column.index,
      name,
      shown: shownName(name, column.index + 1),
      steps: inPlace?.steps ?? [],
      isPseudonymized: fate === 'pseudonymized',
    },
  };
}

interface FateFacts {
  readonly rules: ColumnarRules;
  readonly lists: ColumnLists;
  readonly dropsSource: boolean;
  /** A pipeline in place makes pseudonyms. */
  readonly hashes: boolean;
}

function fateOf(name: string, { rules, lists, dropsSource, hashes }: FateFacts): Fate {
  if (lists.isRedacted(name) || dropsSource) return 'dropped';
  if (lists.isPseudonymized(name)) return 'pseudonymized';
  const passes = lists.passes(name);
  if (hashes && (passes || rules.include === undefined)) return 'pseudonymized';
  return passes ? 'kept' : 'dropped';
}

function planDerived(derived: DerivedColumn, { lists, find }: Planning): readonly OutputColumn[] {
  const { name, source, steps } = derived;
  const column = find(source);
  if (column === undefined || !lists.isWritten(derived)) return [];
  const written = trimName(name);
  const shown = shownName(written, column.index + 1);
  const isPseudonymized = lists.makesPseudonyms(derived);
  return [{ sourceIndex: column.index, name: written, shown, steps, isPseudonymized }];
}

/** Optional names that the file lacks, as the rules spell them. */
function absentNames(rules: ColumnarRules, find: FindColumn): readonly string[] {
  const derived = new Set(rules.derived.map(({ name }) => foldName(name)));
  const optional = new Map(
    [...rules.pseudonymizeIfPresent, ...rules.redactIfPresent, ...(rules.include ?? [])].map(
      (name) => [foldName(name), name],
    ),
  );
  return [...optional]
    .filter(([folded, name]) => !derived.has(folded) && find(name) === undefined)
    .map(([, name]) => trimName(name));
}

/** Privacy: compatible mode lets columns pass that nobody decided on; each file says which. */
function warnOfUndecided(
  planned: readonly PlannedColumn[],
  unlisted: readonly FileColumn[],
): readonly string[] {
  const names = planned
    .filter(({ column, fate }) => fate === 'kept' && unlisted.includes(column))
    .map(({ column }) => `"${column.shown}"`);
  return names.length === 0 ? [] : [`no rule names these columns, they pass: ${names.join(', ')}`];
}

import type { ColumnLists } from '../../rules/bulk/column-lists.ts';
import type { ColumnarRules } from '../../rules/bulk/document.ts';
import { createNameTest } from '../../rules/bulk/aliases.ts';
import { foldName } from '../../rules/bulk/fold-name.ts';
import { BulkError } from '../bulk-error.ts';
import { holdsAddress } from '../../sanitize/holds-address.ts';
import type { LeakGuardMode } from '../../sanitize/sanitizer.ts';
import type { FileColumn, Header } from './header.ts';
import {
  duplicates,
  looksLikeData,
  missingColumn,
  throwFirst,
  unnamed,
  type HeaderProblem,
} from './header-problems.ts';
import type { FindColumn, OutputColumn } from './column-plan.ts';

interface Expected {
  readonly rules: ColumnarRules;
  readonly lists: ColumnLists;
  readonly find: FindColumn;
}

/** Holds a header against the rules. Throws the first problem in the order of the checks; it lists all. */
export function checkHeader(header: Header, expected: Expected): void {
  const problems = [
    ...unnamed(header),
    ...duplicates(header),
    ...collisions(header, expected),
    ...missing(header, expected),
    ...unlisted(header, expected),
  ];
  throwFirst(problems);
}

function collisions({ columns }: Header, { rules, lists }: Expected): readonly HeaderProblem[] {
  const names = new Set(columns.map(({ folded }) => folded));
  const renamed = rules.renames
    .filter(({ from, to }) => names.has(foldName(from)) && names.has(foldName(to)))
    .map(({ to }) => to);
  const derived = rules.derived
    .filter(({ name, isInPlace }) => {
      return !isInPlace && lists.aliasesOf(name).some((alias) => names.has(alias));
    })
    .map(({ name }) => name);
  return [...renamed, ...derived].map((column) => ({
    code: 'COLUMN_COLLISION',
    message: `the rules make a column "${column}", and the file has one`,
    details: { column },
  }));
}

function missing(header: Header, { rules, find }: Expected): readonly HeaderProblem[] {
  const derivedNames = new Set(rules.derived.map(({ name }) => foldName(name)));
  const isThere = (name: string): boolean =>
    find(name) !== undefined || derivedNames.has(foldName(name));
  const names = [
    ...[...rules.pseudonymize, ...rules.redact].filter((name) => !isThere(name)),
    ...rules.derived.map(({ source }) => source).filter((name) => find(name) === undefined),
  ];
  return [...new Set(names)].map((column) => missingColumn(column, header));
}

function unlisted(header: Header, { rules, lists }: Expected): readonly HeaderProblem[] {
  if (rules.unlistedColumns !== 'fail') return [];
  return unlistedColumns(header, rules, lists).map(({ shown, index }) => ({
    code: 'COLUMN_UNLISTED',
    message: `no rule names the column "${shown}"`,
    details: { column: shown, position: index + 1 },
  }));
}

/** Columns of the file that no rule names, under none of their names. */
export function unlistedColumns(
  { columns }: Header,
  rules: ColumnarRules,
  { aliasesOf }: ColumnLists,
): readonly FileColumn[] {
  const isNamed = createNameTest(namesOf(rules), aliasesOf);
  return columns.filter(({ name }) => !isNamed(name));
}

/** Every name of the rules that means a column of the file. */
function namesOf(rules: ColumnarRules): readonly string[] {
  return [
    ...rules.pseudonymize,
    ...rules.pseudonymizeIfPresent,
    ...rules.redact,
    ...rules.redactIfPresent,
    ...(rules.include ?? []),
    ...rules.renames.flatMap(({ from, to }) => [from, to]),
    ...rules.derived.map(({ source }) => source),
  ];
}

/** Privacy: the first row of a file without header must not pass as one. */
export function checkWritten(columns: readonly OutputColumn[], leakGuard: LeakGuardMode): void {
  if (columns.length === 0) {
    throw new BulkError('NO_COLUMNS_LEFT', 'the rules leave no column of this file');
  }
  if (leakGuard === 'off') return;
  throwFirst(
    columns
      .filter(({ name }) => holdsAddress(name))
      .map(({ sourceIndex }) => looksLikeData(sourceIndex + 1)),
  );
}

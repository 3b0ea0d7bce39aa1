import { createAliases, createNameTest, type AliasesOf, type NameTest } from './aliases.ts';
import type { ColumnarRules, DerivedColumn } from './document.ts';

/** What the lists of columnar rules say of a column, whichever of its names they use. */
export interface ColumnLists {
  readonly aliasesOf: AliasesOf;
  readonly isRedacted: NameTest;
  readonly isPseudonymized: NameTest;
  readonly isIncluded: NameTest;
  /**
   * Privacy: a column passes in clear only because `columnsToInclude` names it, or because there is no
   * such list and unlisted columns pass.
   */
  readonly passes: NameTest;
  /** Whether the cells of a derived column are pseudonyms. */
  readonly makesPseudonyms: (column: DerivedColumn) => boolean;
  /**
   * Whether a derived column is written. Privacy: being duplicated or transformed is no permission:
   * its source has one or is pseudonymized, or, where no list says all that passes, it is itself.
   */
  readonly isWritten: (column: DerivedColumn) => boolean;
}

export function createColumnLists(
  rules: Pick<
    ColumnarRules,
    | 'renames'
    | 'redact'
    | 'redactIfPresent'
    | 'pseudonymize'
    | 'pseudonymizeIfPresent'
    | 'include'
    | 'unlistedColumns'
  >,
): ColumnLists {
  const { include, unlistedColumns } = rules;
  const aliasesOf = createAliases(rules.renames);
  const test = (...lists: readonly (readonly string[])[]): NameTest =>
    createNameTest(lists.flat(), aliasesOf);
  const isRedacted = test(rules.redact, rules.redactIfPresent);
  const isPseudonymized = test(rules.pseudonymize, rules.pseudonymizeIfPresent);
  const isIncluded = test(include ?? []);
  const passes: NameTest =
    include === undefined ? () => unlistedColumns === 'pass' : (name) => isIncluded(name);
  const makesPseudonyms = ({ name, steps }: DerivedColumn): boolean =>
    isPseudonymized(name) || steps.some(({ kind }) => kind === 'pseudonymize');
  return {
    aliasesOf,
    isRedacted,
    isPseudonymized,
    isIncluded,
    passes,
    makesPseudonyms,
    isWritten: (column) => {
      const { name, source } = column;
      if (isRedacted(name) || isRedacted(source)) return false;
      if (passes(source) || isPseudonymized(source)) return true;
      return include === undefined && makesPseudonyms(column);
    },
  };
}

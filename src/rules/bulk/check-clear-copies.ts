import type { BulkContext } from './bulk-context.ts';
import type { ColumnLists } from './column-lists.ts';
import type { DerivedColumn, PipelineStep } from './document.ts';
import type { RulesNode } from '../rules-node.ts';

/** A derived column and where its name stands. */
export interface WrittenDerived {
  readonly column: DerivedColumn;
  readonly node: RulesNode;
}

/**
 * Privacy: a value and its pseudonym side by side undo every other pseudonym of that person. A part of
 * the value may be meant, as the domain of an address is, so it is only warned of.
 */
export function checkClearCopies(
  derived: readonly WrittenDerived[],
  lists: ColumnLists,
  { reader }: BulkContext,
): void {
  const { aliasesOf } = lists;
  const families = Map.groupBy(derived, ({ column }) => aliasesOf(column.source).toSorted()[0]);
  for (const family of families.values()) {
    const [first] = family;
    if (first === undefined) continue;
    const { source } = first.column;
    const made = family.map(({ column, node }) => ({ column, node, form: formOf(column, lists) }));
    const forms = [sourceForm(source, family, lists), ...made.map(({ form }) => form)];
    if (!forms.includes('pseudonym')) continue;
    if (forms.includes('clear')) {
      const message = `"${source}" would leave both in clear and as a pseudonym; only a lookup table may hold both`;
      reader.problem('clear-copy', first.node, message);
      continue;
    }
    for (const { column, node, form } of made) {
      if (form !== 'part') continue;
      const message = `"${column.name}" leaves in clear and is made from "${source}", which also leaves as a pseudonym`;
      reader.warn('clear-part', node, message);
    }
  }
}

/** How values of a source leave in one column; undefined: not at all. */
type Form = 'clear' | 'pseudonym' | 'part' | undefined;

function formOf(column: DerivedColumn, { isWritten, makesPseudonyms }: ColumnLists): Form {
  if (!isWritten(column)) return undefined;
  if (makesPseudonyms(column)) return 'pseudonym';
  return column.steps.every(isIdentity) ? 'clear' : 'part';
}

/** The column itself, unless one in place or `dropSource` takes it away. */
function sourceForm(
  source: string,
  family: readonly WrittenDerived[],
  { isRedacted, isPseudonymized, passes }: ColumnLists,
): Form {
  const isGone = family.some(({ column }) => column.isInPlace || column.dropsSource);
  if (isGone || isRedacted(source)) return undefined;
  if (isPseudonymized(source)) return 'pseudonym';
  return passes(source) ? 'clear' : undefined;
}

/** Steps that give the value itself back, if they give anything. */
function isIdentity(step: PipelineStep): boolean {
  switch (step.kind) {
    case 'filter':
      return step.regex.groupCount === 0 || isOneGroup(step.regex.source);
    case 'format':
      return isAlone(step.pieces, 0);
    case 'replace':
      return (
        isAlone(step.pieces, 0) || (isAlone(step.pieces, 1) && isOneGroup(step.regex.source))
      );
    case 'pseudonymize':
      return false;
    default:
      return step satisfies never;
  }
}

function isAlone(pieces: readonly (string | number)[], group: number): boolean {
  return pieces.length === 1 && pieces[0] === group;
}

/** Whether the first group of a pattern stands around all of it, anchors and flags aside. */
function isOneGroup(pattern: string): boolean {
  const bare = pattern
    .replaceAll(/\\Q[^]*?(?:\\E|$)|\\[^]|\[\^?\]?(?:\\[^]|[^\]\\])*\]/g, '.')
    .replace(/^\(\?[ims]+\)/, '')
    .replace(/^\^+/, '')
    .replace(/\$+$/, '');
  const isGroup = /^\((?:\?<[A-Za-z]|\?:|(?!\?))/.test(bare);
  if (!isGroup || closingOf(bare) !== bare.length - 1) return false;
  return bare.startsWith('(?:') ? isOneGroup(bare.slice(3, -1)) : true;
}

/** Where the bracket that opens a pattern without escapes and classes is closed. */
function closingOf(pattern: string): number {
  let depth = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    if (pattern[at] === '(') depth += 1;
    if (pattern[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/** What becomes of a field. `conditional`: it depends on the data (filters, indexes, `applyOnlyWhen`). */
export type Fate =
  | 'keep'
  | 'keep-enum'
  | 'pseudonymize'
  | 'pseudonymize-reversible'
  | 'tokenize'
  | 'digest'
  | 'partial'
  | 'remove'
  | 'conditional';

/** Fates from the most to the least that a reader of the answer learns. */
export const FATES_BY_VISIBILITY = [
  'keep',
  'conditional',
  'partial',
  'keep-enum',
  'pseudonymize-reversible',
  'tokenize',
  'pseudonymize',
  'digest',
  'remove',
] as const satisfies readonly Fate[];

/** The more visible of two fates: a field that can meet both is reported as this one. */
export function moreVisible(one: Fate, other: Fate): Fate {
  const rank = (fate: Fate): number => FATES_BY_VISIBILITY.indexOf(fate);
  return rank(one) <= rank(other) ? one : other;
}

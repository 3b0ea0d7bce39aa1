/** What becomes of a field. `conditional`: it depends on the data (filters, indexes, `applyOnlyWhen`). */
export type Fate = CertainFate | 'conditional';

/** A fate that one value meets. */
export type CertainFate =
  | 'keep'
  | 'keep-enum'
  | 'pseudonymize'
  | 'pseudonymize-reversible'
  | 'tokenize'
  | 'digest'
  | 'partial'
  | 'remove';

/** Fates from the most to the least that a reader of the answer learns. */
const FATES_BY_VISIBILITY = [
  'keep',
  'partial',
  'keep-enum',
  'pseudonymize-reversible',
  'tokenize',
  'pseudonymize',
  'digest',
  'remove',
] as const satisfies readonly CertainFate[];

/** Every fate, in the order in which people read them. */
export const FATES = [
  'keep',
  'keep-enum',
  'partial',
  'conditional',
  'pseudonymize',
  'pseudonymize-reversible',
  'tokenize',
  'digest',
  'remove',
] as const satisfies readonly Fate[];

/** How much is seen: 0 is nothing. */
export function visibility(fate: CertainFate): number {
  return FATES_BY_VISIBILITY.length - 1 - FATES_BY_VISIBILITY.indexOf(fate);
}

/** The less visible of two fates: what a value shows that meets both. */
export function lessVisible(one: CertainFate, other: CertainFate): CertainFate {
  return visibility(one) <= visibility(other) ? one : other;
}

import type { Regex } from '../regex.ts';
import type { EnforcedFormat, Scalar, TypeName, ValueNode } from '../sanitize/schema.ts';
import type { CertainFate } from './fate.ts';

/** The values that one alternative of a schema lets in at a place. */
export interface Admitted {
  /** Undefined: any scalar. */
  readonly types: readonly TypeName[] | undefined;
  readonly values: readonly Scalar[] | undefined;
  readonly pattern: Regex | undefined;
  readonly format: EnforcedFormat | undefined;
  readonly maxLength: number | undefined;
  /** What the rules say about it to people. */
  readonly description?: string | undefined;
}

export function toAdmitted(node: ValueNode): Admitted {
  const { types, values, pattern, format, maxLength, description } = node;
  const scalars = types?.filter((type) => type !== 'object' && type !== 'array');
  return { types: scalars, values, pattern, format, maxLength, description };
}

/** What becomes of admitted values that no transform touches; bounded text is `keep-enum`. */
export function keptAs(alternatives: readonly Admitted[]): CertainFate {
  const ofValues = alternatives.filter(({ types }) => types?.length !== 0);
  if (ofValues.length === 0) return 'remove';
  const ofText = ofValues.filter(({ types }) => types === undefined || types.includes('string'));
  if (ofText.length === 0) return 'keep';
  return ofText.every(isBounded) ? 'keep-enum' : 'keep';
}

function isBounded({ values, pattern, format }: Admitted): boolean {
  return values !== undefined || pattern !== undefined || format !== undefined;
}

/** Every type that comes; undefined: any scalar. */
export function typesOf(alternatives: readonly Admitted[]): readonly TypeName[] | undefined {
  const types = alternatives.map((one) => one.types);
  return types.includes(undefined) ? undefined : [...new Set(types.flatMap((some) => some ?? []))];
}

/** Whether every value that `narrow` lets in is also let in by one of `wide`; false where it cannot be told. */
export function isCovered(narrow: Admitted, wide: readonly Admitted[]): boolean {
  return wide.some(
    (one) =>
      coversTypes(one, narrow) &&
      coversValues(one, narrow) &&
      (one.pattern === undefined || coversPattern(one.pattern, narrow)) &&
      (one.format === undefined || one.format === narrow.format) &&
      (one.maxLength === undefined || one.maxLength >= (narrow.maxLength ?? Infinity)),
  );
}

function coversTypes({ types: wide }: Admitted, { types: narrow }: Admitted): boolean {
  if (wide === undefined) return true;
  return (
    narrow?.every(
      (type) => wide.includes(type) || (type === 'integer' && wide.includes('number')),
    ) === true
  );
}

function coversValues({ values: wide }: Admitted, { values: narrow }: Admitted): boolean {
  return wide === undefined || narrow?.every((value) => wide.includes(value)) === true;
}

/** The same pattern, or a list of texts that all match it. */
function coversPattern(wide: Regex, { pattern, values }: Admitted): boolean {
  if (pattern?.source === wide.source) return true;
  const texts = values?.filter((value) => typeof value === 'string');
  return texts?.every((text) => wide.matchesWhole(text) === true) === true;
}

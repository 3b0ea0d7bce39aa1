import type { EnforcedFormat, Scalar, TypeName, ValueNode } from '../sanitize/schema.ts';
import type { CertainFate } from './fate.ts';

/** The values that one alternative of a schema lets in at a place. */
export interface Admitted {
  /** Undefined: any scalar. */
  readonly types: readonly TypeName[] | undefined;
  readonly values: readonly Scalar[] | undefined;
  readonly pattern: string | undefined;
  readonly format: EnforcedFormat | undefined;
  readonly maxLength: number | undefined;
}

export function toAdmitted({ types, values, pattern, format, maxLength }: ValueNode): Admitted {
  const scalars = types?.filter((type) => type !== 'object' && type !== 'array');
  return { types: scalars, values, pattern: pattern?.source, format, maxLength };
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

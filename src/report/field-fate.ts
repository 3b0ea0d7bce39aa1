import type { Admitted } from './admitted.ts';
import type { CertainFate, Fate } from './fate.ts';
import type { TransformEffect } from './transform-effect.ts';

/** What becomes of one field, and the line of the rules that decides it. */
export interface FieldFate {
  /** `$.users[*].email`. */
  readonly path: string;
  readonly fate: Fate;
  readonly line: number;
  readonly reason: FateReason;
  /** Every fate that a value of this field may meet; several for `conditional`. */
  readonly outcomes: readonly CertainFate[];
  /** What the schema lets in; empty where it lets nothing in, or where there is none. */
  readonly admitted: readonly Admitted[];
  /** The transforms that may meet it, in their order. */
  readonly effects: readonly TransformEffect[];
}

/** Why a field meets its fate. */
export type FateReason =
  /** The response schema declares it and no transform changes it. */
  | { readonly kind: 'declared' }
  /** A transform of this kind meets it, or a container around it. */
  | { readonly kind: 'transform'; readonly transform: string; readonly isAround: boolean }
  /** The response schema does not declare it. */
  | { readonly kind: 'undeclared' }
  /** There is no response schema, so it passes though no rule names it: nobody decided. */
  | { readonly kind: 'no-schema' };

import type { Regex } from '../regex.ts';

/** A JSON path after parsing: steps from the root. Grammar and meaning: docs/rules.md, "JSON paths". */
export interface JsonPath {
  /** As written, trimmed. */
  readonly text: string;
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly kind: 'names'; readonly names: readonly string[]; readonly descend: boolean }
  | { readonly kind: 'wildcard'; readonly descend: boolean }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[]; readonly descend: boolean }
  | {
      readonly kind: 'slice';
      readonly from: number | undefined;
      readonly to: number | undefined;
      readonly descend: boolean;
    }
  | { readonly kind: 'filter'; readonly test: Expression; readonly descend: boolean };

export type Expression =
  | { readonly kind: 'or' | 'and'; readonly terms: readonly Expression[] }
  | { readonly kind: 'not'; readonly term: Expression }
  | { readonly kind: 'exists'; readonly operand: PathOperand }
  | {
      readonly kind: 'compare';
      readonly operator: '==' | '!=' | '<' | '<=' | '>' | '>=';
      readonly left: Operand;
      readonly right: Operand;
    }
  | {
      readonly kind: 'in';
      readonly negated: boolean;
      readonly operand: PathOperand;
      readonly list: readonly Literal[];
    }
  | { readonly kind: 'matches'; readonly operand: PathOperand; readonly regex: Regex };

/** `@`, `@.a.b`, `@['a']`, `@.a[0]`. */
export interface PathOperand {
  readonly kind: 'path';
  readonly steps: readonly (string | number)[];
}

export type Literal = string | number | boolean | null;
export type Operand = PathOperand | { readonly kind: 'literal'; readonly value: Literal };

/** Where a path text is wrong: character position from 1 and what was expected there. */
export interface JsonPathProblem {
  readonly at: number;
  readonly expected: string;
}

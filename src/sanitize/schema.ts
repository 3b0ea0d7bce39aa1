import type { Regex } from '../regex.ts';

export type TypeName = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'null';
export type Scalar = string | number | boolean | null;
export type EnforcedFormat = 'date-time' | 'date' | 'uuid';

/** Where a node stands in the rules file; lines and columns from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One node of a `responseSchema` after checking. */
export type SchemaNode = RefNode | AnyOfNode | ValueNode;

export interface RefNode {
  readonly kind: 'ref';
  readonly name: string;
  readonly position: Position;
}

export interface AnyOfNode {
  readonly kind: 'any-of';
  readonly alternatives: readonly SchemaNode[];
  readonly position: Position;
}

export interface ValueNode {
  readonly kind: 'value';
  /**
   * Types that fit. Undefined: untyped (any scalar is kept). Empty: nothing fits (unknown type in compatible mode).
   * `properties`/`items` without `type` are already written out as `object`/`array`; a node with only `enum`/`const` is undefined.
   */
  readonly types: readonly TypeName[] | undefined;
  readonly properties: ReadonlyMap<string, SchemaNode> | undefined;
  readonly items: SchemaNode | undefined;
  /** `enum`, or `const` as a list of one. */
  readonly values: readonly Scalar[] | undefined;
  readonly pattern: Regex | undefined;
  readonly maxLength: number | undefined;
  readonly format: EnforcedFormat | undefined;
  /** What the rules say about it to people. */
  readonly description?: string;
  readonly position: Position;
}

export type Definitions = ReadonlyMap<string, SchemaNode>;

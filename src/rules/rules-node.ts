import type { Position, Scalar } from '../sanitize/schema.ts';

/** One value of a rules file, with its place. An alias is already what it stands for, at its own place. */
export type RulesNode = MapNode | ListNode | ScalarNode;

interface Placed {
  /** Of the tag, where there is one. */
  readonly position: Position;
  /** Without its marks: `!redact` and `!<redact>` are `redact`. Tags of YAML itself are none. */
  readonly tag: string | undefined;
}

export interface MapNode extends Placed {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
}

/** One entry of a mapping; `value` is undefined where nothing stands. */
export interface Entry {
  readonly name: string;
  readonly keyNode: RulesNode;
  readonly value: RulesNode | undefined;
}

export interface ListNode extends Placed {
  readonly kind: 'list';
  readonly elements: readonly RulesNode[];
}

export interface ScalarNode extends Placed {
  readonly kind: 'scalar';
  /** By the core schema. */
  readonly value: Scalar;
  /** A text itself; of other values, as they are written. */
  readonly text: string;
}

export function toEntry(keyNode: RulesNode, value: RulesNode | undefined): Entry {
  return { name: keyNode.kind === 'scalar' ? keyNode.text : '', keyNode, value };
}

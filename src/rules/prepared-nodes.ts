import { createHash } from 'node:crypto';
import type { Scalar } from '../sanitize/schema.ts';
import { toEntry, type Entry, type RulesNode } from './rules-node.ts';

/**
 * The nodes of a rules text, as JSON: reading YAML takes longer than all else in a cold start. Only
 * reading is spared; the rules in the nodes are checked like any others.
 */
export function writePreparedNodes(text: string, root: RulesNode): string {
  return JSON.stringify([hashOf(text), encode(root)]);
}

/**
 * Privacy: undefined where the nodes were prepared for another text, such as one that was made
 * stricter since. The text alone counts.
 */
export function readPreparedNodes(text: string, prepared: string): RulesNode | undefined {
  const [hash, root] = toList(JSON.parse(prepared));
  return hash === hashOf(text) ? decode(root) : undefined;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** `[line, column, tag or 0, kind, …]`, then elements, or keys and values (0 for none), or value and text. */
type Encoded = readonly unknown[];

const LIST = 0;
const MAP = 1;
const SCALAR = 2;
/** Where the content begins. */
const CONTENT = 4;

function encode(node: RulesNode): Encoded {
  const placed = [node.position.line, node.position.column, node.tag ?? 0];
  switch (node.kind) {
    case 'list':
      return [...placed, LIST, ...node.elements.map(encode)];
    case 'map':
      return [
        ...placed,
        MAP,
        ...node.entries.flatMap(({ keyNode, value }) => [
          encode(keyNode),
          value === undefined ? 0 : encode(value),
        ]),
      ];
    case 'scalar':
      return [...placed, SCALAR, node.value, node.text === node.value ? 0 : node.text];
    default:
      return node satisfies never;
  }
}

function decode(encoded: unknown): RulesNode {
  const list = toList(encoded);
  const [line, column, tag, kind, value, text] = list;
  const placed = {
    position: { line: Number(line), column: Number(column) },
    tag: tag === 0 ? undefined : String(tag),
  };
  if (kind === LIST) return { kind: 'list', ...placed, elements: list.slice(CONTENT).map(decode) };
  if (kind === MAP) return { kind: 'map', ...placed, entries: decodeEntries(list) };
  const scalar = toScalar(value);
  return { kind: 'scalar', ...placed, value: scalar, text: String(text === 0 ? scalar : text) };
}

function decodeEntries(list: readonly unknown[]): readonly Entry[] {
  const entries: Entry[] = [];
  for (let at = CONTENT; at < list.length; at += 2) {
    const value = list[at + 1];
    entries.push(toEntry(decode(list[at]), value === 0 ? undefined : decode(value)));
  }
  return entries;
}

function toList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('prepared nodes are not as they were written');
  return value;
}

function toScalar(value: unknown): Scalar {
  const isScalar =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isScalar ? value : null;
}

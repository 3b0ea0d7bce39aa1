import type { RulesNode } from './rules-node.ts';

/** The document as canonical JSON: keys sorted, no blanks, transform tags as `method`. */
export function canonicalRules(node: RulesNode | undefined): string {
  return JSON.stringify(toPlain(node));
}

function toPlain(node: RulesNode | undefined): unknown {
  if (node?.kind === 'list') return node.elements.map(toPlain);
  if (node?.kind !== 'map') return node?.value ?? null;
  const entries = node.entries.map(({ name, value }): [string, unknown] => [name, toPlain(value)]);
  if (node.tag !== undefined) entries.push(['method', node.tag]);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

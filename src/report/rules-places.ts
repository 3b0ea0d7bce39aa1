import type { Entry, RulesNode } from '../rules/rules-node.ts';

/** The entry of a map by its key; undefined if the node is no map or lacks it. */
export function findEntry(node: RulesNode, key: string): Entry | undefined {
  return node.kind === 'map' ? node.entries.find(({ name }) => name === key) : undefined;
}

/** The first member of the list under a key that is meant. */
export function findName(
  node: RulesNode,
  key: string,
  isMeant: (name: string) => boolean,
): RulesNode | undefined {
  const list = findEntry(node, key)?.value;
  const members = list?.kind === 'list' ? list.elements : [];
  return members.find((member) => member.kind === 'scalar' && isMeant(member.text));
}

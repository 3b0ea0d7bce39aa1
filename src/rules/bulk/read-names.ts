import type { Entry, RulesNode } from '../rules-node.ts';
import type { Fields, RulesReader } from '../rules-reader.ts';
import { foldName } from './fold-name.ts';

/** A name of the rules and where it stands. */
export interface PlacedName {
  readonly name: string;
  readonly node: RulesNode;
}

/** In rules for files YAML null, and nothing at all, stand for an empty list or map. */
export function isNothing(node: RulesNode | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.value === null);
}

/** The column names of a list, none of them blank; empty if the key is absent or null. */
export function readNames(key: string, fields: Fields, reader: RulesReader): readonly PlacedName[] {
  const entry = fields.get(key);
  if (entry === undefined || isNothing(entry.value)) return [];
  return (reader.elements(entry.value, key) ?? []).flatMap((node) => {
    const name = readName(node, `each member of ${key}`, reader);
    return name === undefined ? [] : [{ name, node }];
  });
}

/** One column name, not blank. */
export function readName(
  node: RulesNode | undefined,
  what: string,
  reader: RulesReader,
): string | undefined {
  const name = reader.text(node, what);
  if (name === undefined || foldName(name) !== '') return name;
  return reader.problem('blank-name', node, `${what} must not be blank`);
}

/** The entries of a map; empty if the key is absent or null. */
export function readMap(key: string, fields: Fields, reader: RulesReader): readonly Entry[] {
  const entry = fields.get(key);
  if (entry === undefined || isNothing(entry.value)) return [];
  const entries = reader.entries(entry.value, key) ?? [];
  for (const { name, keyNode } of entries) {
    if (foldName(name) === '')
      reader.problem('blank-name', keyNode, `each name in ${key} must not be blank`);
  }
  return entries;
}

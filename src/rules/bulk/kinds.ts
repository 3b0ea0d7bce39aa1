import { ENDPOINT_KEYS, TOP_KEYS } from '../keys.ts';
import type { RulesNode } from '../rules-node.ts';
import { COLUMNAR_KEYS, MULTI_FILE_KEYS, RECORD_KEYS } from './keys.ts';

const KINDS = [
  { kind: 'columnar', keys: COLUMNAR_KEYS },
  { kind: 'record', keys: RECORD_KEYS },
  { kind: 'multi-file', keys: MULTI_FILE_KEYS },
] as const;

type Kind = (typeof KINDS)[number]['kind'];

/** Whether a document is meant for files: it uses a key that only rules for files have. */
export function isBulkRules(root: RulesNode | undefined): boolean {
  return !isApiRules(root) && kindsOf(root).length > 0;
}

/** Whether a key stands at the top that only rules for an API have. */
export function isApiRules(root: RulesNode | undefined): boolean {
  return root?.kind === 'map' && root.entries.some(({ name }) => API_KEYS.includes(name));
}

/** `transforms` is a key of endpoints and of record rules. */
const API_KEYS = [...TOP_KEYS, ...ENDPOINT_KEYS, 'allowAllEndpoints'].filter(
  (key) => !RECORD_KEYS.includes(key) && key !== 'id',
);

/** The kinds of rules for files whose keys a map has. */
export function kindsOf(node: RulesNode | undefined): readonly Kind[] {
  if (node?.kind !== 'map') return [];
  return KINDS.filter(({ keys }) => node.entries.some(({ name }) => keys.includes(name))).map(
    ({ kind }) => kind,
  );
}


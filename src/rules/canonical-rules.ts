import { isMap, isSeq, type Node } from 'yaml';
import type { YamlReader } from './yaml-reader.ts';

/** The document as canonical JSON: keys sorted, no blanks, transform tags as `method`. */
export function canonicalRules(node: Node | undefined, reader: YamlReader): string {
  return JSON.stringify(toPlain(node, reader));
}

function toPlain(node: Node | undefined, reader: YamlReader): unknown {
  const resolved = reader.resolved(node);
  if (isSeq(resolved))
    return (reader.elements(resolved, '') ?? []).map((item) => toPlain(item, reader));
  if (!isMap(resolved)) return reader.scalar(resolved) ?? null;
  const entries = (reader.entries(resolved, '') ?? []).map(({ name, value }): [string, unknown] => [
    name,
    toPlain(value, reader),
  ]);
  const method = reader.tagOf(resolved);
  if (method !== undefined) entries.push(['method', method]);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

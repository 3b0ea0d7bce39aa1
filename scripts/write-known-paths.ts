/** Writes src/sources/zoom/known-names.ts from the field inventory: run it after a change of the inventory. */
import { readFileSync, writeFileSync } from 'node:fs';

interface Inventory {
  readonly endpoints: Readonly<
    Record<string, { readonly fields: readonly { readonly path: string }[] }>
  >;
}

/** `$.users[*].email` is `email` in the container `$.users[*]`. */
function byContainer(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const [, container = '', name = ''] = /^(.*)(\.[^.[]+|\[\*\])$/.exec(path) ?? [];
    if (name === '[*]' || name === '.*') continue;
    groups.set(container, [...(groups.get(container) ?? []), name.slice(1)]);
  }
  return groups;
}

const source = new URL('../src/sources/zoom/field-inventory.json', import.meta.url);
const { endpoints } = JSON.parse(readFileSync(source, 'utf8')) as Inventory;

const lines = Object.entries(endpoints).flatMap(([path, { fields }]) => [
  `  '${path}': {`,
  ...[...byContainer(fields.map((field) => field.path))].map(
    ([container, names]) => `    '${container}': '${names.join(' ')}',`,
  ),
  '  },',
]);

writeFileSync(
  new URL('../src/sources/zoom/known-names.ts', import.meta.url),
  `/**
 * Every name that Zoom is known to send: endpoint → container → names. Written from the field
 * inventory by scripts/write-known-paths.ts; a test holds the two together.
 */
export const knownNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
${lines.join('\n')}
};
`,
);

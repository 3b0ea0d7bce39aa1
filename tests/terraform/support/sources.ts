/** The configuration as text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const TERRAFORM = fileURLToPath(new URL('../../../terraform', import.meta.url));

/** Path under `terraform/` → text. */
export function readSources(ending: string, folder = TERRAFORM): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && file.name.endsWith(ending))
    .map((file) => join(file.parentPath, file.name))
    .filter((path) => !path.includes('.terraform/'));
  return new Map(
    files.map((path) => [relative(folder, path), readFileSync(path, 'utf8')] as const).sort(),
  );
}

export interface Block {
  readonly kind: string;
  readonly labels: readonly string[];
  readonly body: string;
}

/** Blocks at the left margin, which is where `terraform fmt` puts them. */
export function blocksOf(text: string): readonly Block[] {
  return [...text.matchAll(/^(\w+)((?: "[^"]+")*) \{(?:\}|\n(.*?)^\})/gms)].map(
    ([, kind = '', labels = '', body = '']) => ({
      kind,
      labels: [...labels.matchAll(/"([^"]+)"/g)].map(([, label = '']) => label),
      body,
    }),
  );
}

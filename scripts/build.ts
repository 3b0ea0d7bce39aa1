/**
 * Builds each function into `dist`: `<name>.zip` for AWS, the folder `<name>` with the same files,
 * the bill of materials, a report of what is in it, source maps for scripts/where.ts, and the
 * hashes of all. The same commit gives the same bytes. `npm run build`
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { version } from '../src/version.ts';
import { installedMaterials, materialsOf } from './build/bill-of-materials.ts';
import { buildFunction } from './build/build-function.ts';
import { functions } from './build/functions.ts';
import { toReport, toText } from './build/report.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

function write(path: string, content: string | Uint8Array): void {
  const file = join(dist, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

rmSync(dist, { recursive: true, force: true });
const materials = installedMaterials(root);
const hashed: (readonly [name: string, content: string | Uint8Array])[] = [];
for (const definition of Object.values(functions)) {
  if (!existsSync(join(root, definition.entry))) continue;
  const built = await buildFunction(root, definition);
  const report = toReport(built, version);
  for (const [path, bytes] of built.files) write(`${built.name}/${path}`, bytes);
  for (const [path, bytes] of built.maps) write(`${built.name}.maps/${path}`, bytes);
  hashed.push(
    [`${built.name}.zip`, built.zip],
    [`${built.name}.cdx.json`, toJson(materialsOf(materials, built.packages))],
    [`${built.name}.report.json`, toJson(report)],
    [`${built.name}.report.txt`, toText(report)],
  );
  console.log(toText(report));
}
for (const [name, content] of hashed) write(name, content);
// Checked by `sha256sum --check SHA256SUMS`.
const sums = hashed.map(
  ([name, content]) => `${createHash('sha256').update(content).digest('hex')}  ${name}\n`,
);
write('SHA256SUMS', sums.join(''));

function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

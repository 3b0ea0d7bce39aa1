import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Output } from './bundle.ts';

/** A package that is in a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** Below the root of the project: `node_modules/yaml`. */
  readonly folder: string;
  /** What is left of it in the bundle. */
  readonly bytes: number;
  /** How much of that a cold start reads. */
  readonly bytesAtStart: number;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

const IN_PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/** The packages in the outputs of a bundle, by name. */
export function packagesIn(root: string, outputs: readonly Output[]): readonly BundledPackage[] {
  const all = bytesByFolder(outputs);
  const atStart = bytesByFolder(outputs.filter(({ isAtStart }) => isAtStart));
  return [...all]
    .filter(([folder]) => folder !== OWN)
    .map(([folder, bytes]) => {
      const manifest = JSON.parse(
        readFileSync(join(root, folder, 'package.json'), 'utf8'),
      ) as Manifest;
      const { name, version, license = 'unknown' } = manifest;
      return { name, version, license, folder, bytes, bytesAtStart: atStart.get(folder) ?? 0 };
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The project's own sources. */
const OWN = 'src';

/** Bytes of each package, and of the project itself under `src`. */
export function bytesByFolder(outputs: readonly Output[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [file, bytes] of outputs.flatMap(({ inputs }) => [...inputs])) {
    const folder = IN_PACKAGE.exec(file)?.[0] ?? OWN;
    sums.set(folder, (sums.get(folder) ?? 0) + bytes);
  }
  return sums;
}

const TERMS = /^(?:licen[cs]e|notice|copying|third-party)/i;

/** The terms of every package in a bundle, each text once. */
export function thirdPartyTerms(root: string, packages: readonly BundledPackage[]): string {
  const byText = new Map<string, string[]>();
  for (const one of packages) {
    const text = termsOf(root, one);
    const label = `${one.name} ${one.version} (${one.license})`;
    byText.set(text, [...(byText.get(text) ?? []), label]);
  }
  const sections = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
  const line = `\n${'-'.repeat(80)}\n\n`;
  return ['Scrim contains the following software of others.\n', ...sections].join(line);
}

/** The texts that a package brings; some of Apache-2.0 bring none, and that text is Scrim's own too. */
function termsOf(root: string, { folder, license }: BundledPackage): string {
  const own = readdirSync(join(root, folder)).filter((file) => TERMS.test(file));
  if (own.length === 0 && license !== 'Apache-2.0') {
    throw new Error(`${folder} has no license text: nothing is handed on without its terms`);
  }
  const files = own.length > 0 ? own.map((file) => join(folder, file)) : ['LICENSE'];
  return files.map((file) => readFileSync(join(root, file), 'utf8').trim()).join('\n\n');
}

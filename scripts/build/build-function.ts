import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYaml } from '../../src/rules/parse-yaml.ts';
import { writePreparedNodes } from '../../src/rules/prepared-nodes.ts';
import { formatProblem } from '../../src/rules/problem.ts';
import { bundle, type Output } from './bundle.ts';
import { packagesIn, thirdPartyTerms, type BundledPackage } from './packages.ts';
import { toZip, type Files } from './zip.ts';

export interface FunctionDefinition {
  readonly name: string;
  /** The module that exports `handler`. */
  readonly entry: string;
  readonly maxZipBytes: number;
  /** Packages that a cold start must not read. */
  readonly notAtStart: readonly string[];
}

export interface BuiltFunction {
  readonly name: string;
  readonly files: Files;
  readonly zip: Uint8Array;
  readonly sha256: Buffer;
  readonly outputs: readonly Output[];
  readonly packages: readonly BundledPackage[];
}

/** Code, rules and terms of one function, as they lie in its zip. Throws if a bound is broken. */
export async function buildFunction(
  root: string,
  { name, entry, maxZipBytes, notAtStart }: FunctionDefinition,
): Promise<BuiltFunction> {
  const { files: code, outputs } = await bundle(root, entry);
  const packages = packagesIn(root, outputs);
  const files: Files = new Map([
    ...code,
    ...rulesIn(join(root, 'rules')),
    ['LICENSE', readFileSync(join(root, 'LICENSE'))],
    ['THIRD-PARTY-LICENSES', Buffer.from(thirdPartyTerms(root, packages))],
  ]);
  const zip = toZip(files);
  if (zip.length > maxZipBytes) {
    const found = `${String(zip.length)} bytes, more than ${String(maxZipBytes)}`;
    throw new Error(`the zip of ${name} has ${found}; see what is in it with the build report`);
  }
  const eager = packages.filter((one) => one.bytesAtStart > 0 && notAtStart.includes(one.name));
  if (eager.length > 0) {
    const names = eager.map((one) => one.name).join(', ');
    throw new Error(`every cold start of ${name} would read ${names}; import it where it is used`);
  }
  const sha256 = createHash('sha256').update(zip).digest();
  return { name, files, zip, sha256, outputs, packages };
}

/** The rules that are shipped: `rules/zoom.yaml` to be read by people, its nodes for a cold start. */
function rulesIn(folder: string): readonly (readonly [string, Uint8Array])[] {
  const names = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return names.sort().flatMap((file) => {
    const bytes = readFileSync(join(folder, file));
    const nodesFile = file.replace(/yaml$/, 'nodes.json');
    return [
      [`rules/${file}`, bytes],
      [`rules/${nodesFile}`, Buffer.from(prepare(file, bytes.toString('utf8')))],
    ] as const;
  });
}

function prepare(file: string, text: string): string {
  const { root, problems } = parseYaml(text);
  const [problem] = problems;
  if (root === undefined || problem !== undefined) {
    throw new Error(
      problem === undefined ? `${file} is empty` : formatProblem(problem, file, text),
    );
  }
  return writePreparedNodes(text, root);
}

import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkRules } from '../../src/rules/check-rules.ts';
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
  /** Shipped rules: `rules/<name>.yaml`. */
  readonly rules: readonly string[];
  /** Rules of an API are many; reading their YAML is done by the build. */
  readonly preparesRules: boolean;
  readonly maxZipBytes: number;
  /** Packages that a cold start must not read. */
  readonly notAtStart: readonly string[];
}

export interface BuiltFunction {
  readonly name: string;
  readonly files: Files;
  readonly maps: Files;
  readonly zip: Uint8Array;
  readonly sha256: Buffer;
  readonly outputs: readonly Output[];
  readonly packages: readonly BundledPackage[];
}

/** Code, rules and terms of one function, as they lie in its zip. Throws if a bound is broken. */
export async function buildFunction(
  root: string,
  definition: FunctionDefinition,
): Promise<BuiltFunction> {
  const { name, entry, maxZipBytes, notAtStart } = definition;
  const { files: code, maps, outputs } = await bundle(root, entry);
  const packages = packagesIn(root, outputs);
  const files: Files = new Map([
    ...code,
    ...rulesIn(join(root, 'rules'), definition),
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
  return { name, files, maps, zip, sha256, outputs, packages };
}

/** The rules as they are written, for people, and those of an API prepared for a cold start. */
function rulesIn(
  folder: string,
  { rules, preparesRules }: FunctionDefinition,
): readonly (readonly [string, Uint8Array])[] {
  return rules.flatMap((name) => {
    const bytes = readFileSync(join(folder, `${name}.yaml`));
    const written = [`rules/${name}.yaml`, bytes] as const;
    if (!preparesRules) return [written];
    const nodes = prepare(`${name}.yaml`, bytes.toString('utf8'));
    return [written, [`rules/${name}.nodes.json`, Buffer.from(nodes)] as const];
  });
}

/** Only rules without problems are prepared: a cold start relies on that. */
function prepare(file: string, text: string): string {
  const yaml = parseYaml(text);
  const rules = checkRules(yaml, { mode: 'strict' });
  const [problem] = rules.kind === 'problems' ? rules.problems : [];
  if (yaml.root === undefined || problem !== undefined) {
    throw new Error(problem && formatProblem(problem, file, text));
  }
  return writePreparedNodes(text, yaml.root);
}

import { readdirSync, readFileSync } from 'node:fs';
import { compilePolicy } from '../../src/rules/compile-policy.ts';
import { parseRules } from '../../src/rules/parse-rules.ts';
import type { Policy } from '../../src/rules/policy.ts';
import { knownZoomPaths } from '../../src/sources/zoom/known-paths.ts';
import { examplePseudonymizer } from './example-pseudonymizer.ts';

export interface Field {
  /** `$.users[*].email`. */
  readonly path: string;
  /** JSON types joined by `|`. */
  readonly type: string;
  readonly class: string;
  /** Absent for containers. */
  readonly fate?:
    'keep' | 'keep-enum' | 'pseudonymize' | 'pseudonymize-reversible' | 'digest' | 'remove';
  readonly pattern?: string;
  readonly values?: readonly (string | number)[];
  readonly split?: string;
}

export interface Inventory {
  readonly patterns: Readonly<Record<string, string>>;
  readonly endpoints: Readonly<
    Record<string, { readonly slug: string; readonly fields: readonly Field[] }>
  >;
}

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** What Zoom is known to answer, field by field. */
export const inventory = JSON.parse(read('src/sources/zoom/field-inventory.json')) as Inventory;

/** The shipped rules, at work with the salt and key of the specification's examples. */
export function zoomPolicy(): Policy {
  const parsed = parseRules(read('rules/zoom.yaml'), { mode: 'strict' });
  if (parsed.kind === 'problems') throw new Error('rules/zoom.yaml has problems');
  const compiled = compilePolicy(parsed.document, {
    pseudonymizer: examplePseudonymizer(),
    leakGuard: 'redact',
    knownPaths: knownZoomPaths,
  });
  if (compiled.kind === 'problems') throw new Error('rules/zoom.yaml needs a key');
  return compiled.policy;
}

const FOLDER = 'example-api-responses/zoom/original';

/** The example answers: file name, id of the endpoint, text. */
export const examples = readdirSync(new URL(`../../${FOLDER}`, import.meta.url))
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({
    name,
    slug: name.replace(/(--.*)?\.json$/, ''),
    text: read(`${FOLDER}/${name}`),
  }));

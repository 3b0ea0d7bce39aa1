import { PassThrough } from 'node:stream';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { goldenPairs } from '../../src/cli/golden-pairs.ts';
import { localPolicy, matchUrl } from '../../src/cli/local-policy.ts';
import { readRulesFile } from '../../src/cli/rules-file.ts';
import { knownZoomPaths } from '../../src/sources/zoom/known-paths.ts';

interface Inventory {
  readonly endpoints: Readonly<
    Record<string, { readonly fields: readonly { readonly path: string }[] }>
  >;
}

const inventory = JSON.parse(
  readFileSync('src/sources/zoom/field-inventory.json', 'utf8'),
) as Inventory;
const rules = readRulesFile('rules/zoom.yaml', 'strict');
if (rules.kind === 'problems') throw new Error('rules/zoom.yaml has problems');
const terminal = {
  stdin: new PassThrough(),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  environment: {},
  stopped: new AbortController().signal,
};
const policy = localPolicy(rules.document, terminal);
const countsOf = (url: string, text: string) => {
  const outcome = matchUrl(policy, 'GET', url);
  if (outcome.kind === 'blocked') throw new Error(outcome.reason);
  return outcome.endpoint.sanitize(text).counts;
};

test.each(Object.entries(inventory.endpoints))('every field of %s is known', (path, { fields }) => {
  const known = knownZoomPaths(path);
  const named = fields
    .map((field) => field.path)
    .filter((field) => !field.endsWith('[*]') && !field.endsWith('.*'));
  expect(named.filter((field) => known?.has(field) !== true && !field.startsWith('$.*'))).toEqual(
    [],
  );
});

describe('a field that Zoom adds is counted and named', () => {
  const pairs = goldenPairs('example-api-responses/zoom');

  test.each(pairs.map((pair) => [pair.name, pair] as const))(
    '%s as it is has none',
    (_name, pair) => {
      expect(countsOf(pair.url, readFileSync(pair.original, 'utf8')).undeclaredNames).toEqual([]);
    },
  );

  test.each(pairs.map((pair) => [pair.name, pair] as const))(
    '%s with one at the root has one',
    (_name, pair) => {
      const text = readFileSync(pair.original, 'utf8').replace('{', '{"brand_new":{"email":"x"},');
      expect(countsOf(pair.url, text)).toMatchObject({
        undeclaredNames: ['brand_new'],
        removed: { undeclared: 1 },
      });
    },
  );
});

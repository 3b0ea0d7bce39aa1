import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseRules } from '../../../src/rules/parse-rules.ts';

const text = readFileSync(new URL('../../fixtures/rules/every-feature.yaml', import.meta.url), 'utf8');

test('rules with every feature that sets for Psoxy use load in compatible mode', () => {
  const parsed = parseRules(text, { mode: 'compatible' });

  expect(parsed.kind === 'problems' ? parsed.problems : []).toEqual([]);
  expect(parsed.kind === 'rules' && parsed.document.endpoints.map(({ path }) => path.kind)).toEqual(['template', 'template', 'regex', 'template']);
});

test('and say what to look at', () => {
  const { warnings } = parseRules(text, { mode: 'compatible' });

  expect(new Set(warnings.map(({ code }) => code))).toEqual(
    new Set(['any-query', 'includes-original', 'look-around', 'no-response-schema', 'not-executed', 'unknown-type', 'write-method']),
  );
});

test('strict mode refuses what would let more out than the rules name', () => {
  const parsed = parseRules(text, { mode: 'strict' });

  expect(parsed.kind === 'problems' && parsed.problems.map(({ code }) => code)).toEqual(
    ['bad-schema', 'missing-key', 'forbidden-key', 'missing-key', 'missing-key'],
  );
});

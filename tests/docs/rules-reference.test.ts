import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseRules } from '../../src/rules/parse-rules.ts';
import * as keys from '../../src/rules/keys.ts';
import { transforms } from '../../src/sanitize/transforms/index.ts';

const page = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8');
const source = readFileSync(new URL('../../src/rules/problem.ts', import.meta.url), 'utf8');

/** Rows of tables that open with a name in code spans. */
const named = new Set([...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name));

test('every key of the rules is in the reference', () => {
  const all = Object.entries(keys)
    .filter(([name]) => name.endsWith('_KEYS'))
    .flatMap(([, list]) => [...list]);

  expect(all.length).toBeGreaterThan(40);
  expect(all.filter((key) => !named.has(key))).toEqual([]);
});

test('every transform, and every option of it, is in the reference', () => {
  for (const [name, definition] of Object.entries(transforms)) {
    const [, section = ''] = page.split(`### \`${name}\`\n`);
    const own = section.split('\n### ')[0] ?? '';
    expect(own).toContain(definition.summary);
    for (const option of Object.keys(definition.options))
      expect(own).toContain(`| \`${option}\` |`);
  }
});

test('every problem and warning code is in the reference', () => {
  const codes = [...source.matchAll(/^ {2}\| '([a-z-]+)'/gm)].map(([, code]) => code);

  expect(codes.length).toBeGreaterThan(40);
  expect(codes.filter((code) => !named.has(code))).toEqual([]);
});

test('the rules that the reference opens with load without a problem', () => {
  const [, yaml = ''] = /```yaml\n([^]*?)```/.exec(page) ?? [];

  expect(parseRules(yaml, { mode: 'strict' })).toMatchObject({ kind: 'rules', warnings: [] });
});

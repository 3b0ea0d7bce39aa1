import { describe, expect, test } from 'vitest';
import { parseRules } from '../../../src/rules/parse-rules.ts';

const codesOf = (text: string): readonly string[] => {
  const parsed = parseRules(text, { mode: 'compatible' });
  return parsed.kind === 'problems'
    ? parsed.problems.map(({ code, line, column }) => `${code} ${String(line)}:${String(column)}`)
    : [];
};

describe('the YAML of rules', () => {
  test.each([
    ['JSON', '{"endpoints": [{"pathTemplate": "/a"}]}'],
    ['an anchor and its alias', 'endpoints:\n  - &a { pathTemplate: /a }\n  - pathTemplate: /b\n    allowedQueryParams: &q [x]\n  - pathTemplate: /c\n    allowedQueryParams: *q\n'],
    ['a number where a text is expected', 'endpoints:\n  - pathTemplate: /a\n    allowedQueryParams: [5, 1.10, yes]\n'],
    ['a tag in both spellings', 'endpoints:\n  - pathTemplate: /a\n    transforms:\n      - !<redact>\n        jsonPaths: [$.a]\n      - !redact\n        jsonPaths: [$.b]\n      - method: redact\n        jsonPaths: [$.c]\n'],
  ])('may have %s', (_name, text) => {
    expect(codesOf(text)).toEqual([]);
  });

  test('takes a plain value by its source text', () => {
    const parsed = parseRules('endpoints:\n  - pathTemplate: /a\n    allowedQueryParams: [5, 1.10, yes, 0x1F]\n', { mode: 'compatible' });

    expect(parsed.kind === 'rules' && parsed.document.endpoints[0]?.allowedQueryParams).toEqual(['5', '1.10', 'yes', '0x1f']);
  });

  test.each([
    ['a key twice', 'endpoints: []\nendpoints: []', 'yaml-syntax 2:1'],
    ['two documents', 'endpoints: []\n---\nendpoints: []', 'yaml-syntax 2:1'],
    ['a merge key', 'x: &x { id: a }\nendpoints:\n  - <<: *x\n    pathTemplate: /a', 'unknown-key 1:1'],
    ['an alias without anchor', 'endpoints: *a', 'yaml-syntax 1:12'],
    ['yes for a boolean', 'endpoints:\n  - pathTemplate: /a\n    transforms:\n      - !<pseudonymize>\n        includeReversible: yes\n        jsonPaths: [$.a]', 'wrong-type 5:28'],
    ['null for a list', 'endpoints:\n  - pathTemplate: /a\n    transforms: null', 'wrong-type 3:17'],
    ['nothing for a map', 'endpoints:\n  - pathTemplate: /a\n    queryParamSchemas:', 'wrong-type 3:23'],
  ])('may not have %s', (_name, text, expected) => {
    expect(codesOf(text)[0]).toBe(expected);
  });

  test('may have a hundred aliases and not one more', () => {
    const withAliases = (count: number): string =>
      `endpoints:\n  - pathTemplate: /a\n    allowedQueryParams: &q [x]\n${Array.from({ length: count }, (_, at) => `  - { pathTemplate: /b${String(at)}, allowedQueryParams: *q }\n`).join('')}`;

    expect(codesOf(withAliases(100))).toEqual([]);
    expect(codesOf(withAliases(101))).toEqual([expect.stringMatching(/^yaml-syntax /)]);
  });

  test('cannot be made huge by aliases of aliases', () => {
    const levels = Array.from({ length: 12 }, (_, at) => `  l${String(at + 1)}: { anyOf: [*l${String(at)}, *l${String(at)}] }`.replace(': {', `: &l${String(at + 1)} {`));
    const text = `definitions:\n  l0: &l0 { type: string }\n${levels.join('\n')}\nendpoints: [{ pathTemplate: /a }]\n`;

    expect(codesOf(text)).toEqual([expect.stringMatching(/^yaml-syntax /)]);
  });
});

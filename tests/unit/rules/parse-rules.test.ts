import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseRules } from '../../../src/rules/parse-rules.ts';
import { formatProblem } from '../../../src/rules/problem.ts';

const problemsOf = (text: string, mode: 'strict' | 'compatible' = 'strict') => {
  const parsed = parseRules(text, { mode });
  return parsed.kind === 'problems'
    ? parsed.problems.map(({ code, line, column }) => `${code} ${line}:${column}`)
    : [];
};
const shaOf = (text: string) => {
  const parsed = parseRules(text, { mode: 'compatible' });
  return parsed.kind === 'rules' ? parsed.document.sha : undefined;
};

test('a problem shows its line, a caret and the nearest known name', () => {
  const text = 'endpoints:\n  - pathTemplates: /v2/users\n    responseSchema: {type: object}\n';
  const parsed = parseRules(text, { mode: 'strict' });
  expect(
    parsed.kind === 'problems' &&
      parsed.problems.map((one) => formatProblem(one, 'zoom.yaml', text)),
  ).toEqual([
    'zoom.yaml:2:5: unknown key "pathTemplates" in an endpoint; did you mean "pathTemplate"?\n    2 |   - pathTemplates: /v2/users\n      |     ^',
  ]);
});

describe('every problem is reported at once, at its place', () => {
  test('thirty mistakes in one file give thirty problems', () => {
    const url = new URL('../../fixtures/rules/thirty-mistakes.yaml', import.meta.url);

    const problems = problemsOf(readFileSync(url, 'utf8'));

    expect(problems).toHaveLength(30);
    expect(problems).toEqual([
      'forbidden-header 2:25',
      'bad-schema 4:3',
      'bad-schema 6:9',
      'bad-template 9:19',
      'unknown-method 10:22',
      'bad-parameter-schema 11:42',
      'bad-schema 12:67',
      'two-paths 14:5',
      'unknown-definition 15:29',
      'duplicate-id 16:9',
      'unknown-parameter 18:29',
      'bad-parameter-schema 18:42',
      'bad-parameter-schema 18:48',
      'unknown-key 19:5',
      'empty-list 23:31',
      'bad-schema 24:32',
      'unknown-transform 26:9',
      'bad-path 29:21',
      'bad-path 29:33',
      'empty-list 31:9',
      'bad-option 32:19',
      'bad-option 36:9',
      'bad-regex 39:22',
      'unknown-key 41:9',
      'wrong-type 42:24',
      'unbounded-parameter 43:19',
      'forbidden-key 44:5',
      'bad-schema 45:31',
      'wrong-type 46:48',
      'forbidden-key 47:1',
    ]);
  });

  test.each([
    ['a: [1', ['yaml-syntax 1:6']],
    ['endpoints: []\nendpoints: []', ['yaml-syntax 2:1']],
    ['', ['wrong-type 1:1']],
    ['- a', ['wrong-type 1:1']],
    ['endpoints: []', ['empty-list 1:1']],
    ['endpoints: null', ['wrong-type 1:12']],
    ['{}', ['missing-key 1:1']],
    ['endpoints: [{pathTemplate: /a}]', ['missing-key 1:13']],
    ['a: 1\n---\nb: 2', ['yaml-syntax 2:1']],
  ])('%j', (source, expected) => {
    const found = problemsOf(source);
    expect(found.slice(0, 1)).toEqual(expected);
  });

  test('compatible mode loads what strict mode refuses', () => {
    const lenient =
      'defaultScopeIdForSource: x\nendpoints:\n  - pathTemplate: /a\n    augments: []\n  - pathTemplate: /b\n    responseSchema: {type: strange}\n';
    expect(problemsOf(lenient)).toHaveLength(4);
    const parsed = parseRules(lenient, { mode: 'compatible' });
    expect(parsed.warnings.map(({ code }) => code)).toEqual([
      'ignored-key',
      'any-query',
      'no-response-schema',
      'not-executed',
      'any-query',
      'unknown-type',
    ]);
  });
});

test('the rules hash ignores comments, quoting and the order of keys', () => {
  const one = shaOf(
    'endpoints:\n- pathTemplate: "/v2/users" # all\n  transforms:\n  - !<redact>\n    jsonPaths: [$.a]\n',
  );
  expect(one).toMatch(/^[0-9a-f]{64}$/);
  expect(
    shaOf(
      'endpoints:\n- transforms:\n  - {jsonPaths: [$.a], method: redact}\n  pathTemplate: /v2/users\n',
    ),
  ).toBe(one);
  expect(shaOf('endpoints:\n- pathTemplate: /v2/user\n')).not.toBe(one);
});

test('a boolean is true or false, as everybody reads it', () => {
  const withOption = (value: string): readonly string[] =>
    problemsOf(
      `endpoints:\n  - pathTemplate: /v2/users\n    allowedMethods: [GET]\n    responseSchema: { type: object }\n    transforms:\n      - !<pseudonymize> { jsonPaths: [$.id], includeReversible: ${value} }\n`,
    );

  expect(withOption('true')).toEqual([]);
  expect(withOption('True')).toEqual([expect.stringMatching(/^wrong-type 6:/)]);
});

test('the kind of a transform stands once', () => {
  const text =
    'endpoints:\n  - pathTemplate: /v2/users\n    allowedMethods: [GET]\n    responseSchema: { type: object }\n    transforms:\n      - !<redact> { method: pseudonymize, jsonPaths: [$.id] }\n';

  expect(problemsOf(text)).toEqual(['bad-option 6:21']);
});

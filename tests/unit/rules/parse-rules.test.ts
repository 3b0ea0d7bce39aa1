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
    'zoom.yaml:2:5: an endpoint needs "pathTemplate" or "pathRegex"\n    2 |   - pathTemplates: /v2/users\n      |     ^',
  ]);
});

describe('every problem is reported at once, at its place', () => {
  const text = `allowedRequestHeaders: [Authorization, x-ok]
definitions:
  a: { $ref: '#/definitions/b' }
  b: { anyOf: [{ $ref: '#/definitions/a' }] }
  list: { type: array }
endpoints:
  - pathTemplate: v2/users
    allowedMethods: [GTE]
    responseSchema: { type: object, properties: { x: { type: strin } } }
  - pathTemplate: /v2/{x}/{x}
    pathRegex: /v2
    responseSchema: { $ref: '#/definitions/lst' }
  - id: Bad Id
    pathTemplate: /v2/{id}
    pathParameterSchemas: { idd: { type: text, required: true } }
    responseSchema: { type: object }
    transforms:
      - !<redcat>
        jsonPaths: [$.a]
      - !<redact>
        jsonPaths: ['$.a[', $]
      - !<pseudonymize>
        jsonPaths: []
        encoding: URL_SAFE
      - !<pseudonymize>
        jsonPaths: [$.a]
        encoding: URL_SAFE_HASH_ONLY
        includeReversible: true
      - !<textDigest>
        jsonPath: [$.a]
  - pathTemplate: /v2/{m+}
    responseSchema: { type: string, properties: {}, pattern: 'a++', maxLength: x }
allowAllEndpoints: false
`;
  test('in one file', () => {
    expect(problemsOf(text)).toEqual([
      'forbidden-header 1:25',
      'bad-schema 3:3',
      'bad-schema 4:3',
      'bad-schema 5:9',
      'bad-template 7:19',
      'unknown-method 8:22',
      'bad-schema 9:62',
      'two-paths 11:5',
      'unknown-definition 12:29',
      'wrong-type 13:9',
      'unknown-parameter 15:29',
      'bad-parameter-schema 15:42',
      'bad-parameter-schema 15:48',
      'unknown-transform 18:9',
      'bad-path 21:21',
      'bad-path 21:29',
      'empty-list 23:9',
      'bad-option 24:19',
      'bad-option 28:9',
      'missing-key 29:9',
      'unknown-key 30:9',
      'unbounded-parameter 31:19',
      'bad-schema 32:37',
      'bad-regex 32:62',
      'wrong-type 32:80',
      'forbidden-key 33:1',
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

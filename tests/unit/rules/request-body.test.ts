import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../src/json.ts';
import { parseJson } from '../../../src/parse-json.ts';
import { acceptsBody } from '../../../src/rules/accept-body.ts';
import { parseRules } from '../../../src/rules/parse-rules.ts';
import type { RulesMode } from '../../../src/rules/document.ts';
import type { RequestBody } from '../../../src/rules/policy.ts';
import { examplePseudonymizer } from '../../support/example-pseudonymizer.ts';

const rulesWith = (requestBody: string): string => `endpoints:
  - pathTemplate: /v2/search
    allowedMethods: [POST]
    allowedQueryParams: []
    ${requestBody}
    responseSchema: { type: object }
`;

function accepts(requestBody: string, body: RequestBody, mode: RulesMode = 'strict'): boolean {
  const parsed = parseRules(rulesWith(requestBody), { mode });
  if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
  return acceptsBody(body, parsed.document.endpoints[0]?.requestBody, mode === 'compatible');
}

const json = (value: JsonValue, contentType = 'application/json'): RequestBody => ({ kind: 'json', contentType, value });
const jsonText = (text: string): RequestBody => json(parseJson(text));
const form = (text: string): RequestBody => ({
  kind: 'form',
  contentType: 'application/x-www-form-urlencoded',
  parameters: [...new URLSearchParams(text)],
});
const none: RequestBody = { kind: 'none' };
const withSchema = (schema: string): string => `requestBody: { content: { application/json: ${schema} } }`;

describe('whether a body passes', () => {
  test.each([
    ['no body where none is required', '', none, true, true],
    ['no body where one is required', 'requestBody: { required: true }', none, false, false],
    ['a body where the rules say nothing of bodies', '', json({}), false, true],
    ['a body without content in the rules', 'requestBody: { required: true }', json({}), false, true],
    ['a body whose content type has no schema', withSchema('{}'), form('a=1'), false, true],
    ['a body that fits', withSchema('{ type: object }'), json({ a: 1 }), true, true],
    ['a body that does not fit', withSchema('{ type: array }'), json({ a: 1 }), false, false],
  ])('%s', (_name, requestBody, body, strict, compatible) => {
    expect(accepts(requestBody, body, 'strict')).toBe(strict);
    expect(accepts(requestBody, body, 'compatible')).toBe(compatible);
  });

  test('the exact header text goes before the bare type', () => {
    const rules =
      'requestBody: { content: { application/json: { type: object }, application/json; charset=utf-8: { type: array } } }';

    expect(accepts(rules, json([], 'application/json; charset=utf-8'))).toBe(true);
    expect(accepts(rules, json({}, 'application/json; charset=utf-8'))).toBe(false);
    expect(accepts(rules, json({}, 'Application/JSON; charset=latin1'))).toBe(true);
  });

  test('a form is a flat map: the last of a name wins, a missing value is the empty text', () => {
    const rules = `requestBody:
      content:
        application/x-www-form-urlencoded:
          type: object
          properties: { a: { enum: ['2'] }, b: { enum: [''] } }
          additionalProperties: false`;

    expect(accepts(rules, form('a=1&a=2&b'))).toBe(true);
    expect(accepts(rules, form('a=2&a=1'))).toBe(false);
    expect(accepts(rules, form('a=2&c=1'))).toBe(false);
  });
});

const token = examplePseudonymizer().tokenize('u-0001');

describe('a body schema', () => {
  test.each([
    ['{ type: string }', '"a"', true],
    ['{ type: string }', '1', false],
    ['{ type: [string, "null"] }', 'null', true],
    ['{ type: integer }', '1.0', true],
    ['{ type: integer }', '9007199254740993', true],
    ['{ type: integer }', '1.5', false],
    ['{ type: number }', '1.5', true],
    ['{ type: boolean }', '"true"', false],
    ['{ type: object, required: [a] }', '{"b":1}', false],
    ['{ type: object, required: [a] }', '{"a":null}', true],
    ['{ required: [a] }', '[1]', true],
    ['{ properties: { a: { type: string } } }', '{"a":1}', false],
    ['{ properties: { a: { type: string } } }', '{"b":1}', true],
    ['{ properties: { a: {} }, additionalProperties: false }', '{"b":1}', false],
    ['{ items: { type: string } }', '["a",1]', false],
    ['{ items: { type: string } }', '{"a":1}', true],
    ['{ pattern: "[0-9]{2}" }', '"12"', true],
    ['{ pattern: "[0-9]{2}" }', '"123"', false],
    ['{ pattern: "[0-9]{2}" }', '123', true],
    ['{ enum: [a, 1, true] }', '1.0', true],
    ['{ enum: [a, 1, true] }', '"1"', false],
    ['{ enumValues: [a] }', '"b"', false],
    ['{ format: date }', '"2026-03-04"', true],
    ['{ format: date }', '"tomorrow"', false],
    ['{ format: pseudonym }', JSON.stringify(token), true],
    ['{ format: reversible-pseudonym }', JSON.stringify(`${token}@example.com`), true],
    ['{ format: pseudonym }', JSON.stringify(`x${token}`), false],
    ['{ format: pseudonym }', '"jane.roe@example.com"', false],
    ['{ properties: { __proto__: { type: string } } }', '{"__proto__":1}', false],
  ])('%s of %s: %s', (schema, text, expected) => {
    expect(accepts(withSchema(schema), jsonText(text))).toBe(expected);
  });
});

describe('a request body that the rules cannot mean', () => {
  test.each([
    ['requestBody: [a]', 'wrong-type', 5, 18],
    ['requestBody: { require: true }', 'unknown-key', 5, 20],
    ['requestBody: { required: 1 }', 'wrong-type', 5, 30],
    ['requestBody: { content: { text/plain: {} } }', 'bad-schema', 5, 31],
    [withSchema('{ type: text }'), 'bad-schema', 5, 57],
    [withSchema('{ format: email }'), 'bad-schema', 5, 59],
    [withSchema('{ maxLength: 3 }'), 'unknown-key', 5, 51],
    [withSchema('{ pattern: "(" }'), 'bad-regex', 5, 60],
    [withSchema('{ enum: [] }'), 'empty-list', 5, 51],
    [withSchema('{ additionalProperties: {} }'), 'wrong-type', 5, 73],
    ['requestBody: { content: { application/x-www-form-urlencoded: { type: array } } }', 'bad-schema', 5, 31],
  ])('%s is refused at its place', (requestBody, code, line, column) => {
    const parsed = parseRules(rulesWith(requestBody), { mode: 'strict' });

    expect(parsed.kind === 'problems' && parsed.problems).toMatchObject([{ code, line, column }]);
  });

  test('a body that no allowed method can have is a warning', () => {
    const text = rulesWith('requestBody: { required: true }').replace('[POST]', '[GET, HEAD]');

    const parsed = parseRules(text, { mode: 'strict' });

    expect(parsed.warnings).toMatchObject([{ code: 'body-never-read', line: 5, column: 5 }]);
  });
});

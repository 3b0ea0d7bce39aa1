import { describe, expect, test } from 'vitest';
import { compileSanitizer } from '../../../src/sanitize/compile-sanitizer.ts';
import type { LeakGuardMode } from '../../../src/sanitize/sanitizer.ts';
import type { SchemaNode, ValueNode } from '../../../src/sanitize/schema.ts';
import type { TransformRule } from '../../../src/sanitize/transform.ts';
import { transforms } from '../../../src/sanitize/transforms/index.ts';
import { examplePseudonymizer } from '../../support/example-pseudonymizer.ts';
import { optionsOf, pathOf, regexOf } from '../../support/transform-options.ts';

const position = { line: 1, column: 1 };
const pseudonymizer = examplePseudonymizer();

function node(parts: Partial<ValueNode>): ValueNode {
  return {
    kind: 'value',
    types: undefined,
    properties: undefined,
    items: undefined,
    values: undefined,
    pattern: undefined,
    maxLength: undefined,
    format: undefined,
    position,
    ...parts,
  };
}
const scalar = (...types: NonNullable<ValueNode['types']>): ValueNode => node({ types });
const string = scalar('string');
const array = (items: SchemaNode): ValueNode => node({ types: ['array'], items });
const object = (properties: Record<string, SchemaNode>): ValueNode =>
  node({ types: ['object'], properties: new Map(Object.entries(properties)) });
const rule = (
  kind: keyof typeof transforms,
  paths: string[],
  options = {},
  applyOnlyWhen?: string,
): TransformRule => ({
  kind,
  position,
  paths: paths.map((text) => ({ path: pathOf(text), position })),
  options: optionsOf(transforms[kind].options, options),
  applyOnlyWhen: applyOnlyWhen === undefined ? undefined : pathOf(applyOnlyWhen),
});

interface Given {
  schema?: SchemaNode;
  transforms?: TransformRule[];
  leakGuard?: LeakGuardMode;
  definitions?: Record<string, SchemaNode>;
  knownPaths?: string[];
}
function sanitize(text: string, given: Given) {
  const spec = {
    schema: given.schema,
    definitions: new Map(Object.entries(given.definitions ?? {})),
    transforms: given.transforms ?? [],
  };
  const knownPaths = given.knownPaths === undefined ? undefined : new Set(given.knownPaths);
  const { body, counts } = compileSanitizer(spec, {
    pseudonymizer,
    leakGuard: given.leakGuard ?? 'redact',
    knownPaths,
  })(text);
  return { body: body.text(), counts };
}
const kept = (value: unknown, schema: SchemaNode): string =>
  sanitize(JSON.stringify({ v: value }), { schema: object({ v: schema }) }).body;

const golden = object({
  s: string,
  i: scalar('integer'),
  n: scalar('number'),
  b: scalar('boolean'),
  o: object({ k: string }),
  a: array(string),
  u: node({}),
});

describe('the response schema keeps what it declares', () => {
  test.each([
    [
      '{"s":1,"i":3.9,"n":"x","b":null,"o":[],"a":["x",1,null],"u":{"z":1},"q":2}',
      '{"b":null,"a":["x"]}',
    ],
    [
      '{"s":null,"i":"5","o":{"k":"v","j":1},"a":null,"u":"t"}',
      '{"s":null,"o":{"k":"v"},"a":null,"u":"t"}',
    ],
    ['{"+x":{"secret":1},"s":"v"}', '{"s":"v"}'],
    ['{"i":9007199254740993,"n":1.10}', '{"i":9007199254740993,"n":1.10}'],
    ['{"i":3.0}', '{"i":3}'],
    ['{"i":1e2}', '{"i":100}'],
    ['{"i":1e21}', '{}'],
    ['{"i":true}', '{}'],
    ['{"a":[["x"],"y"]}', '{"a":["y"]}'],
    ['{"a":"x"}', '{}'],
    ['null', 'null'],
    ['{"__proto__":{"s":"x"},"s":"v"}', '{"s":"v"}'],
    ['{"s":"a"}\n{"s":"b"}', '{"s":"a"}\n{"s":"b"}'],
  ])('%s becomes %s', (input, output) => {
    expect(sanitize(input, { schema: golden }).body).toBe(output);
  });

  test('counts why it removed', () => {
    const { counts } = sanitize(
      '{"s":1,"i":3.9,"n":"x","b":null,"o":[],"a":["x",1,null],"u":{"z":1},"q":2}',
      { schema: golden },
    );
    expect(counts.removed).toMatchObject({ type_mismatch: 6, undeclared: 1 });
    expect(counts.removedPaths).toEqual(['$.s', '$.i', '$.n', '$.o', '$.a[*]', '$.u']);
    expect(counts.undeclaredNames).toEqual(['q']);
  });

  test('shows no undeclared name that could be data', () => {
    const { counts } = sanitize('{"jane@example.com":1,"x12345":1,"new_field":1}', {
      schema: golden,
    });
    expect(counts.undeclaredNames).toEqual(['?', 'new_field']);
    expect(counts.removed.undeclared).toBe(3);
  });

  test('does not count what the inventory of the source lists', () => {
    const schema = object({ users: array(object({ id: string })) });
    const { counts } = sanitize('{"users":[{"id":"1","dept":"x","zip":1}]}', {
      schema,
      knownPaths: ['$.users[*].id', '$.users[*].dept'],
    });
    expect(counts.undeclaredNames).toEqual(['zip']);
  });

  test.each(['[]', '"x"', 'not json', '{"s":'])('refuses the root %s', (input) => {
    expect(() => sanitize(input, { schema: golden })).toThrow(
      expect.objectContaining({ code: 'UNSANITIZABLE_RESPONSE' }),
    );
  });
});

describe('constraints', () => {
  const enumerated = node({ types: ['string'], values: ['a', 'b'] });
  const year = node({ types: ['string'], pattern: regexOf('[0-9]{4}') });
  const short = node({ types: ['string'], maxLength: 3 });
  const time = node({ types: ['string'], format: 'date-time' });
  const idOrUuid: SchemaNode = {
    kind: 'any-of',
    position,
    alternatives: [scalar('integer'), node({ types: ['string'], format: 'uuid' })],
  };
  test.each<[SchemaNode, unknown, boolean]>([
    [scalar('string', 'integer'), 'a', true],
    [scalar('string', 'integer'), 5, true],
    [scalar('string', 'integer'), true, false],
    [enumerated, 'a', true],
    [enumerated, 'A', false],
    [enumerated, null, true],
    [node({ values: [1] }), 1, true],
    [node({ values: [1] }), '1', false],
    [node({ values: [1] }), 2, false],
    [year, '2026', true],
    [year, 'x2026', false],
    [short, 'äöü', true],
    [short, 'abcd', false],
    [short, '👩‍🚀', true],
    [time, '2026-03-04T05:06:07Z', true],
    [time, '2026-03-04 05:06:07', true],
    [time, '03/04/2026 05:06', true],
    [time, '', true],
    [time, 'next Monday', false],
    [time, '2026-13-04', false],
    [time, '2026-03-04T24:00:00Z', false],
    [time, '2026-03-04T05:06:07,123+0100', true],
    [idOrUuid, 7, true],
    [idOrUuid, '7', false],
    [idOrUuid, '0A1b2c3d-0000-4000-8000-0123456789ab', true],
    [scalar(), 'x', false],
  ])('case %#: %j', (schema, value, isKept) => {
    expect(kept(value, schema)).toBe(isKept ? JSON.stringify({ v: value }) : '{}');
  });

  test('nulls in arrays stay only where the items list them', () => {
    expect(kept(['a', null, 1], array(scalar('string', 'null')))).toBe('{"v":["a",null]}');
    expect(kept(['a', null, 1], array(string))).toBe('{"v":["a"]}');
  });

  test('definitions may refer to themselves', () => {
    const tree: SchemaNode = { kind: 'ref', name: 'tree', position };
    const definitions = { tree: object({ id: scalar('integer'), children: array(tree) }) };
    expect(
      sanitize('{"id":1,"x":1,"children":[{"id":2,"children":[{"id":"3"}]}]}', {
        schema: tree,
        definitions,
      }).body,
    ).toBe('{"id":1,"children":[{"id":2,"children":[{}]}]}');
  });
});

describe('the leak guard removes', () => {
  const topic = object({
    topic: string,
    id: string,
    name: string,
    status: node({ types: ['string'], values: ['pending'] }),
  });
  const schema = object({ ...Object.fromEntries(topic.properties ?? []), tags: array(string) });
  const hideId = rule('pseudonymize', ['$.id']);
  const hideName = rule('redact', ['$.name']);
  test.each([
    ['an e-mail in a text', '{"topic":"Call with bob@example.org"}', '{}'],
    ['an e-mail in percent escapes', '{"topic":"https://x.example/?u=bob%40example.org"}', '{}'],
    ['a replaced id', '{"topic":"see U-0001-A now","id":"u-0001-a"}', /^\{"id":"t~[\w-]{43}"\}$/],
    [
      'a removed name, also in a list',
      '{"topic":"Call Jane Roe","tags":["jane roe","x"],"name":"Jane Roe"}',
      '{"tags":["x"]}',
    ],
    [
      'a name of five letters only as a whole',
      '{"topic":"Maria","tags":["Maria came"],"name":"Maria"}',
      '{"tags":["Maria came"]}',
    ],
    ['a name the schema does not declare', '{"topic":"Jane Roe!","user_name":"Jane Roe"}', '{}'],
  ])('%s', (_what, input, expected) => {
    const { body, counts } = sanitize(input, { schema, transforms: [hideId, hideName] });
    if (typeof expected === 'string') expect(body).toBe(expected);
    else expect(body).toMatch(expected);
    expect(counts.removed.leak).toBe(1 + Number(input.includes('tags":["jane')));
  });

  test('nothing inside a longer word, nothing of a list, no token', () => {
    const input =
      '{"topic":"xjane roey","status":"pending","name":"Pending","id":"bob@example.org"}';
    expect(sanitize(input, { schema, transforms: [hideId, hideName] }).body).toMatch(
      /^\{"topic":"xjane roey","status":"pending","id":"t~[\w-]{43}@example\.org"\}$/,
    );
  });

  test('no token inside a text, whatever stands behind it', () => {
    const mention = rule('pseudonymizeRegexMatches', ['$.topic'], {
      regex: '[a-z.]+@[a-z]+\\.[a-z]+',
    });
    const { body } = sanitize('{"topic":"ask bob@example.org. Or ann@example.org!"}', {
      schema,
      transforms: [mention],
    });
    expect(body).toMatch(
      /^\{"topic":"ask t~[\w-]{43}@example\.org\. Or t~[\w-]{43}@example\.org!"\}$/,
    );
  });

  test('nothing when it is off, everything when it fails', () => {
    const text = '{"topic":"bob@example.org"}';
    expect(sanitize(text, { schema, leakGuard: 'off' }).body).toBe(text);
    expect(() => sanitize(text, { schema, leakGuard: 'fail' })).toThrow(
      expect.objectContaining({ code: 'LEAK_BLOCKED' }),
    );
  });

  test('an e-mail beside an alternative with a list', () => {
    const either: SchemaNode = {
      kind: 'any-of',
      position,
      alternatives: [node({ types: ['string'], values: ['a'] }), string],
    };
    expect(kept('bob@example.org', either)).toBe('{}');
  });
});

describe('transforms', () => {
  test('run in order, and only where their condition holds', () => {
    const schema = object({ r: array(object({ t: scalar('integer'), e: string })) });
    const hide = rule('redact', ['$.r[*].e'], {}, '$.r[?(@.t == 1)]');
    expect(sanitize('{"r":[{"t":2,"e":"x"}]}', { schema, transforms: [hide] }).body).toBe(
      '{"r":[{"t":2,"e":"x"}]}',
    );
    expect(sanitize('{"r":[{"t":1,"e":"x"}]}', { schema, transforms: [hide] }).body).toBe(
      '{"r":[{"t":1}]}',
    );
    expect(sanitize('{}', { schema, transforms: [hide] }).body).toBe('{}');
  });

  test('remove and count what they cannot handle', () => {
    const schema = object({ id: object({ a: string }) });
    const { body, counts } = sanitize('{"id":{"a":"b"}}', {
      schema,
      transforms: [rule('pseudonymize', ['$.id'])],
    });
    expect(body).toBe('{}');
    expect(counts.removed.transform_mismatch).toBe(1);
  });

  test('count what they pseudonymize', () => {
    const schema = object({ ids: array(string) });
    const { counts } = sanitize('{"ids":["a-000001","b-000002",""]}', {
      schema,
      transforms: [rule('pseudonymize', ['$.ids[*]'])],
    });
    expect(counts.pseudonymized).toBe(2);
  });
});

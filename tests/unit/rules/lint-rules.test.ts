import { describe, expect, test } from 'vitest';
import { lintRules } from '../../../src/rules/lint-rules.ts';
import { parseRules } from '../../../src/rules/parse-rules.ts';

function lint(text: string): readonly string[] {
  const parsed = parseRules(text, { mode: 'compatible' });
  if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
  return lintRules(parsed.document).map(
    ({ code, line, column, message }) => `${String(line)}:${String(column)} ${code}: ${message}`,
  );
}

const endpoint = (lines: readonly string[]): string => ['endpoints:', '  - pathTemplate: /a', ...lines.map((line) => `    ${line}`)].join('\n');

describe('overlapping endpoints', () => {
  /** JSON is YAML. */
  const pair = (one: object, other: object): readonly string[] =>
    lint(`endpoints:\n  - ${JSON.stringify(one)}\n  - ${JSON.stringify(other)}\n`);
  const template = (pathTemplate: string): object => ({ pathTemplate });
  const regex = (pathRegex: string): object => ({ pathRegex });

  test.each([
    [template('/a/{x}'), template('/A/b'), '/A/b'],
    [template('/a/b'), template('/a/{x}'), '/a/b'],
    [template('/a/{x}'), template('/a/{y}'), '/a/1'],
    [template('/a/{x}.json'), template('/a/{y}'), '/a/1.json'],
    [regex('/a/[0-9]+'), template('/a/{x}'), '/a/1'],
    [regex('^/a/(b|c)$'), template('/a/c'), '/a/c'],
    [regex('/a/.*'), regex('/a/[a-z]+'), '/a/a'],
  ])('%j and %j share %s: the first wins', (one, other, path) => {
    expect(pair(one, other)).toEqual([
      `3:5 overlap: "e01" (line 2) and "e02" both match GET ${path}; "e01" wins`,
    ]);
  });

  const onlyDigits = { x: { pattern: '[0-9]+' } };

  test.each([
    [template('/a/b'), template('/a/c')],
    [template('/a/{x}'), template('/a/{x}/c')],
    [template('/a'), { ...template('/a'), allowedMethods: ['POST'] }],
    [{ ...template('/a/{x}'), pathParameterSchemas: onlyDigits }, template('/a/me')],
    [{ ...template('/a/{x+}'), pathParameterSchemas: onlyDigits }, template('/a/{y}/b')],
    [regex('/a/[0-9]+'), template('/b/{x}')],
  ])('%j and %j share nothing', (one, other) => {
    expect(pair(one, other)).toEqual([]);
  });
});

test('a path that the schema does not declare finds nothing', () => {
  const text = endpoint([
    'responseSchema: { properties: { users: { items: { properties: { id: { type: string } } } } } }',
    'transforms:',
    '  - !<redact>',
    "    jsonPaths: ['$.users[*].id', $.users.id, $..mail, '$..id']",
  ]);

  expect(lint(text)).toEqual([
    '6:38 nothing-to-do: the path $.users.id finds nothing: responseSchema declares no such place',
    '6:50 nothing-to-do: the path $..mail finds nothing: responseSchema declares no such place',
  ]);
});

test('a path that stands twice is transformed twice', () => {
  const text = endpoint([
    'transforms:',
    '  - !<pseudonymize>',
    '    jsonPaths: [$.a, $.b]',
    '  - !<redact>',
    '    jsonPaths: [$.a]',
  ]);

  expect(lint(text)).toEqual([
    '7:21 double-transform: the path $.a stands here for the second time: its values are transformed twice',
  ]);
});

describe('a value kept in clear under a name that looks like an identifier', () => {
  const schema = (name: string, node: string, transforms: readonly string[] = []): readonly string[] =>
    lint(endpoint([`responseSchema: { properties: { ${name}: ${node} } }`, ...transforms]));

  test.each(['email', 'user_email', 'name', 'displayName', 'home-phone', 'ipAddress', 'client_ip', 'picUrl', 'id', 'userID'])(
    '%s is named',
    (name) => {
      expect(schema(name, '{ type: string }')).toEqual([
        expect.stringContaining(`kept-identifier: $.${name} leaves in clear`),
      ]);
    },
  );

  test.each([
    ['status', '{ type: string }'],
    ['zip', '{ type: string }'],
    ['paid', '{ type: string }'],
    ['id', '{ type: string, enum: [a] }'],
    ['id', '{ type: string, format: uuid }'],
    ['email', '{ type: boolean }'],
    ['name', '{ type: object }'],
  ])('%s with %s is not', (name, node) => {
    expect(schema(name, node)).toEqual([]);
  });

  test('is not named where a transform meets it', () => {
    const transforms = ['transforms:', '  - !<pseudonymize>', '    jsonPaths: [$.email]'];

    expect(schema('email', '{ type: string }', transforms)).toEqual([]);
  });

  test('is named once for a definition that is used often', () => {
    const text = `definitions:\n  person: { properties: { email: { type: string } } }\nendpoints:\n  - pathTemplate: /a\n    responseSchema: { properties: { a: { $ref: '#/definitions/person' }, b: { $ref: '#/definitions/person' } } }\n`;

    expect(lint(text)).toEqual([
      '2:27 kept-identifier: $.a.email and 1 more like it leave in clear, and the name looks like an identifier',
    ]);
  });
});

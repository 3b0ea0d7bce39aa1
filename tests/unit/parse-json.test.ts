import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeJson } from '../../src/json.ts';
import { JsonSyntaxError, parseJson, parseJsonValues } from '../../src/parse-json.ts';

const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('a document survives the round trip as it was spelled', () => {
  test.each([
    '{"i":9007199254740993,"n":1.10}',
    '{"license_option":144115188075855872}',
    '[1e2,1E+2,-0,0,-1,0.1,1.0]',
    '{"b":1,"10":2,"9":3,"a":{"2":1,"1":2}}',
    '{"__proto__":{"x":1},"constructor":2}',
    '{"10":1,"__proto__":1.0}',
    '"text with 1.5 and \\"12\\": inside"',
    '9007199254740993',
    '1.10',
    '{"é":"ü/\u2028"}',
    '{}',
    nested(200),
    `{"a":1.0,"b":${nested(199)}}`,
  ])('%s', (text) => {
    expect(writeJson(parseJson(text))).toBe(text);
  });

  test('the last of two equal names wins', () => {
    expect(writeJson(parseJson('{"a":1,"b":2,"a":3}'))).toBe('{"a":3,"b":2}');
    expect(writeJson(parseJson('{"1":1,"b":2.0,"1":3}'))).toBe('{"1":3,"b":2.0}');
  });

  test('no name reaches a prototype', () => {
    parseJson('{"__proto__":{"polluted":1.0}}');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('any document, also beside one that needs care', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        const native = JSON.stringify(JSON.parse(text));
        expect(JSON.parse(writeJson(parseJson(text)))).toEqual(JSON.parse(native));
        const careful = `[1.50,${native}]`;
        expect(JSON.parse(writeJson(parseJson(careful)))).toEqual(JSON.parse(careful));
      }),
    );
  });
});

describe('what is no JSON', () => {
  test.each([
    '',
    ' ',
    '{',
    '{"a":1.0',
    '[1.0,]',
    '{"a" 1.5}',
    '{a:1.5}',
    '01',
    '1.',
    '+1',
    '[1.5]x',
    'nul',
    '"a\nb1.5"',
    '["\\x",1.5]',
    nested(201),
    `[1.0,${nested(200)}]`,
    '['.repeat(1_000_000),
  ])('is refused without a word of it: %.20s', (text) => {
    expect(() => parseJson(text)).toThrow(new JsonSyntaxError());
  });

  test('brackets inside strings are no levels', () => {
    expect(parseJson(JSON.stringify('['.repeat(1000)))).toBe('['.repeat(1000));
  });
});

describe('several values', () => {
  test.each([
    ['{"a":1}\n{"a":2}\n', ['{"a":1}', '{"a":2}']],
    ['{"a":1}{"a":1.0}', ['{"a":1}', '{"a":1.0}']],
    ['[1]', ['[1]']],
    ['1 2 "x"', ['1', '2', '"x"']],
  ])('%j', (text, values) => {
    expect(parseJsonValues(text).map(writeJson)).toEqual(values);
  });

  test.each(['', '\n', '{"a":1}\n{"a":', '{"a":1},{"a":2}'])('%j are none', (text) => {
    expect(() => parseJsonValues(text)).toThrow(JsonSyntaxError);
  });
});

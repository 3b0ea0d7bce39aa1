import { describe, expect, test } from 'vitest';
import { compileRegex } from '../../../src/regex/compile-regex.ts';
import type { Regex } from '../../../src/regex.ts';

function regexOf(source: string, ignoreCase = false): Regex {
  const compiled = compileRegex(source, { ignoreCase });
  if (compiled.kind === 'problem') throw new Error(`${source}: ${compiled.problem.expected}`);
  return compiled.regex;
}

describe('a regex of the rules', () => {
  test.each([
    ['[A-Za-z0-9+/]{22}==', 'aBcDeFgHiJkLmNoPqRsTuV==', true],
    ['[0-9]{4}', 'x2026', false],
    ['.*@.*', 'hi @x', true],
    ['.*', 'a\u2028b', false],
    ['(?s).*@.*', 'hi\n@x', true],
    ['.*@.*', 'hi\n@x', false],
    ['\\s+', '\v \t', true],
    ['[\\S]+', 'a\u00a0b', true],
    ['[^\\s]+', 'a\vb', false],
    ['(?i)abc', 'aBC', true],
    ['A|B', 'AX', false],
    ['\\Qa.b\\E', 'axb', false],
    ['\\Qa.b\\E', 'a.b', true],
    ['\\d+', '٣', false],
    ['\\p{Lu}+', 'ÄB', true],
    ['a{2}{', 'aa{', true],
    ['[a\\-z]+', 'a-z', true],
    ['(?!x).*', 'abc', true],
    ['(?!x).*', 'xbc', false],
    ['(?<=a)b|ab', 'ab', true],
    ['(?m)(?=a)a$', 'a\nb', false],
    ['x\\u0041', 'xA', true],
  ] as const)('%s on %j as a whole: %s', (source, text, expected) => {
    expect(regexOf(source).matchesWhole(text)).toBe(expected);
  });

  test.each([
    ['a++', 'no possessive quantifier', 3],
    ['(?>a)', 'a plain, named or non-capturing group, or look-around', 1],
    ['(a)\\1', 'no back-reference', 4],
    ['\\Ga', 'an escape of the dialect', 1],
    ['[a&&b]', 'no intersection', 3],
    ['[a', 'a closing ]', 1],
    ['(a', 'a regex that compiles', 1],
    ['*a', 'something to repeat before it', 1],
    ['(?(1)a|b)', 'a plain, named or non-capturing group, or look-around', 1],
  ] as const)('%s is refused: %s', (source, expected, at) => {
    expect(compileRegex(source)).toEqual({ kind: 'problem', problem: { at, expected } });
  });

  test('looks around only where that is allowed', () => {
    expect(compileRegex('(?=a)a', { lookAround: 'refused' }).kind).toBe('problem');
    expect(compileRegex('(?=(a+)+)a')).toMatchObject({ kind: 'regex', isSlow: true });
  });

  test('does not try a long text with the native engine', () => {
    const regex = regexOf('(?!b)a*');
    expect(regex.matchesWhole('a'.repeat(2048))).toBe(true);
    expect(regex.matchesWhole('a'.repeat(2049))).toBeUndefined();
    expect(regex.findAll('a'.repeat(2049))).toBeUndefined();
  });

  test('reads a megabyte in linear time', () => {
    expect(regexOf('(a+)+b').matchesWhole('a'.repeat(1_000_000))).toBe(false);
  });

  test.each(['@([\\w.-]+)', '@(?=.)([\\w.-]+)'])('%s finds spans with their groups', (source) => {
    const found = regexOf(source).findAll('é @ab and @c');
    expect(
      found?.map(({ start, end, groups }) => [start, end, groups[1]?.text, groups[1]?.start]),
    ).toEqual([
      [2, 5, 'ab', 3],
      [10, 12, 'c', 11],
    ]);
  });

  test.each(['(?<year>\\d+)(x)?', '(?=.)(?<year>\\d+)(x)?'])('%s names its groups', (source) => {
    const match = regexOf(source).matchWhole('2026');
    expect(match?.named.get('year')).toEqual({ start: 0, end: 4, text: '2026' });
    expect(match?.groups[2]).toBeUndefined();
  });
});

import { describe, expect, test } from 'vitest';
import { parseJsonPath } from '../../../src/json-path/parse-json-path.ts';
import { compileRegex } from '../../../src/regex/compile-regex.ts';

const parse = (text: string) => parseJsonPath(text, compileRegex);
const stepsOf = (text: string) => {
  const parsed = parse(text);
  return parsed.kind === 'path' ? parsed.path.steps : parsed.problem;
};

describe('equal paths have equal steps', () => {
  test.each([
    ['$.a.b', 'a.b'],
    ['$.a.b', "$['a']['b']"],
    ['$.a.b', "$.a.['b']"],
    ['$.a.b', ' $["a"].b '],
    ['$.a[*]', '$.a.*'],
    ["$['a','b']", `$[ 'a' , "b" ]`],
    ["$..['a']", '$..a'],
    ["$['\\u0061']", '$.a'],
    ['$[?(@.x==true)]', '$[?( @.x == true )]'],
    ["$[?(@.a=='x'||@.b&&!@.c)]", '$[?((@[\'a\'] == "x") || ((@.b) && (!(@.c))))]'],
  ])('%s and %s', (one, other) => {
    expect(stepsOf(one)).not.toHaveProperty('expected');
    expect(stepsOf(other)).toEqual(stepsOf(one));
  });
});

describe('the dialect has', () => {
  test.each([
    '$.e-mail',
    '$.@odata',
    '$.a:b',
    '$.größe',
    "$['x[*]']",
    '$..*',
    '$..[*]',
    '$..[0]',
    '$..[?(@.k)]',
    '$[0]',
    '$[-1]',
    '$[0,2]',
    '$[1:]',
    '$[:2]',
    '$[-2:]',
    '$[1:3]',
    '$.h[?(!(@.n =~ /^A|B$/i))]',
    "$.h[?(@.n in ['a','b'])].v",
    '$.h[?(@.n nin [1, null])].v',
    "$.t[?(@.by != 'X')].by",
    "$.u[?(@ != 'X')]",
    '$.u[?(@.a[0].b<=5)]',
    "$.u[?('x' == @.y)]",
    '$.u[?(@.x =~ /a\\/b/)]',
  ])('%s', (text) => {
    expect(parse(text).kind).toBe('path');
  });
});

describe('what is outside the dialect is refused with its place', () => {
  test.each([
    ['$', 2],
    ['', 1],
    ['$.a.length()', 11],
    ['$[?@.x]', 4],
    ['$[0:2:1]', 6],
    ["$['a',0]", 7],
    ["$[?('a' == 'b')]", 5],
    ["$['a", 3],
    ['$.a[', 5],
    ['$.a .b', 4],
    ['$. a', 3],
    ['$[?(@.a == $.b)]', 12],
    ['$.a[?(@.x =~ /(?=a)/)]', 14],
    ['$.a[?(@.x =~ /a/x)]', 17],
    ['$.a[?(@.x', 10],
    ["$['\\q']", 5],
    ['$.[0]', 6],
  ])('%s at character %i', (text, at) => {
    const parsed = parse(text);
    expect(parsed.kind === 'problem' && parsed.problem.at).toBe(at);
  });
});

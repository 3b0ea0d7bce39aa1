import { describe, expect, test } from 'vitest';
import { isJsonObject, setProperty, type JsonValue } from '../../../src/json.ts';
import { compileLocate, valueAt } from '../../../src/json-path/locate.ts';
import { parseJsonPath } from '../../../src/json-path/parse-json-path.ts';
import { compileRegex } from '../../../src/regex/compile-regex.ts';

const mapped = (value: JsonValue | undefined): string =>
  `M(${typeof value === 'string' ? value : JSON.stringify(value)})`;

/** Applies a change at every location, from the last to the first; containers met by a mapping are removed. */
function change(text: string, document: unknown, action: 'map' | 'del'): unknown {
  const parsed = parseJsonPath(text, compileRegex);
  if (parsed.kind === 'problem') throw new Error(parsed.problem.expected);
  const holder: { root: JsonValue } = { root: structuredClone(document) as JsonValue };
  for (const location of compileLocate(parsed.path)(holder).toReversed()) {
    const value = valueAt(location);
    const { parent, key } = location;
    const isRemoved = action === 'del' || Array.isArray(value) || isJsonObject(value);
    if (Array.isArray(parent) && isRemoved) parent.splice(Number(key), 1);
    else if (Array.isArray(parent)) parent[Number(key)] = mapped(value);
    else if (isRemoved) Reflect.deleteProperty(parent, key);
    else setProperty(parent, String(key), mapped(value));
  }
  return holder.root;
}

const wrap = (list: readonly unknown[], name = 'h') => ({ [name]: list });

describe('what a path finds', () => {
  test.each<[string, 'map' | 'del', unknown, unknown]>([
    ["$.m[*]['t','u']", 'del', { m: [{ t: 's' }, { u: 'x', k: 1 }] }, { m: [{}, { k: 1 }] }],
    [
      "$..['t','u','c']",
      'del',
      {
        m: [
          { t: 1, u: 2, c: 3 },
          { t: 1, u: 2 },
        ],
      },
      { m: [{}, {}] },
    ],
    [
      "$.m[*]['id','n']",
      'map',
      { m: [{ id: 's', n: null }, { n: 12 }, { x: 1 }] },
      { m: [{ id: 'M(s)', n: 'M(null)' }, { n: 'M(12)' }, { x: 1 }] },
    ],
    [
      "$..['user','owner'].login",
      'map',
      { user: { login: 'l' }, x: { owner: { login: 'm' } } },
      { user: { login: 'M(l)' }, x: { owner: { login: 'M(m)' } } },
    ],
    ["$['a','a']", 'map', { a: 1 }, { a: 'M(1)' }],
    ['$.a.b', 'map', { a: {} }, { a: {} }],
    ['$.a.b', 'map', {}, {}],
    ['$.a.b', 'map', { a: null }, { a: null }],
    ['$.a.b', 'map', { a: [{ b: 1 }] }, { a: [{ b: 1 }] }],
    ['$.a[*]', 'map', { a: { x: 1 } }, { a: { x: 'M(1)' } }],
    ['$.a[*].b', 'map', { a: [null, 1, { b: 2 }] }, { a: [null, 1, { b: 'M(2)' }] }],
    ['$..e', 'map', { e: { e: 'in' }, l: [{ e: 'x' }] }, { l: [{ e: 'M(x)' }] }],
    ['$..p[*]', 'del', { p: ['a', 'b', 'c'] }, { p: [] }],
    [
      '$.h[?(!(@.n =~ /^A|B$/i))]',
      'del',
      wrap([{ n: 'a' }, { n: 'b' }, { n: 'AX' }, { n: 'C' }, {}, { n: null }]),
      wrap([{ n: 'a' }, { n: 'b' }]),
    ],
    [
      "$.h[?(@.n in ['a','b'])].v",
      'map',
      wrap([{ n: 'a', v: 1 }, { n: 'c', v: 1 }, { v: 1 }]),
      wrap([{ n: 'a', v: 'M(1)' }, { n: 'c', v: 1 }, { v: 1 }]),
    ],
    ["$.t[?(@.by != 'X')].by", 'map', { t: { by: 'Y' } }, { t: { by: 'M(Y)' } }],
    [
      "$.u[?(@ != 'X')]",
      'map',
      { u: ['X', 'Y', 5, null] },
      { u: ['X', 'M(Y)', 'M(5)', 'M(null)'] },
    ],
    [
      '$.u[?(@.f != true)].b',
      'map',
      wrap([{ f: true, b: 1 }, { b: 1 }, { f: null, b: 1 }], 'u'),
      wrap([{ f: true, b: 1 }, { b: 'M(1)' }, { f: null, b: 'M(1)' }], 'u'),
    ],
    [
      '$.u[?(@.f==true && @.b =~ /.*@.*/)].b',
      'map',
      wrap(
        [
          { f: true, b: 'hi @x' },
          { f: true, b: 'hi\n@x' },
        ],
        'u',
      ),
      wrap(
        [
          { f: true, b: 'M(hi @x)' },
          { f: true, b: 'hi\n@x' },
        ],
        'u',
      ),
    ],
    ['$.u[?(@.x)]', 'map', { u: 'text' }, { u: 'text' }],
    [
      '$.u[?(!@.x)].y',
      'map',
      wrap([{ x: 1, y: 1 }, { x: null, y: 1 }, { y: 1 }], 'u'),
      wrap([{ x: 1, y: 1 }, { x: null, y: 1 }, { y: 'M(1)' }], 'u'),
    ],
    [
      '$.u[?(@.x < 5)].y',
      'map',
      wrap([{ x: 1, y: 1 }, { x: '1', y: 1 }, { x: 9, y: 1 }, { y: 1 }], 'u'),
      wrap([{ x: 1, y: 'M(1)' }, { x: '1', y: 1 }, { x: 9, y: 1 }, { y: 1 }], 'u'),
    ],
    [
      '$.u[?(@.x == 1)].y',
      'map',
      wrap(
        [
          { x: 1, y: 1 },
          { x: '1', y: 1 },
          { x: true, y: 1 },
        ],
        'u',
      ),
      wrap(
        [
          { x: 1, y: 'M(1)' },
          { x: '1', y: 'M(1)' },
          { x: true, y: 1 },
        ],
        'u',
      ),
    ],
    [
      '$.u[?(@.x == null)].y',
      'map',
      wrap([{ x: null, y: 1 }, { y: 1 }, { x: 0, y: 1 }], 'u'),
      wrap([{ x: null, y: 'M(1)' }, { y: 1 }, { x: 0, y: 1 }], 'u'),
    ],
    [
      "$..from..[?(@.k != 'b')].id",
      'map',
      {
        from: {
          u: { k: 'a', id: 1 },
          v: { k: 'b', id: 2 },
          l: [{ k: 'b', id: 5 }, { id: 6 }],
          id: 3,
        },
        id: 4,
      },
      {
        from: {
          u: { k: 'a', id: 'M(1)' },
          v: { k: 'b', id: 2 },
          l: [{ k: 'b', id: 5 }, { id: 'M(6)' }],
          id: 'M(3)',
        },
        id: 4,
      },
    ],
    ['$..from..id', 'map', { from: { from: { id: 1 } } }, { from: { from: { id: 'M(1)' } } }],
    ['$.u[-1]', 'map', { u: [1, 2, 3] }, { u: [1, 2, 'M(3)'] }],
    ['$.u[5]', 'map', { u: [1, 2, 3] }, { u: [1, 2, 3] }],
    ['$.u[2,0,-1]', 'del', { u: [1, 2, 3] }, { u: [2] }],
    ['$.u[1:]', 'map', { u: [1, 2, 3] }, { u: [1, 'M(2)', 'M(3)'] }],
    ['$.u[-2:]', 'map', { u: [1, 2, 3] }, { u: [1, 'M(2)', 'M(3)'] }],
    ['$.u[:-1]', 'del', { u: [1, 2, 3] }, { u: [3] }],
    ['$.__proto__', 'map', { a: 1 }, { a: 1 }],
    ['$.constructor', 'map', { a: 1 }, { a: 1 }],
  ])('%s (%s) on %j', (path, action, document, expected) => {
    expect(change(path, document, action)).toEqual(expected);
  });
});

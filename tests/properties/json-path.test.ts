/** The compiled JSON paths against two oracles: a slow reference of our own, and jsonpath-plus. */
import fc from 'fast-check';
import { JSONPath } from 'jsonpath-plus';
import { describe, expect, test } from 'vitest';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/json.ts';
import { compileLocate } from '../../src/json-path/locate.ts';
import {
  anyName,
  commonName,
  filterStep,
  indexStep,
  pathOfSteps,
  placeStep,
  randomDocument,
} from '../support/random-json.ts';
import { referenceLocate, type Place } from '../support/reference-json-path.ts';
import { pathOf } from '../support/transform-options.ts';

const RUNS = process.env['SCRIM_NIGHTLY'] === '1' ? 100_000 : 2_000;

/** Where a compiled path leads, in its order. */
function compiledPlaces(path: string, document: JsonValue): readonly Place[] {
  const places = new Map<unknown, Place>();
  const visit = (value: JsonValue, place: Place): void => {
    places.set(value, place);
    if (!Array.isArray(value) && !isJsonObject(value)) return;
    for (const [key, child] of Object.entries(value)) {
      visit(child, [...place, Array.isArray(value) ? Number(key) : key]);
    }
  };
  visit(document, []);
  const holder: JsonObject = { root: document };
  return compileLocate(pathOf(path))(holder).map(({ parent, key }) =>
    parent === holder ? [] : [...(places.get(parent) ?? ['nowhere']), key],
  );
}

/** JSON pointers (RFC 6901), for comparison as sets. */
const pointers = (places: readonly Place[]): readonly string[] =>
  places
    .map((place) =>
      place.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    )
    .sort();

const libraryPointers = (path: string, json: JsonValue): readonly string[] => {
  const options = { path, json: json as object, eval: false, resultType: 'pointer' } as const;
  return (JSONPath(options) as string[]).sort();
};

const document = randomDocument({ names: anyName });
const path = pathOfSteps(placeStep(anyName), placeStep(anyName), indexStep(), filterStep);

test(`a path finds what the reference finds, each place once, in ${String(RUNS)} random pairs`, () => {
  let found = 0;
  fc.assert(
    fc.property(document, path, (given, text) => {
      const places = compiledPlaces(text, given);

      expect(pointers(places)).toEqual(pointers(referenceLocate(given, pathOf(text).steps)));
      found += Number(places.length > 0);
    }),
    { numRuns: RUNS },
  );
  // About a fifth of them; far fewer would prove little.
  expect(found).toBeGreaterThan(RUNS / 8);
});

test('inner places come after outer ones and higher indexes after lower ones, so that changing from the end shifts nothing', () => {
  fc.assert(
    fc.property(document, path, (given, text) => {
      const places = compiledPlaces(text, given);

      for (const [at, place] of places.entries()) {
        for (const later of places.slice(at + 1)) {
          const isInside = later.length < place.length && later.every((key, n) => key === place[n]);
          expect(isInside).toBe(false);
          const last = place.at(-1);
          const isSibling =
            later.length === place.length && later.slice(0, -1).every((key, n) => key === place[n]);
          const laterLast = later.at(-1);
          if (isSibling && typeof last === 'number' && typeof laterLast === 'number') {
            expect(laterLast).toBeGreaterThan(last);
          }
        }
      }
    }),
    { numRuns: RUNS },
  );
});

describe('against jsonpath-plus, evaluation off', () => {
  // `[0]` of a text is its first character there; RFC 9535, 2.3.3.2, selects elements of arrays alone.
  const scalars = fc.constantFrom<JsonValue>('', 0, 1, -2.5, true, false, null);
  const plainDocument = randomDocument({ names: commonName, scalars });
  // Negative indexes find nothing there; RFC 9535, 2.3.3.2, counts them from the end.
  const plainPath = pathOfSteps(
    placeStep(commonName),
    placeStep(commonName),
    indexStep(fc.nat({ max: 3 })),
  );

  test(`a path without filters finds the same in ${String(RUNS)} random pairs`, () => {
    let found = 0;
    fc.assert(
      fc.property(plainDocument, plainPath, (given, text) => {
        const places = pointers(compiledPlaces(text, given));

        // Two descents give a place twice there, as RFC 9535, 2.5.2.2, has it; here it counts once.
        expect(places).toEqual([...new Set(libraryPointers(text, given))]);
        found += Number(places.length > 0);
      }),
      { numRuns: RUNS },
    );
    expect(found).toBeGreaterThan(RUNS / 5);
  });

  test.each<
    [difference: string, path: string, document: JsonValue, ours: string[], theirs: string[]]
  >([
    ['2.3.3.2: an index selects from arrays alone', '$.a[0]', { a: 'xy' }, [], ['/a/0']],
    ['2.3.3.2: a negative index counts from the end', '$.a[-1]', { a: [1, 2] }, ['/a/1'], []],
    [
      '2.5.2.2: two descents may give a place twice; here it is changed once',
      '$..a..b',
      { a: { a: { b: 1 } } },
      ['/a/a/b'],
      ['/a/a/b', '/a/a/b'],
    ],
  ])('differs, RFC 9535, %s', (_difference, text, given, ours, theirs) => {
    expect(pointers(compiledPlaces(text, given))).toEqual(ours);
    expect(libraryPointers(text, given)).toEqual(theirs);
  });

  test('filters are left to the reference: with evaluation off the library refuses them', () => {
    // RFC 9535, 2.3.5.2, tests the members of an object; the dialect of rules tests the object itself.
    expect(() => libraryPointers('$.a[?(@.b)]', { a: [{ b: 1 }] })).toThrow();
    expect(pointers(compiledPlaces('$.a[?(@.b)]', { a: { b: 1 } }))).toEqual(['/a']);
  });
});

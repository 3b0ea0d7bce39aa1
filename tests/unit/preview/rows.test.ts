import { expect, test } from 'vitest';
import { parseJson } from '../../../src/parse-json.ts';
import { createFieldPlaces } from '../../../src/preview/field-places.ts';
import { compareDocuments } from '../../../src/preview/rows.ts';
import { placeText } from '../../../src/rules/schema-places.ts';

/** The lines as `before | after`, indented, and the places whose fate was asked for. */
function compare(before: string, after: string | undefined) {
  const { root, fields } = createFieldPlaces((steps) => ({
    path: placeText(steps),
    fate: 'remove',
    line: 1,
    reason: { kind: 'undeclared' },
    outcomes: ['remove'],
    admitted: [],
    effects: [],
  }));
  const rows = compareDocuments(
    parseJson(before),
    after === undefined ? undefined : parseJson(after),
    root,
  );
  const lines = rows.map(
    ([level, old, made]) => `${' '.repeat(level)}${old ?? '–'} | ${made ?? '–'}`,
  );
  return { lines, paths: fields.map(({ path }) => path) };
}

test('what is removed leaves a gap beside it', () => {
  const { lines, paths } = compare(
    '{"id":"u-1","name":"Jane","seen":{"at":"here"},"size":12345678901234567890}',
    '{"id":"t~x","size":12345678901234567890}',
  );

  expect(lines).toEqual([
    '{ | {',
    ' "id": "u-1" | "id": "t~x"',
    ' "name": "Jane" | –',
    ' "seen": { | –',
    '  "at": "here" | –',
    ' } | –',
    ' "size": 12345678901234567890 | "size": 12345678901234567890',
    '} | }',
  ]);
  expect(paths).toEqual(['$.id', '$.name', '$.seen', '$.seen.at', '$.size']);
});

test('the elements that stay are beside what became of them, whichever before them went', () => {
  expect(
    compare('[true,"a",{"n":1,"s":"x"},{"n":2,"s":"y"}]', '["b",{"n":2,"s":"z"}]').lines,
  ).toEqual([
    '[ | [',
    ' true | –',
    ' "a" | "b"',
    ' { | –',
    '  "n": 1 | –',
    '  "s": "x" | –',
    ' } | –',
    ' { | {',
    '  "n": 2 | "n": 2',
    '  "s": "y" | "s": "z"',
    ' } | }',
    '] | ]',
  ]);
});

test('elements of all rows are one place, a property named * is another', () => {
  expect(compare('[{"a":1},{"a":2,"*":3}]', '[]').paths).toEqual(['$[*]', '$[*].a', "$[*]['*']"]);
});

test('a document of which nothing leaves has nothing on the other side', () => {
  expect(compare('{"a":[],"b":{}}', undefined).lines).toEqual([
    '{ | –',
    ' "a": [] | –',
    ' "b": {} | –',
    '} | –',
  ]);
});

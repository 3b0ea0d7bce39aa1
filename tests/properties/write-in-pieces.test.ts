import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeJson } from '../../src/json.ts';
import { parseJson } from '../../src/parse-json.ts';
import { writeInPieces } from '../../src/sanitize/write-in-pieces.ts';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'toJSON', '12'));
const leaf = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
const row = fc.dictionary(text, leaf, { maxKeys: 4 });
const list = fc.oneof(fc.array(leaf, { maxLength: 60 }), fc.array(row, { maxLength: 60 }));
const longList = fc
  .tuple(fc.integer({ min: 1, max: 6_000 }), fc.integer({ min: 0, max: 60 }))
  .map(([length, count]) => Array.from({ length: count }, () => 'x'.repeat(length)));
const property = fc.oneof(leaf, row, list, longList);
const body = fc.oneof(property, fc.dictionary(text, property, { maxKeys: 5 }));

test('the pieces together are the text, whatever the body', () => {
  let most = 0;
  fc.assert(
    fc.property(body, (one) => {
      // Read exactly, so that names like "12" stand in their order.
      const value = parseJson(JSON.stringify(one));

      const pieces = writeInPieces(value, writeJson);

      expect(pieces.join('')).toBe(writeJson(value));
      most = Math.max(most, pieces.length);
    }),
    { numRuns: 300 },
  );
  expect(most).toBeGreaterThan(10);
});

test('no piece of many rows is a long one', () => {
  const rows = Array.from({ length: 3000 }, (_, at) => ({ id: 'x'.repeat(at % 200) }));

  const pieces = writeInPieces({ rows, next: '' }, JSON.stringify);

  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(128 * 1024);
  expect(pieces.length).toBeLessThan(30);
});

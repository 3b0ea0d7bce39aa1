import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CellMemo, type Span } from '../../../src/bulk/columns/cell-memo.ts';
import { viewOf } from '../../../src/bulk/csv/byte-queue.ts';

const MARGIN = 7;

/** A cell in the midst of others, as in a file. */
function spanOf(cell: Buffer): Span {
  const bytes = Buffer.alloc(cell.length + 2 * MARGIN, 0x2c);
  cell.copy(bytes, MARGIN);
  return { bytes, view: viewOf(bytes), start: MARGIN, end: MARGIN + cell.length };
}

function remembered(memo: CellMemo, treatment: number, cell: Buffer): Buffer | undefined {
  if (!memo.find(treatment, spanOf(cell))) return undefined;
  const target = Buffer.alloc(memo.valueBytes + 2 * MARGIN, 0x2c);
  memo.copyValue(viewOf(target), MARGIN);
  const around = [target.subarray(0, MARGIN), target.subarray(MARGIN + memo.valueBytes)];
  expect(around.map((bytes) => bytes.toString())).toEqual([',,,,,,,', ',,,,,,,']);
  return target.subarray(MARGIN, MARGIN + memo.valueBytes);
}

/** Few letters, so that cells of all lengths differ in one place only. */
const bytesUpTo = (maxLength: number): fc.Arbitrary<Buffer> =>
  fc
    .array(fc.constantFrom(0x61, 0x62, 0xff), { minLength: 1, maxLength, size: 'max' })
    .map((bytes) => Buffer.from(bytes));

describe('the memo of cells', () => {
  test('gives for each cell under each treatment what was stored for it, and nothing for others', () => {
    const stored = fc.record({
      treatment: fc.integer({ min: 0, max: 3 }),
      cell: fc.oneof(bytesUpTo(9), bytesUpTo(200)),
      value: fc.oneof(bytesUpTo(9), bytesUpTo(300)),
      mark: fc.integer({ min: 0, max: 1 }),
    });
    const keyOf = (treatment: number, cell: Buffer): string =>
      `${String(treatment)} ${cell.toString('hex')}`;

    fc.assert(
      fc.property(fc.array(stored, { maxLength: 40 }), (entries) => {
        const memo = new CellMemo();
        const told = new Map<string, (typeof entries)[number]>();
        for (const entry of entries) {
          const { treatment, cell, value, mark } = entry;
          const key = keyOf(treatment, cell);
          expect(remembered(memo, treatment, cell)).toEqual(told.get(key)?.value);
          if (told.has(key)) continue;
          memo.store(treatment, spanOf(cell), { bytes: value, mark });
          told.set(key, entry);
        }
        for (const { treatment, cell, value, mark } of told.values()) {
          expect(remembered(memo, treatment, cell)).toEqual(value);
          expect(memo.mark).toBe(mark);
        }
      }),
      { numRuns: 30 },
    );
  });

  test.each([1, 2, 3, 4, 5, 8, 31, 33, 40, 67, 68, 69])(
    'tells cells of %s bytes apart by any one byte',
    (length) => {
      const memo = new CellMemo();
      const cell = Buffer.alloc(length, 'a');
      memo.store(1, spanOf(cell), { bytes: Buffer.from('x'), mark: 0 });

      for (let at = 0; at < length; at += 1) {
        const other = Buffer.from(cell);
        other[at] = 0x62;
        expect(remembered(memo, 1, other)).toBeUndefined();
      }
      expect(remembered(memo, 1, cell)?.toString()).toBe('x');
    },
  );

  test('starts anew when it is full, and is right after that', () => {
    const memo = new CellMemo();
    const bytes = Buffer.alloc(1000, 'v');
    for (let index = 0; index < 20_000; index += 1) {
      const cell = Buffer.from(`cell ${String(index)}`);
      bytes.writeUInt32BE(index);
      memo.store(1, spanOf(cell), { bytes, mark: 0 });
      expect(remembered(memo, 1, cell)?.readUInt32BE()).toBe(index);
    }

    expect(remembered(memo, 1, Buffer.from('cell 0'))).toBeUndefined();
  });
});

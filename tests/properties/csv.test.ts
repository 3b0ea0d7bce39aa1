import { Buffer } from 'node:buffer';
import process from 'node:process';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPseudonymizer } from '../../src/pseudonym/create-pseudonymizer.ts';
import { referenceColumns } from '../support/reference-columns.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { bulkSettings, pseudonymSettings, runBulk } from '../support/run-bulk.ts';

const RUNS = process.env['SCRIM_NIGHTLY'] === '1' ? 20_000 : 400;

const DELIMITERS = [',', ';', '\t', '|', '||', '¦'] as const;
/** What trips up readers of CSV, and some letters. */
const PIECES = [
  '"',
  '""',
  ',',
  ';',
  '|',
  '¦',
  '\n',
  '\r',
  '\r\n',
  ' ',
  '\t',
  '\u00a0',
  '\u3000',
  '\u200b',
];
const LETTERS = ['a', 'Z', '0', '5', '#', '!', '=', '-', 'é', '東', '😀', 'a@b.example', '%'];
const anyCell = fc.string({ unit: fc.constantFrom(...PIECES, ...LETTERS), maxLength: 6 });

interface Cell {
  readonly text: string;
  readonly wantsQuotes: boolean;
}

const cell: fc.Arbitrary<Cell> = fc.record({ text: anyCell, wantsQuotes: fc.boolean() });

/** A cell as it may stand in a file: in quotes, or bare where that is the same text to every reader. */
function encode({ text, wantsQuotes }: Cell, delimiter: string): string {
  const isBare =
    !/[\r\n]/.test(text) &&
    !text.includes(delimiter) &&
    !/^\s*"/.test(text) &&
    !mixes(text, delimiter);
  return wantsQuotes || !isBare ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Its end and the delimiter behind it could be read as another delimiter. */
function mixes(text: string, delimiter: string): boolean {
  return delimiter.length > 1 && (text.endsWith('|') || text.startsWith('|'));
}

const file = fc
  .record({
    delimiter: fc.constantFrom(...DELIMITERS),
    rows: fc.array(fc.tuple(cell, cell, cell), { maxLength: 12 }),
    lineEnds: fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: 1, maxLength: 4 }),
    endsOpen: fc.boolean(),
    width: fc.array(fc.constantFrom(2, 3, 3, 3), { minLength: 1, maxLength: 5 }),
  })
  .map(({ delimiter, rows, lineEnds, endsOpen, width }) => {
    const lines = [
      ['Id', 'Note', 'Gone'].join(delimiter),
      ...rows.map((row, index) =>
        row
          .slice(0, width[index % width.length])
          .map((one) => encode(one, delimiter))
          .join(delimiter),
      ),
    ];
    const text = lines
      .map((line, index) => line + (lineEnds[index % lineEnds.length] ?? ''))
      .join('');
    return { delimiter, text: endsOpen ? text.replace(/[\r\n]+$/, '') : text };
  });

const encoding = fc.constantFrom('utf8', 'bom', 'utf16le', 'utf16be');

function toBytes(text: string, how: string): Buffer {
  if (how === 'utf8') return Buffer.from(text);
  if (how === 'bom') return Buffer.from(`\uFEFF${text}`);
  const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return how === 'utf16le' ? little : little.swap16();
}

const pseudonymizer = createPseudonymizer(pseudonymSettings());
const treatments = new Map([
  [
    'id',
    (text: string) =>
      pseudonymizer.pseudonymize(text, {
        encoding: 'URL_SAFE_TOKEN',
        includeReversible: false,
        includeOriginal: false,
      }),
  ],
  ['note', (text: string) => text],
]);

test(`columnar output is what csv-parse and a slow reference make of the file, in ${String(RUNS)} random files, encodings and chunks`, async () => {
  await fc.assert(
    fc.asyncProperty(
      file,
      encoding,
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      async ({ text, delimiter }, how, isGzip, chunkBytes) => {
        const store = new MemoryStore();
        store.chunkBytes = chunkBytes;
        const plain = toBytes(text, how);

        const run = await runBulk({
          rules: {
            columnsToPseudonymize: ['Id'],
            columnsToInclude: ['Note'],
            delimiter,
            shuffleWindow: 0,
          },
          settings: bulkSettings({ leakGuard: 'off' }),
          bytes: isGzip ? gzipSync(plain) : plain,
          store,
        });

        expect(run.report).toMatchObject({ outcome: 'written', gzipIn: isGzip });
        expect(run.text).toBe(referenceColumns(text, treatments, delimiter));
      },
    ),
    { numRuns: RUNS },
  );
});

test('any bytes at all end written or rejected, the same however they are cut', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc
      .string({
        unit: fc.constantFrom(...PIECES, ...LETTERS, 'Id', 'Note', '\0', '\uD800'),
        maxLength: 30,
      })
      .map((text) => Buffer.from(text)),
  );
  await fc.assert(
    fc.asyncProperty(bytes, fc.integer({ min: 1, max: 9 }), async (given, chunkBytes) => {
      const rules = { columnsToPseudonymizeIfPresent: ['Id'], unlistedColumns: 'pass' };
      const ends = [];
      for (const size of [chunkBytes, 1_000_000]) {
        const store = new MemoryStore();
        store.chunkBytes = size;
        const run = await runBulk({ rules, bytes: Buffer.from(given), store });
        expect(['written', 'rejected']).toContain(run.report.outcome);
        expect(run.bytes === undefined).toBe(run.report.outcome === 'rejected');
        ends.push([run.report.code, run.report.error, run.text, run.report.rows]);
      }
      expect(ends[0]).toEqual(ends[1]);
    }),
    { numRuns: RUNS },
  );
});

test('a window of rows is the same rows in another order, keyed by salt and ETag', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 20 }),
      async (count, size) => {
        const rows = Array.from({ length: count }, (_, index) => `r${String(index)}`);
        const rules = { columnsToInclude: ['N'], shuffleWindow: size };
        const { text = '' } = await runBulk({ rules, bytes: ['N', ...rows, ''].join('\n') });

        const written = text.split('\n').slice(1, -1);
        const step = Math.max(1, size);
        for (let at = 0; at < count; at += step) {
          expect(written.slice(at, at + step).sort()).toEqual(rows.slice(at, at + step).sort());
        }
      },
    ),
    { numRuns: 60 },
  );
});

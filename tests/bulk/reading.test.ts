import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { MemoryStore } from '../support/memory-store.ts';
import { bulkSettings, runBulk, type BulkInput, type BulkRun } from '../support/run-bulk.ts';

const ALL = { unlistedColumns: 'pass', shuffleWindow: 0 };

/** How far a source was read when it ended depends on the chunks. */
const withoutBytes = ({ report }: BulkRun) => ({ ...report, bytes: null });

/** However the bytes are cut, the end is the same. */
async function read(input: Omit<BulkInput, 'rules'> & { rules?: unknown }): Promise<BulkRun> {
  const runs = [];
  for (const chunkBytes of [65_536, 1, 5]) {
    const store = new MemoryStore();
    store.chunkBytes = chunkBytes;
    runs.push(await runBulk({ rules: ALL, ...input, store }));
  }
  const [first, ...others] = runs;
  if (first === undefined) throw new Error('nothing was run');
  for (const other of others) {
    expect(withoutBytes(other)).toEqual(withoutBytes(first));
    expect(other.text).toBe(first.text);
  }
  return first;
}

const endOf = async (bytes: Buffer | string, settings = bulkSettings()) => {
  const { report, bytes: output } = await read({ bytes, settings });
  expect(output === undefined).toBe(report.outcome !== 'written');
  return { code: report.code, ...report.error };
};

describe('the encoding of a source', () => {
  const utf16 = (text: string) => Buffer.from(text, 'utf16le');

  test('is told by its byte-order mark, which is dropped, repeated ones too', async () => {
    const bom = '\uFEFF';
    expect((await read({ bytes: `${bom}${bom}A\nä\n` })).text).toBe('A\nä\n');
    expect((await read({ bytes: utf16(`${bom}A\n東😀\n`) })).text).toBe('A\n東😀\n');
    expect((await read({ bytes: utf16(`${bom}A\n東😀\n`).swap16() })).text).toBe('A\n東😀\n');
  });

  test.each([
    ['a byte that starts no character', Buffer.from([0x41, 0x0a, 0xc3, 0xa4, 0xff, 0x0a]), 4],
    ['an overlong form', Buffer.from([0x41, 0x0a, 0xc0, 0xaf]), 2],
    ['a surrogate in UTF-8', Buffer.from([0x41, 0x0a, 0xed, 0xa0, 0x80]), 2],
    ['beyond the last character', Buffer.from([0x41, 0x0a, 0xf4, 0x90, 0x80, 0x80]), 2],
    ['a character cut by another', Buffer.from([0x41, 0x0a, 0xe2, 0x82, 0x41, 0x42]), 2],
    ['a character cut by the end', Buffer.from([0x41, 0x0a, 0xf0, 0x9f, 0x98]), 2],
    ['NUL', Buffer.from('A\nb\0c\n'), 3],
  ])('must be whole: %s', async (_what, bytes, byteOffset) => {
    expect(await endOf(bytes)).toEqual({ code: 'ENCODING_INVALID', encoding: 'UTF-8', byteOffset });
  });

  test.each([
    ['a lone high surrogate', utf16('\uFEFFA\n').toString('hex') + '00d84200', 6],
    ['a lone low surrogate', utf16('\uFEFFA\n').toString('hex') + '00dc', 6],
    ['NUL', utf16('\uFEFFA\n\0').toString('hex'), 6],
    ['half a unit', utf16('\uFEFFA\n').toString('hex') + '41', 6],
  ])('must be whole in UTF-16 too: %s', async (_what, hex, byteOffset) => {
    const end = await endOf(Buffer.from(hex, 'hex'));
    expect(end).toEqual({ code: 'ENCODING_INVALID', encoding: 'UTF-16LE', byteOffset });
  });

  test('that is broken behind a broken row is not what ends the file', async () => {
    const bytes = Buffer.concat([Buffer.from('A,B\n1,"x"y,'), Buffer.from([0xff])]);
    expect(await endOf(bytes)).toMatchObject({ code: 'CSV_SYNTAX', row: 1, line: 2 });
  });
});

describe('gzip', () => {
  const text = 'A,B\n1,2\n';
  const member = gzipSync(text);
  const withFlags = (flags: number, ...fields: readonly (string | Buffer)[]) => {
    const header = Buffer.from(member.subarray(0, 10));
    header[3] = flags;
    return Buffer.concat([header, ...fields.map((one) => Buffer.from(one)), member.subarray(10)]);
  };

  test.each([
    ['one member', member, text],
    ['several members, also empty ones', [gzipSync('A,'), gzipSync(''), gzipSync('B\n')], 'A,B\n'],
    [
      'a member that ends within a character',
      [gzipSync(Buffer.from([0x41, 0x0a, 0xc3])), gzipSync(Buffer.from([0xa4]))],
      'A\nä\n',
    ],
    ['zeros behind the last member', [member, Buffer.alloc(20)], text],
    [
      'a name, a comment and more in the header',
      withFlags(4 + 8 + 16 + 2, Buffer.from([2, 0, 1, 1]), 'name\0', 'said\0', 'cc'),
      text,
    ],
  ])('is read: %s', async (_what, bytes, expected) => {
    const whole = Buffer.concat(Array.isArray(bytes) ? bytes : [bytes]);
    const { text: output, report } = await read({ bytes: whole });
    expect([output, report.gzipIn]).toEqual([expected, true]);
  });

  const broken = (at: number, byte: number): Buffer => {
    const copy = Buffer.from(member);
    copy[copy.length - at] = byte;
    return copy;
  };
  test.each([
    ['cut in the header', member.subarray(0, 6)],
    ['cut in the content', member.subarray(0, member.length - 12)],
    ['without its trailer', member.subarray(0, member.length - 8)],
    ['cut in the trailer', member.subarray(0, member.length - 1)],
    ['with another checksum', broken(8, 0)],
    ['with another size', broken(4, 99)],
    ['with something behind it', Buffer.concat([member, Buffer.from('x')])],
    ['with something behind zeros', Buffer.concat([member, Buffer.from([0, 0, 1])])],
    ['with flags that nobody knows', withFlags(0x20)],
    ['within gzip', gzipSync(member)],
  ])('is refused: %s', async (_what, bytes) => {
    expect(await endOf(bytes)).toMatchObject({ code: 'GZIP_INVALID' });
  });

  test('that grows beyond a limit ends as a bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(70_000_000, 'A'));
    const settings = bulkSettings({ maxRecordBytes: 100_000_000 });

    const byRatio = await runBulk({ rules: ALL, bytes: bomb, settings });
    expect(byRatio.report).toMatchObject({ code: 'INFLATION_LIMIT', error: { limit: 200 } });

    const small = bulkSettings({ maxInflatedBytes: 1000 });
    const bySize = await runBulk({
      rules: ALL,
      bytes: gzipSync('x\n'.repeat(600)),
      settings: small,
    });
    expect(bySize.report).toMatchObject({ code: 'INFLATION_LIMIT', error: { limit: 1000 } });
    expect([byRatio.bytes, bySize.bytes]).toEqual([undefined, undefined]);
  });

  test('goes out as gzip without name or time, and always where it is asked for', async () => {
    const settings = bulkSettings({ compressAlways: true });
    const { bytes, store } = await read({ bytes: text, settings });

    expect(bytes?.subarray(0, 10).toString('hex')).toMatch(/^1f8b0800{5}0?/);
    expect(bytes?.subarray(4, 8).toString('hex')).toBe('00000000');
    const facts = [...store.objects.values()].at(-1)?.facts;
    expect(facts?.contentEncoding).toBe('gzip');
  });
});

describe('labels of a source', () => {
  test.each([
    ['br', 'CONTENT_ENCODING_NOT_SUPPORTED'],
    ['gzip, gzip', 'CONTENT_ENCODING_NOT_SUPPORTED'],
    ['identity', null],
    ['aws-chunked', null],
    ['aws-chunked,GZIP', null],
  ])('Content-Encoding %s: %s', async (contentEncoding, code) => {
    const { report } = await runBulk({ rules: ALL, bytes: 'A\n1\n', contentEncoding });
    expect(report.code).toBe(code);
  });

  test('that say gzip of plain bytes only warn', async () => {
    const { report, store } = await runBulk({
      rules: ALL,
      bytes: 'A\n1\n',
      contentEncoding: 'gzip',
    });
    expect(report.warnings).toEqual([expect.stringContaining('labelled gzip and is none')]);
    expect([...store.objects.values()].at(-1)?.facts.contentEncoding).toBeUndefined();
  });
});

describe('CSV', () => {
  test.each([
    ['a no-break space alone is a blank cell', 'A,B\n\u00a0,1\n', 'A,B\n,1\n'],
    ['a tab is a delimiter before it is a blank', 'A\tB\n\t"x"\n', 'A\tB\n\tx\n', '\t'],
    ['a blank is a delimiter before it is a blank', 'A B\n1  2\n', undefined, ' '],
    ['a delimiter of two characters may start alone', 'A||B\n1|2||3\n', 'A||B\n1|2||3\n', '||'],
    ['a delimiter outside of ASCII', 'A¦B\n1¦"2¦3"\n', 'A¦B\n1¦"2¦3"\n', '¦'],
    [
      'ideographic blanks go, no-break spaces inside stay',
      'A\n\u3000x\u00a0y\u2028\n',
      'A\nx\u00a0y\n',
    ],
    ['blanks inside quotes go only if they are old ones', 'A\n" \tx\u3000"\n', 'A\nx\u3000\n'],
    ['a quoted line break keeps its form', 'A\n"x\ry"\r\n', 'A\n"x\ry"\n'],
    ['a quoted blank line is a row', 'A,B\n""\n1,2\n', 'A,B\n,\n1,2\n'],
    ['a row of delimiters is a row', 'A,B\n,\n', 'A,B\n,\n'],
    ['an empty last cell at the end of the file', 'A,B\n1,', 'A,B\n1,\n'],
    ['a quote as the last character', 'A\nx"', 'A\n"x"""\n'],
    ['CR alone, then CRLF', 'A\r1\r\n2\r', 'A\r1\r2\r'],
    ['a carriage return at the very end', 'A\n1\r', 'A\n1\n'],
  ])('%s', async (_what, given, expected, delimiter = ',') => {
    const { text, report } = await read({ rules: { ...ALL, delimiter }, bytes: given });
    expect(text).toBe(expected);
    expect(report.code).toBe(expected === undefined ? 'ROW_WIDTH' : null);
  });

  test('lines count as a person counts them, rows without blank lines', async () => {
    const bytes = '\nA,B\r\n\r\n"two\nlines\r\nor three",2\n\n1,2,3\n';
    expect(await endOf(bytes)).toEqual({ code: 'ROW_WIDTH', row: 2, line: 8 });
  });

  test('a record may be as long as the limit, and no longer', async () => {
    const settings = bulkSettings({ maxRecordBytes: 5 });
    expect(await endOf('A\r\n12345\r\n"345"\r\n', settings)).toEqual({ code: null });
    for (const bytes of ['A\n123456\n', 'A\n123456', 'A\n"123456', 'A\n"2"45,6x"']) {
      const end = await endOf(bytes, settings);
      expect([bytes, end.code === 'CSV_SYNTAX' || end.code === 'RECORD_TOO_LARGE']).toEqual([
        bytes,
        true,
      ]);
    }
    expect(await endOf('A\n"stray quote\n1\n2\n', settings)).toEqual({
      code: 'RECORD_TOO_LARGE',
      row: 1,
      line: 2,
      limit: 5,
    });
  });

  test('a header may have 16,384 columns, and no more', async () => {
    const header = (count: number) => Array.from({ length: count }, (_, n) => `c${n}`).join(',');
    const good = await runBulk({ rules: ALL, bytes: `${header(16_384)}\n1\n` });
    const bad = await runBulk({ rules: ALL, bytes: `${header(16_385)}\n1\n` });

    expect(good.report).toMatchObject({ outcome: 'written', padded: 1 });
    expect(bad.report).toMatchObject({
      code: 'RECORD_TOO_LARGE',
      error: { row: 0, limit: 16_384 },
    });
  });

  test('a header tells all that is wrong with it, and shows no name that may be data', async () => {
    const rules = { columnsToPseudonymize: ['Email', 'Id'], columnsToInclude: [] };
    const { report } = await runBulk({ rules, bytes: 'Note,Note,12345,jane@example.com\n' });

    expect(report).toMatchObject({
      code: 'COLUMN_DUPLICATE',
      error: {
        column: 'Note',
        positions: [1, 2],
        problems: [
          { code: 'COLUMN_DUPLICATE', column: 'Note' },
          { code: 'COLUMN_MISSING', column: 'Email' },
          { code: 'COLUMN_MISSING', column: 'Id' },
        ],
      },
    });
    const passing = await runBulk({ rules: ALL, bytes: 'Note,12345\n1,2\n' });
    expect(passing.report.columns?.kept).toEqual(['Note', 'column 2']);
  });
});

test('a cell that the leak guard empties counts each time it comes', async () => {
  const rules = {
    ...ALL,
    fieldsToTransform: { N: { newName: 'D', transforms: [{ filter: '.*' }] } },
  };
  const bytes =
    'N,M\nmail jane@example.com,1\nmail jane@example.com,"a ""b"" jane%40example.com"\n';

  const { report, text } = await read({ rules, bytes });

  expect(text).toBe('N,M,D\n,1,\n,,\n');
  expect(report.leakGuard).toEqual({ hits: 5, columns: { N: 2, M: 1, D: 2 } });
});

test('formulas get a mark only where the rules want it, and pseudonyms never', async () => {
  const bytes = 'N,Id\n=1+1,a\n"\t=x",b\n-5,c\n';
  const plain = await read({ bytes });
  const marked = await read({
    rules: { ...ALL, neutralizeFormulas: true, columnsToPseudonymize: ['Id'] },
    bytes,
  });

  expect(plain.text).toBe('N,Id\n=1+1,a\n=x,b\n-5,c\n');
  expect(marked.text).toMatch(/^N,Id\n'=1\+1,t~.*\n'=x,t~.*\n'-5,t~.*\n$/);
});

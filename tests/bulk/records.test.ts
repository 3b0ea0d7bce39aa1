import { describe, expect, test } from 'vitest';
import { MemoryStore } from '../support/memory-store.ts';
import {
  bulkSettings,
  runBulk,
  SOURCE,
  type BulkInput,
  type BulkRun,
} from '../support/run-bulk.ts';

const PASS = { unlistedFields: 'pass' };

/** How far a source was read when it ended depends on the chunks. */
const withoutBytes = ({ report }: BulkRun) => ({ ...report, bytes: null });

/** However the bytes are cut, the end is the same. */
async function read(input: BulkInput): Promise<BulkRun> {
  const runs = [];
  for (const chunkBytes of [65_536, 1, 4]) {
    const store = new MemoryStore();
    store.chunkBytes = chunkBytes;
    runs.push(await runBulk({ ...input, store }));
  }
  const [first, ...others] = runs;
  if (first === undefined) throw new Error('nothing was run');
  for (const other of others) {
    expect(withoutBytes(other)).toEqual(withoutBytes(first));
    expect(other.text).toBe(first.text);
  }
  return first;
}

describe('NDJSON', () => {
  const rules = { ...PASS, format: 'NDJSON', transforms: [{ redact: '$.gone' }] };

  test.each([
    [
      'lines end as they like',
      '{"a":1}\r\n{"a":2}\r{"a":3}\n\n\r\n{"a":4}',
      '{"a":1}\n{"a":2}\n{"a":3}\n{"a":4}\n',
    ],
    [
      'names keep their order, numbers their digits',
      '{"9":1.10,"1":-0,"__proto__":{"x":1e400}}\n',
      '{"9":1.10,"1":-0,"__proto__":{"x":1e400}}\n',
    ],
    ['a name twice: the last wins', '{"a":1,"a":2}\n', '{"a":2}\n'],
    ['strings are not trimmed', '{"a":" x "}\n', '{"a":" x "}\n'],
    ['nothing gives nothing', '\n \n', ''],
  ])('%s', async (_what, bytes, expected) => {
    expect((await read({ rules, bytes })).text).toBe(expected);
  });

  test.each([
    ['no JSON', '{"a":1}\n\n{"a":}\n', { row: 2, line: 3 }],
    ['no object', '5\n', { row: 1, line: 1 }],
    ['two objects on a line', '{} {}\n', { row: 1, line: 1 }],
    ['nested too deeply', `${'{"a":'.repeat(201)}1${'}'.repeat(201)}\n`, { row: 1 }],
  ])('is refused: %s', async (_what, bytes, error) => {
    const { report, bytes: output } = await read({ rules, bytes });
    expect(report).toMatchObject({ outcome: 'rejected', code: 'JSON_SYNTAX', error });
    expect(output).toBeUndefined();
  });

  test('a line longer than the limit is refused', async () => {
    const settings = bulkSettings({ maxRecordBytes: 7 });
    expect((await read({ rules, bytes: '{"a":1}\r\n', settings })).report.code).toBeNull();
    const { report } = await read({ rules, bytes: '{"a":1}\n{"a":12}\n', settings });
    expect(report).toMatchObject({ code: 'RECORD_TOO_LARGE', error: { row: 2, limit: 7 } });
  });
});

describe('a JSON array', () => {
  const rules = { ...PASS, format: 'JSON_ARRAY', transforms: [] };

  test.each([
    ['nothing in it', ' [ ] \n', '[]'],
    [
      'brackets and quotes in strings',
      '[{"a":"]}\\"["},\n{"b":[{"c":"\\\\"}]}]',
      '[{"a":"]}\\"["},{"b":[{"c":"\\\\"}]}]',
    ],
  ])('%s', async (_what, bytes, expected) => {
    expect((await read({ rules, bytes })).text).toBe(expected);
  });

  test.each([
    ['an empty source', '', { row: 1, line: 1 }],
    ['no array', '{"a":1}', { row: 1, line: 1 }],
    ['an element that is no object', '[{},\n5]', { row: 2, line: 2 }],
    ['a comma too many', '[{},]', { row: 2 }],
    ['no comma', '[{}{}]', { row: 2 }],
    ['an open end', '[{}', { row: 2 }],
    ['an open element', '[{"a":"]', { row: 1 }],
    ['something behind it', '[{}]\nx', { row: 2, line: 2 }],
    ['an element that is no JSON', '[{"a":1},\r\n\r{"a"}]', { row: 2, line: 3 }],
  ])('is refused: %s', async (_what, bytes, error) => {
    const { report, bytes: output } = await read({ rules, bytes });
    expect(report).toMatchObject({ outcome: 'rejected', code: 'JSON_SYNTAX', error });
    expect(output).toBeUndefined();
  });
});

describe('CSV as records', () => {
  const rules = { ...PASS, format: 'CSV', transforms: [{ pseudonymize: 'Id' }] };

  test('keeps header and line ends, drops columns without name, pads short rows', async () => {
    const { text, report } = await read({ rules, bytes: 'Id,, 2 ,1\r\n7,x,"a,b"\r\n' });

    expect(text).toMatch(/^Id,2,1\r\nt~[\w-]{43},"a,b",\r\n$/);
    expect(report).toMatchObject({ padded: 1, columns: { unnamed: 1 } });
  });

  test('a header alone gives a header alone', async () => {
    expect((await read({ rules, bytes: 'Id,N' })).text).toBe('Id,N\n');
  });

  test.each([
    ['a column that a path names is absent', 'N\n1\n', 'COLUMN_MISSING'],
    ['a name twice', 'Id,N, n\n', 'COLUMN_DUPLICATE'],
    ['a row too long', 'Id\n1,2\n', 'ROW_WIDTH'],
    ['no name at all', ',\n', 'HEADER_MISSING'],
  ])('is refused: %s', async (_what, bytes, code) => {
    expect((await read({ rules, bytes })).report).toMatchObject({ outcome: 'rejected', code });
  });

  test('columns that the schema does not declare are not even named', async () => {
    const schema = { type: 'object', properties: { N: { type: 'string' }, Z: { type: 'string' } } };
    const filtered = { format: 'CSV', outputSchemaFilter: schema };
    expect((await read({ rules: filtered, bytes: 'Jane Roe,N\n5,1\n' })).text).toBe('N\n1\n');
  });

  test('goes out as NDJSON with its columns in their order', async () => {
    const settings = bulkSettings({ outputFormat: 'NDJSON' });
    const { text, store } = await read({
      rules: { ...rules, transforms: [] },
      bytes: 'b,2,1\nx,y,\n',
      settings,
    });

    expect(text).toBe('{"b":"x","2":"y","1":""}\n');
    expect([...store.objects.values()].at(-1)?.facts.contentType).toBe('application/x-ndjson');
  });
});

describe('records as CSV', () => {
  const settings = bulkSettings({ outputFormat: 'CSV' });
  const rules = { ...PASS, format: 'NDJSON', transforms: [] };

  test('take the header of the first record; null is empty, containers are JSON', async () => {
    const bytes = '{"a":1.10,"b":null,"c":{"d":[1]}}\n{"c":true,"a":"x,y"}\n';
    expect((await read({ rules, bytes, settings })).text).toBe(
      'a,b,c\n1.10,,"{""d"":[1]}"\n"x,y",,true\n',
    );
  });

  test('refuse a later new name', async () => {
    const { report } = await read({ rules, bytes: '{"a":1}\n{"b":1}\n', settings });
    expect(report).toMatchObject({ code: 'FIELD_NOT_IN_HEADER', error: { row: 2, line: 2 } });
  });

  test('take the header of the schema', async () => {
    const properties = { b: { type: 'integer' }, a: { type: 'integer' } };
    const filtered = { format: 'NDJSON', outputSchemaFilter: { type: 'object', properties } };
    expect((await read({ rules: filtered, bytes: '{"a":1,"x":2}\n', settings })).text).toBe(
      'b,a\n,1\n',
    );
  });
});

test('a schema keeps what it declares; what a transform cannot take becomes null and is counted', async () => {
  const rules = {
    format: 'NDJSON',
    transforms: [{ pseudonymize: '$.ids[*]' }, { tokenize: '$.t' }, { redact: '$.none' }],
    outputSchemaFilter: {
      type: 'object',
      properties: {
        ids: { type: 'array', items: { type: ['string', 'null'] } },
        t: { type: 'string' },
      },
    },
  };
  const { text, report } = await read({ rules, bytes: '{"ids":[true,"",null],"t":5,"+x":1}\n' });

  expect(text).toBe('{"ids":[null,"",null],"t":null}\n');
  expect(report.records).toEqual({ nulled: 2, unmatchedPaths: ['$.none'] });
  expect(report.warnings).toEqual(['nothing matched $.none in the whole file']);
});

describe('AUTO', () => {
  const rules = { ...PASS, format: 'AUTO', transforms: [] };
  test.each([
    ['text/csv', 'a.json', 'a\n1\n', 'CSV'],
    ['application/csv; charset=utf-8', 'a', 'a\n1\n', 'CSV'],
    ['application/x-ndjson', 'a.csv', '{"a":1}\n', 'NDJSON'],
    [undefined, 'a.CSV.GZ', 'a\n1\n', 'CSV'],
    [undefined, 'a.jsonl', '{"a":1}\n', 'NDJSON'],
    [undefined, 'a.json', '[]', 'JSON_ARRAY'],
    ['application/json', 'a.bin', '[]', 'JSON_ARRAY'],
    ['binary/octet-stream', 'a.bin', '{"a":1}\n', 'NDJSON'],
  ])('%s and the key %s', async (contentType, key, bytes, format) => {
    const source = { ...SOURCE, key };
    const { report } = await runBulk({
      rules,
      bytes,
      source,
      ...(contentType === undefined ? {} : { contentType }),
    });
    expect([report.outcome, report.format]).toEqual(['written', format]);
    expect(report.warnings.some((one) => one.includes('read as NDJSON'))).toBe(
      contentType === 'binary/octet-stream',
    );
  });

  test('Parquet cannot be read', async () => {
    const source = { ...SOURCE, key: 'a.parquet' };
    expect((await runBulk({ rules, bytes: 'PAR1', source })).report.code).toBe(
      'FORMAT_NOT_SUPPORTED',
    );
  });
});

test('the leak guard that fails names the row, never the text', async () => {
  const rules = { ...PASS, format: 'NDJSON', transforms: [] };
  const settings = bulkSettings({ leakGuard: 'fail' });
  const { report } = await read({
    rules,
    bytes: '{}\n\n{"a":["x","jane@example.com"]}\n',
    settings,
  });
  expect(report).toMatchObject({ code: 'LEAK_GUARD', error: { row: 2, line: 3 } });
  expect(JSON.stringify(report)).not.toContain('jane');
});

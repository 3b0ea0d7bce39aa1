import { describe, expect, test } from 'vitest';
import { sheetOfRules } from '../../../src/cli/read-sheet.ts';
import type { DataSheet, SheetEndpoint } from '../../../src/report/data-sheet.ts';
import { diffSheets } from '../../../src/report/diff-sheets.ts';
import { foldName } from '../../../src/rules/bulk/fold-name.ts';
import { readBulkVectors } from '../../support/bulk-vectors.ts';

function sheetOf(rules: string, mode: 'strict' | 'compatible' = 'strict'): DataSheet {
  const read = sheetOfRules(rules, { file: 'rules.yaml', mode });
  if (read.kind === 'problems') throw new Error(JSON.stringify(read.problems));
  return read.sheet;
}

/** `name: fate line`. */
const fates = ({ endpoints }: DataSheet): readonly string[] =>
  endpoints.flatMap(({ fields }) =>
    fields.map(({ path, fate, line }) => `${path}: ${fate} ${String(line)}`),
  );

interface Columnar {
  readonly file: SheetEndpoint;
  readonly renames: readonly (readonly string[])[];
}

function renamesOf(rules: unknown): Columnar['renames'] {
  const { columnsToRename = {} } = rules as {
    readonly columnsToRename?: Readonly<Record<string, string>> | null;
  };
  return Object.entries(columnsToRename ?? {}).map((pair) => pair.map(foldName));
}

describe('the columns of each vector of the file rules', () => {
  const { cases, defaults } = readBulkVectors();
  const columnar = cases.flatMap(({ name, rules, options, report }) => {
    const read = sheetOfRules(typeof rules === 'string' ? rules : JSON.stringify(rules), {
      file: '',
      mode: options?.rulesMode ?? defaults.rulesMode,
    });
    const columns = report?.columns;
    if (read.kind === 'problems' || columns == null) return [];
    const [file, ...more] = read.sheet.endpoints;
    return read.sheet.kind === 'files' && file !== undefined && more.length === 0
      ? [{ name, file, columns, renames: renamesOf(rules) }]
      : [];
  });
  /** A column is listed once, under one of its names. */
  const fateOf = ({ file, renames }: Columnar, name: string): string => {
    const pair = renames.find((names) => names.includes(foldName(name))) ?? [foldName(name)];
    return file.fields.find(({ path }) => pair.includes(foldName(path)))?.fate ?? file.others;
  };

  test('are enough to mean something', () => {
    expect(columnar.length).toBeGreaterThan(60);
  });

  test.each(columnar)('$name', (file) => {
    const { kept, pseudonymized, dropped, derived } = file.columns;
    for (const name of kept) expect(['keep', 'keep-enum', 'partial']).toContain(fateOf(file, name));
    for (const name of pseudonymized)
      expect([name, fateOf(file, name)]).toEqual([name, 'pseudonymize']);
    for (const name of dropped) expect([name, fateOf(file, name)]).toEqual([name, 'remove']);
    for (const name of derived) expect(fateOf(file, name)).not.toBe('remove');
  });
});

describe('columns', () => {
  test('are decided by the line that names them', () => {
    const rules = [
      'columnsToPseudonymize:',
      '  - Email',
      'columnsToRedactIfPresent: [Unit]',
      'columnsToInclude:',
      '  - Email',
      '  - Action',
      '  - Note',
      '  - Area',
      'columnsToRename: { Area: Region }',
      'fieldsToTransform:',
      '  Action: { newName: Action, transforms: [{ filter: "[0-9]+" }] }',
      '  Note: { newName: First word, transforms: [{ filter: "(\\\\w+).*" }] }',
    ].join('\n');

    const sheet = sheetOf(rules);

    expect(fates(sheet)).toEqual([
      'Email: pseudonymize 2',
      'Action: keep-enum 11',
      'Note: keep 7',
      'Area: keep 8',
      'Unit: remove 3',
      'First word: partial 12',
    ]);
    expect(sheet.endpoints[0]?.others).toBe('remove');
  });

  test('that nobody listed pass undecided where compatible rules say nothing', () => {
    const sheet = sheetOf(
      'columnsToPseudonymize: [Email, User Name]\ncolumnsToRedact: [Department]',
      'compatible',
    );
    expect(sheet.endpoints[0]?.others).toBe('keep');
    expect(sheet.coverage?.undecided.map(({ path }) => path)).toEqual(['Action', 'Feature used']);
  });

  test('are compared like fields', () => {
    const rules = (list: string, check: string): DataSheet =>
      sheetOf(
        `columnsToPseudonymize: [Email]\ncolumnsToInclude: [${list}]\nfieldsToTransform: { A: { newName: A, transforms: [{ filter: "${check}" }] } }`,
      );
    const changes = (one: DataSheet, other: DataSheet): readonly string[] =>
      diffSheets(one, other).endpoints.flatMap(({ fields }) =>
        fields.map(({ path, change, by }) => `${change} ${by} ${path}`),
      );
    expect(changes(rules('A', 'x'), rules('A, B', 'x'))).toEqual(['more fate B']);
    expect(changes(rules('A', 'x'), rules('A', 'y'))).toEqual(['more values A']);
    expect(changes(rules('A', 'x'), rules('A', '(x)y'))).toEqual(['more fate A']);
    expect(changes(rules('A', '(x)y'), rules('A', '(x)z'))).toEqual(['more options A']);
    expect(changes(rules('A', 'x'), rules('A', 'x'))).toEqual([]);
  });
});

describe('records', () => {
  const rules = [
    'format: NDJSON',
    'transforms:',
    '  - redact: $.name',
    '  - pseudonymize:',
    '      - $.email',
    '      - id',
    '  - textDigestKeywords: { jsonPaths: [$.text], keywords: [fix] }',
    'outputSchemaFilter:',
    '  type: object',
    '  properties:',
    '    name: { type: string }',
    '    email: { type: string }',
    '    id: { type: string }',
    '    text: { type: string }',
    '    done: { type: boolean }',
  ].join('\n');

  test('meet transforms and schema', () => {
    expect(fates(sheetOf(rules))).toEqual([
      '$.name: remove 3',
      '$.email: pseudonymize 5',
      '$.id: pseudonymize 6',
      '$.text: digest 7',
      '$.done: keep 15',
    ]);
  });

  test('of several kinds of files are told one by one', () => {
    const several = `fileRules:\n  /a/{f}.ndjson:\n    ${rules.replaceAll('\n', '\n    ')}\n  b.csv: { columnsToRedact: [x], unlistedColumns: pass }`;
    const { endpoints } = sheetOf(several);
    expect(endpoints.map(({ path, others }) => [path, others])).toEqual([
      ['/a/{f}.ndjson', 'remove'],
      ['b.csv', 'keep'],
    ]);
    expect(endpoints[0]?.fields[1]).toMatchObject({ path: '$.email', line: 7 });
    expect(endpoints[1]?.fields).toMatchObject([{ path: 'x', fate: 'remove', line: 18 }]);
  });
});

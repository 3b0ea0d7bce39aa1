import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inventory } from '../support/zoom.ts';
import { scrim } from '../support/run-scrim.ts';

interface ReportedField {
  readonly path: string;
  readonly fate: string;
  readonly line: number;
  readonly by: string;
}
interface Report {
  readonly rules: string;
  readonly sha: string;
  readonly endpoints: readonly {
    readonly id: string;
    readonly path: string;
    readonly methods: readonly string[];
    readonly others: string;
    readonly fields: readonly ReportedField[];
  }[];
  readonly coverage: {
    readonly inventory: string;
    readonly fields: number;
    readonly decided: number;
    readonly undecided: readonly unknown[];
  } | null;
}

const folder = mkdtempSync(join(tmpdir(), 'scrim-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function report(file: string, ...words: readonly string[]): Promise<Report> {
  const ran = await scrim(['rules', 'report', file, '--format', 'json', ...words]);
  expect([ran.code, ran.stderr]).toEqual([0, '']);
  return JSON.parse(ran.stdout) as Report;
}

describe('scrim rules report --format json, of the shipped rules', async () => {
  const { rules, sha, endpoints, coverage } = await report('rules/zoom.yaml');
  const lines = readFileSync('rules/zoom.yaml', 'utf8').split('\n');

  test('names the file and the hash that the proxy answers with', () => {
    expect(rules).toBe('rules/zoom.yaml');
    expect(sha).toMatch(/^[0-9a-f]{64}$/);
  });

  test('has decided 1,123 of 1,123 fields', () => {
    expect(coverage).toEqual({ inventory: 'zoom', fields: 1123, decided: 1123, undecided: [] });
    expect(endpoints.flatMap(({ fields }) => fields)).toHaveLength(1123);
  });

  test('gives each field of the inventory the fate that was decided', () => {
    const decided = Object.values(inventory.endpoints).flatMap(({ slug, fields }) =>
      fields.flatMap(({ path: field, fate, type }) => {
        if (fate === undefined) return [];
        const isBoundedText = fate === 'keep' && type.split('|').includes('string');
        return [`${slug} ${field} ${isBoundedText ? 'keep-enum' : fate}`];
      }),
    );
    const reported = endpoints.flatMap(({ id, fields }) =>
      fields.map(({ path, fate }) => `${id} ${path} ${fate}`),
    );
    expect(reported.sort()).toEqual(decided.sort());
  });

  test('points to the line that names the field, or lacks it', () => {
    for (const { fields } of endpoints) {
      for (const { path, line, by } of fields) {
        const name = /([^.[\]*']+)'?\]?(?:\[\*\])*$/.exec(path)?.[1] ?? '';
        const text = lines[line - 1] ?? '';
        if (by === 'undeclared') expect(text).not.toMatch(new RegExp(`\\b${name}:`));
        else expect(text).toContain(name);
      }
    }
  });

  test('removes what nobody listed', () => {
    expect(new Set(endpoints.map(({ others }) => others))).toEqual(new Set(['remove']));
  });
});

describe('scrim rules report', () => {
  const write = (text: string): string => {
    const file = join(folder, 'rules.yaml');
    writeFileSync(file, text);
    return file;
  };

  test('says which known fields pass though no rule names them', async () => {
    const file = write(
      'endpoints:\n  - pathTemplate: /v2/users\n    transforms:\n      - !<redact> { jsonPaths: [$..email] }\n',
    );

    const { coverage, endpoints } = await report(file, '--mode', 'compatible');

    expect(coverage?.fields).toBe(35);
    expect(coverage?.decided).toBe(1);
    expect(coverage?.undecided).toContainEqual({
      endpoint: '/v2/users',
      path: '$.users[*].first_name',
    });
    expect(endpoints[0]?.others).toBe('keep');
  });

  test('finds the inventory of an endpoint that is written as a regex', async () => {
    const file = write(
      'endpoints:\n  - pathRegex: ^/v2/users/[^/]+$\n    responseSchema: { type: object, properties: { email: { type: string } } }\n',
    );

    const { coverage, endpoints } = await report(file);

    expect([coverage?.fields, coverage?.decided]).toEqual([56, 56]);
    expect(endpoints[0]?.fields.find(({ path }) => path === '$.email')?.fate).toBe('keep');
  });

  test('has no coverage where nothing is known of the source', async () => {
    const file = write(
      'endpoints:\n  - pathTemplate: /me\n    responseSchema: { type: object, properties: { mail: { type: string } } }\n',
    );

    const { coverage, endpoints } = await report(file);

    expect(coverage).toBeNull();
    expect(endpoints[0]?.fields).toMatchObject([{ path: '$.mail', fate: 'keep', line: 3 }]);
  });

  test('writes to a file', async () => {
    const out = join(folder, 'sheet.json');
    const ran = await scrim(['rules', 'report', 'rules/zoom.yaml', '--format', 'json', '-o', out]);
    expect([ran.code, ran.stdout]).toEqual([0, '']);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toHaveProperty('coverage.decided', 1123);
  });

  test('shows the problems of rules that do not load', async () => {
    const file = write('endpoints:\n  - pathTemplates: /me\n');
    const ran = await scrim(['rules', 'report', file, '--format', 'json']);
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain(`${file}:2:5: unknown key "pathTemplates"`);
  });

  test.each([
    ['no file', [], 2, 'name one rules file'],
    ['two files', ['a.yaml', 'b.yaml'], 2, 'name one rules file'],
    ['a file that is not there', ['no-such.yaml'], 2, 'cannot be read'],
    ['an unknown format', ['rules/zoom.yaml', '--format', 'pdf'], 2, '--format must be'],
    ['a place where nothing can be written', ['rules/zoom.yaml', '-o', '/no/such'], 2, 'written'],
  ])('refuses %s', async (_what, words, code, text) => {
    const ran = await scrim(['rules', 'report', '--format', 'json', ...words]);
    expect([ran.code, ran.stdout]).toEqual([code, '']);
    expect(ran.stderr).toContain(text);
  });
});

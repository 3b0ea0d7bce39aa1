import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bulkErrorTable } from '../../src/bulk/bulk-error.ts';
import type { FileReport } from '../../src/bulk/report.ts';
import {
  COLUMNAR_KEYS,
  MULTI_FILE_KEYS,
  PIPELINE_KEYS,
  RECORD_KEYS,
} from '../../src/rules/bulk/keys.ts';
import { parseBulkRules } from '../../src/rules/bulk/parse-bulk-rules.ts';
import { scrim } from '../support/run-scrim.ts';

const text = readFileSync(new URL('../../docs/bulk.md', import.meta.url), 'utf8');
const rules = text.slice(text.indexOf('## Rules for CSV'), text.indexOf('## What is read'));
const codes = text.slice(text.indexOf('## Codes'));
const folder = mkdtempSync(join(tmpdir(), 'scrim-docs-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The commands of the page, with outputs in a folder of the test. */
const commands = [...text.matchAll(/^bin\/scrim (.+)$/gm)].map(([, words = '']) =>
  words.split(' ').map((word) => (word === 'sanitized.csv' ? join(folder, word) : word)),
);

describe('docs/bulk.md', () => {
  test.each(Object.entries(bulkErrorTable))('tells %s, its class and what to do', (code, kind) => {
    const row = codes.split('\n').find((line) => line.startsWith(`| \`${code}\``)) ?? '';
    const [, , shown = '', meaning = '', remedy = ''] = row.split('|');

    expect(shown.trim()).toBe(kind);
    expect(meaning.length).toBeGreaterThan(20);
    expect(remedy.length).toBeGreaterThan(15);
  });

  test.each([...COLUMNAR_KEYS, ...RECORD_KEYS, ...MULTI_FILE_KEYS, ...PIPELINE_KEYS])(
    'tells the rules key %s',
    (key) => {
      expect(rules).toContain(`\`${key}\``);
    },
  );

  test('shows rules of every kind, and all of them load in strict mode', () => {
    const blocks = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, block = '']) => block);
    const options = { mode: 'strict', isLookupTable: false } as const;
    const kinds = blocks.map((block) => {
      const parsed = parseBulkRules(block, options);
      return parsed.kind === 'rules' ? parsed.document.rules.kind : parsed;
    });

    expect(kinds).toEqual(['columnar', 'record', 'multi-file']);
  });

  test.each(commands.map((words) => [words.join(' '), words] as const))(
    'its command works: scrim %s',
    async (_line, words) => {
      const environment = { PSOXY_SALT: 'a salt of the documentation' };
      const { code, stderr } = await scrim(words, { environment });

      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    },
  );

  test('tells every field of the report', async () => {
    const [words = []] = commands;
    const file = join(folder, 'report.json');
    const environment = { PSOXY_SALT: 'a salt of the documentation' };
    await scrim([...words, '--report', file], { environment });
    const report = JSON.parse(readFileSync(file, 'utf8')) as FileReport;
    const section = text.slice(text.indexOf('## The report'), text.indexOf('## Codes'));
    const fields = [...Object.keys(report), ...Object.keys(report.columns ?? {})];

    expect(report.outcome).toBe('written');
    expect(fields.filter((field) => !section.includes(`\`${field}\``))).toEqual([]);
  });
});

test('a rejected file says what to do about it', async () => {
  const words = ['bulk', '--rules', 'rules/zoom-ai-metrics.yaml', '-', join(folder, 'out.csv')];
  const environment = { PSOXY_SALT: 'a salt of the documentation' };
  const input = 'Email\njane@example.com\n';
  const ran = await scrim([...words, '--report', join(folder, 'r.json')], { environment, input });

  expect(ran.code).toBe(3);
  expect(ran.stderr).toContain('COLUMN_MISSING');
  expect(ran.stderr).toContain('Correct the name in the rules or the export');
});

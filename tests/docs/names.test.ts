import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bulkErrorTable } from '../../src/bulk/bulk-error.ts';
import { errorTable } from '../../src/errors.ts';
import { settingsTable } from '../../src/settings.ts';
import type { SettingDefinition } from '../../src/settings/definition.ts';
import { readPage, ROOT } from '../support/pages.ts';
import { blocksOf, readSources } from '../terraform/support/sources.ts';

/** Written by people; the others are generated, or have a test of their own. */
const PAGES = ['deploy.md', 'runbook.md', 'security.md', 'migrate-from-psoxy.md'];

const blocks = [...readSources('.tf')]
  .filter(([file]) => !file.includes('/'))
  .flatMap(([, text]) => blocksOf(text));
const labelled = (kind: string): readonly string[] =>
  blocks.filter((block) => block.kind === kind).map(({ labels: [name = ''] }) => name);
const variables = labelled('variable');
const keys = blocks
  .filter(({ kind }) => kind === 'variable')
  .flatMap(({ body }) => [...body.matchAll(/(\w+) += (?:optional|string|list)/g)])
  .map(([, name = '']) => name);
const attributes = blocks
  .filter(({ kind }) => kind === 'output')
  .flatMap(({ body }) => [...body.matchAll(/^ {4}(\w+) +=/gm)])
  .map(([, name = '']) => name);
const deployer = [...readSources('.tf')]
  .filter(([file]) => file.startsWith('modules/deployer-policy/'))
  .flatMap(([, text]) => blocksOf(text).flatMap(({ labels }) => labels));
const ofExample = [...readSources('.tf')]
  .filter(([file]) => file.startsWith('examples/zoom/'))
  .flatMap(([, text]) => blocksOf(text).flatMap(({ labels }) => labels));
const ofTerraform = new Set([
  ...variables,
  ...labelled('output'),
  ...[...keys, ...attributes, ...deployer, ...ofExample],
]);

const sources = readdirSync(`${ROOT}/src`, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(`${ROOT}/src/${name}`, 'utf8'))
  .join('\n');
const ofCode = new Set(sources.match(/\b[a-z]+(?:_[a-z0-9]+)+\b/g));
const ofRules = new Set(readFileSync(`${ROOT}/rules/zoom.yaml`, 'utf8').match(/\b[a-z_]+\b/g));

const ofSettings = new Set<string>([
  ...Object.keys(settingsTable),
  ...Object.entries<SettingDefinition>(settingsTable).flatMap(([, { expected = '' }]) =>
    expected.split(/,? (?:or )?/),
  ),
  ...Object.keys(errorTable),
  ...Object.keys(bulkErrorTable),
]);
/** In front of names of settings in a store. */
const PREFIXED = /^PSOXY_ZOOM_([A-Z_]+)$/;

function spansOf(page: string): readonly string[] {
  const text = readPage(`docs/${page}`).replaceAll(/^ *```[^]*?^ *```$/gm, '');
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
}

describe.each(PAGES)('docs/%s', (page) => {
  const spans = spansOf(page);

  test('sets only variables and keys that Terraform has', () => {
    const set = spans
      .flatMap((span) => /^(\w+) = /.exec(span)?.[1] ?? [])
      .filter((name) => name !== 'module');

    expect(set.filter((name) => !ofTerraform.has(name))).toEqual([]);
  });

  test('names only variables, outputs and fields that there are', () => {
    const names = spans.filter((span) => /^[a-z]+(_[a-z0-9]+)+$/.test(span));

    expect(names.length).toBeGreaterThan(1);
    expect(
      names.filter((name) => ![ofTerraform, ofCode, ofRules].some((known) => known.has(name))),
    ).toEqual([]);
  });

  test('names only settings and codes that there are', () => {
    const names = spans
      .flatMap((span) => /^([A-Z]+(?:_[A-Z]+)+)(?:=.*)?$/.exec(span)?.[1] ?? [])
      .map((name) => PREFIXED.exec(name)?.[1] ?? name)
      .filter((name) => !['SECRETS_MANAGER', 'HTTP_API', 'FUNCTION_URL'].includes(name));

    expect(names.filter((name) => !ofSettings.has(name))).toEqual([]);
  });
});

describe('docs/security.md tells how long things are kept', () => {
  const rows = new Map(
    readPage('docs/security.md')
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.split(' | '))
      .map(([what = '', , howLong = '']) => [what.replace('| ', ''), howLong] as const),
  );
  const terraform = [...readSources('.tf')].map(([, text]) => text).join('\n');
  const days = (pattern: RegExp): string => pattern.exec(terraform)?.[1] ?? 'none';

  test.each([
    ['files as they come', `${days(/input_expiration_days += optional\(number, (\d+)\)/)} days`],
    ['sanitized files', `${days(/output_expiration_days += optional\(number, (\d+)\)/)} days`],
    [
      'names of files',
      `${days(/message_retention_seconds += (\d+) \* 24 \* 3600\n +receive/)} days, ${days(/-dead"\n +message_retention_seconds += (\d+) \*/)} days`,
    ],
    [
      'log lines: counts, times, names of rules and fields; names of files unless one looks personal',
      `${days(/"log_retention_days" \{[^}]*?default += (\d+)/)} days`,
    ],
  ])('%s: %s', (what, howLong) => {
    expect(rows.get(what)).toContain(howLong);
  });
});

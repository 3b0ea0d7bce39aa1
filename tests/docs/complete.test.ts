import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands/index.ts';
import type { Command } from '../../src/cli/command.ts';
import { errorTable } from '../../src/errors.ts';
import { settingsTable } from '../../src/settings.ts';
import { startProxy, type ProxyUnderTest } from '../support/local-proxy.ts';

const docs = new URL('../../docs/', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, docs), 'utf8');

/** The cells of the row that a name in code type begins. */
function rowOf(text: string, name: string): string {
  return text.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '';
}

describe('docs/settings.md', () => {
  const text = read('settings.md');

  test.each(Object.entries(settingsTable))('tells %s', (name, { meaning }) => {
    expect(rowOf(text, name)).toContain(meaning);
  });
});

describe('docs/errors.md', () => {
  const text = read('errors.md');
  const codes = text.slice(text.indexOf('## Codes'), text.indexOf('## Reasons'));

  test.each(Object.entries(errorTable))('tells %s', (code, { status, message }) => {
    const [, , statuses = '', meaning = '', remedy = ''] = rowOf(codes, code).split('|');
    expect(statuses).toContain(String(status));
    expect(meaning.length).toBeGreaterThan(10);
    expect(remedy.length).toBeGreaterThan(10);
    expect(text).toContain(message);
  });

  test('tells every word that stands in "reason"', () => {
    const words = sourcesOf('src/proxy').flatMap((source) =>
      [...source.matchAll(/refuse\('(?:INVALID_REQUEST|BLOCKED_BY_RULES)', '([a-z-]+)'\)/g)].map(
        ([, word = '']) => word,
      ),
    );

    expect(words.length).toBeGreaterThan(5);
    expect(words.filter((word) => rowOf(text, word) === '')).toEqual([]);
  });
});

describe('docs/cli.md', () => {
  const text = read('cli.md');

  test.each(Object.entries<Command>(commands))(
    'tells scrim %s and its options',
    (name, command) => {
      const [, section = ''] = text.split(`\n## scrim ${name}\n`);
      const own = section.split('\n## ')[0] ?? '';
      const options = Object.keys(command.options);

      expect(own).toContain(command.example);
      expect(options.filter((option) => !own.includes(`\`--${option}`))).toEqual([]);
    },
  );
});

describe('docs/api.md', () => {
  const text = read('api.md');
  let proxy: ProxyUnderTest | undefined;

  afterEach(async () => {
    await proxy?.close();
    proxy = undefined;
  });

  const report = text.slice(text.indexOf('## Health check'));
  const documented = report
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) =>
      [...(line.split(' | ')[0] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );

  test('tells every field of a health check, and no other', async () => {
    proxy = await startProxy({
      environment: {
        RULES: 'endpoints: [{ pathTemplate: /v2/x, responseSchema: { type: object } }]',
        ALLOWED_DATA_ACCESS_IP_BLOCKS: '203.0.113.0/24',
        BUNDLE_FILENAME: 'scrim.zip',
      },
    });

    const headers = { 'x-psoxy-health-check': 'deep', 'user-agent': 'test' };
    const { body } = await proxy.call('GET', '/', { headers });

    expect(Object.keys(JSON.parse(body) as object)).toEqual([...documented].sort());
  });

  test('tells every header of an answer', async () => {
    const intercept = () => ({ status: 429, headers: { 'retry-after': '1' }, body: '{}' });
    proxy = await startProxy({
      zoom: {
        intercept: (seen) =>
          seen.target === '/v2/users'
            ? undefined
            : seen.target.startsWith('/v2')
              ? intercept()
              : undefined,
      },
    });

    const answers = [
      await proxy.call('GET', '/v2/users', { headers: { 'accept-encoding': 'gzip' } }),
      await proxy.call('GET', '/v2/users/u-1'),
      await proxy.call('GET', '/v2/none'),
      await proxy.call('GET', '/', { headers: { 'x-psoxy-health-check': '' } }),
    ];

    const names = answers.flatMap(({ headers }) => Object.keys(headers));
    expect(names.filter((name) => !isTold(name))).toEqual([]);
  });

  function isTold(name: string): boolean {
    return (
      name.startsWith('x-ratelimit') || text.toLowerCase().includes(`\`${name.toLowerCase()}\``)
    );
  }

  test('tells every header that the proxy reads', () => {
    const names = sourcesOf('src/proxy').flatMap((source) =>
      [...source.matchAll(/'(x-psoxy-[a-z-]+)'/g)].map(([, name = '']) => name),
    );

    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => !isTold(name))).toEqual([]);
  });
});

function sourcesOf(folder: string): readonly string[] {
  const url = new URL(`../../${folder}/`, import.meta.url);
  return readdirSync(url)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(name, url), 'utf8'));
}

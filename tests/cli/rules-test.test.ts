import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { scrim, type Ran } from '../support/run-scrim.ts';
import { runShell } from '../support/shell.ts';

const EXAMPLES = 'example-api-responses/zoom';
const ORIGINAL = readFileSync(`${EXAMPLES}/original/list-users.json`, 'utf8');
const SANITIZED = readFileSync(`${EXAMPLES}/sanitized/list-users.json`, 'utf8');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scrim-pairs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The given files, and what holds if one of them is not given. */
function givenFiles(files: Readonly<Record<string, string | undefined>>): void {
  const good = {
    'requests.json': '{"users.json":"/v2/users"}',
    'original/users.json': ORIGINAL,
    'sanitized/users.json': SANITIZED,
  };
  mkdirSync(join(folder, 'original'));
  mkdirSync(join(folder, 'sanitized'));
  const all: Readonly<Record<string, string | undefined>> = { ...good, ...files };
  for (const [name, text] of Object.entries(all)) {
    if (text !== undefined) writeFileSync(join(folder, name), text);
  }
}

const run = (...words: readonly string[]): Promise<Ran> =>
  scrim(['rules', 'test', folder, ...words]);

test('pairs that hold are named, and no secret is asked for', async () => {
  givenFiles({});

  expect(await run()).toEqual({
    code: 0,
    stdout: 'ok users.json\n1 pair, none at fault\n',
    stderr: '',
  });
});

describe('what would test nothing is wrong usage', () => {
  test.each([
    ['no original', { 'requests.json': '{}', 'original/users.json': undefined }, 'holds no *.json'],
    ['an original without request', { 'requests.json': '{}' }, 'does not name users.json'],
    [
      'a request without original',
      { 'requests.json': '{"users.json":"/v2/users","gone.json":"/v2/users/me"}' },
      'requests.json names gone.json',
    ],
    ['no requests.json', { 'requests.json': undefined }, 'requests.json is not there'],
    ['a requests.json that is no JSON', { 'requests.json': '{jane' }, 'is no JSON object of texts'],
    ['one that is a list', { 'requests.json': '[]' }, 'is no JSON object of texts'],
    ['one with a number', { 'requests.json': '{"users.json":1}' }, 'is no JSON object of texts'],
  ])('%s', async (_what, files, text) => {
    givenFiles(files);

    const { code, stdout, stderr } = await run();

    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(text);
    expect(stderr).not.toMatch(/jane|ENOENT|SyntaxError/);
  });

  test('a folder that is not there', async () => {
    const { code, stderr } = await run();

    expect(code).toBe(2);
    expect(stderr).toContain('original cannot be read: name a folder with original/');
  });
});

describe('a pair that does not hold ends with 1 and says which and why', () => {
  test.each([
    ['an original that is no JSON', { 'original/users.json': 'jane' }, 'the body is not JSON'],
    ['a request that is no URL', { 'requests.json': '{"users.json":"/a/../b"}' }, 'malformed'],
    ['no golden file', { 'sanitized/users.json': undefined }, 'is not there; --update writes it'],
  ])('%s', async (_what, files, text) => {
    givenFiles(files);

    const { code, stdout, stderr } = await run();

    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^FAILED users\.json: .+\n1 pair, 1 at fault\n$/);
    expect(stdout).toContain(text);
    expect(stdout).not.toContain('jane');
  });

  test('another answer, by its first line', async () => {
    givenFiles({ 'sanitized/users.json': SANITIZED.replace('"page_count": 2', '"page_count": 3') });
    const line = SANITIZED.split('\n').findIndex((one) => one.includes('"page_count"')) + 1;

    const { code, stdout } = await run();

    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`^DIFFERS users\\.json: .+ from line ${line} on`));
  });
});

test('--json gives one object a pair', async () => {
  givenFiles({ 'requests.json': '{"users.json":"/v2/users","other.json":"/v2/users"}' });
  writeFileSync(join(folder, 'original/other.json'), 'jane');

  const { code, stdout } = await run('--json');

  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual([
    {
      name: 'other.json',
      status: 'failed',
      message: expect.stringContaining('the body is not JSON') as string,
    },
    { name: 'users.json', status: 'ok', message: null },
  ]);
});

test('--update writes golden files, also where there is no folder for them', async () => {
  givenFiles({ 'sanitized/users.json': undefined });
  rmSync(join(folder, 'sanitized'), { recursive: true });

  const { code, stdout } = await run('--update');

  expect([code, stdout]).toEqual([0, 'written users.json\n1 pair, none at fault\n']);
  expect(readFileSync(join(folder, 'sanitized/users.json'), 'utf8')).toBe(SANITIZED);
});

test('the shipped rules are found from any folder', async () => {
  givenFiles({});

  const ran = await runShell(`${process.cwd()}/bin/scrim rules test .`, { cwd: folder });

  expect(ran).toMatchObject({ code: 0, stderr: '' });
}, 60_000);

import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runScrim } from '../src/cli/main.ts';

const run = promisify(execFile);
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const linesThatStart = (start: string): readonly string[] =>
  readme.split('\n').filter((line) => line.startsWith(start));

test('the README opens with the two commands', () => {
  const [first] = /```\n([^]*?)```/.exec(readme) ?? [];

  expect(first).toMatch(/^```\nnpm start .*\nnpm test .*\n```$/);
});

test('every file that the README names is there', () => {
  const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link);

  expect(links.length).toBeGreaterThan(10);
  expect(links.filter((link) => !existsSync(new URL(`../${link}`, import.meta.url)))).toEqual([]);
});

describe('the curl lines of the README', () => {
  const stop = new AbortController();
  let demo: Promise<number>;
  let url = '';

  beforeAll(async () => {
    const stdout = new PassThrough();
    demo = runScrim(['demo', '--port', '0'], {
      stdin: new PassThrough(),
      stdout,
      stderr: new PassThrough(),
      environment: {},
      stopped: stop.signal,
    });
    let printed = '';
    for await (const chunk of stdout) {
      printed += String(chunk);
      const [, found] = /^Scrim +(http:\S+)$/m.exec(printed) ?? [];
      if (found !== undefined) {
        url = found;
        break;
      }
    }
  });
  afterAll(async () => {
    stop.abort();
    expect(await demo).toBe(0);
  });

  const expected = [
    /"email":"t~[\w-]{43}@example\.com"/,
    /"error":"BLOCKED_BY_RULES".*"reason":"method"/,
    /"error":"BLOCKED_BY_RULES".*"reason":"parameter"/,
    /"sourceCredentials":"ok"/,
  ];
  const lines = linesThatStart('curl ').map((line, at) => [line, expected[at] ?? /^$/] as const);

  test('are four', () => {
    expect(lines).toHaveLength(expected.length);
  });

  test.each(lines)('%s', async (line, pattern) => {
    const { stdout } = await run('sh', ['-c', line.replace('http://127.0.0.1:8080', url)]);

    expect(stdout).toMatch(pattern);
  });
});

describe('the commands of the README', () => {
  test.each(linesThatStart('bin/scrim '))('%s', async (line) => {
    const { stdout } = await run('sh', ['-c', line], { maxBuffer: 2 ** 24 });

    expect(stdout.length).toBeGreaterThan(50);
  });

  test('npm start -- --once shows one answer before and after', async () => {
    const { stdout } = await run('sh', ['-c', 'bin/scrim demo --once']);

    expect(readme).toContain('npm start -- --once');
    expect(stdout).toContain('jane.roe@example.com');
    expect(stdout.slice(stdout.indexOf('What leaves'))).not.toContain('jane.roe');
    expect(stdout).toContain('What leaves (status 200)');
  });
});

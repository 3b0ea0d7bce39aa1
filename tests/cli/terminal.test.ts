import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../support/pages.ts';
import { runShell, type ShellRun } from '../support/shell.ts';

const SECRETS = {
  PSOXY_SALT: 'for-this-test-alone-0123456789abcdef',
  PSOXY_ENCRYPTION_KEY: 'for-this-test-alone-fedcba9876543210',
};
const BODY = 'example-api-responses/zoom/original/list-users.json';
const USERS = '--rules rules/zoom.yaml --url /v2/users';
const METRICS = '--rules rules/zoom-ai-metrics.yaml example-files/zoom-ai-metrics.csv';

const HEADER = 'User Name,Email,Action,Feature used,Department,';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'scrim-terminal-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const run = (script: string): Promise<ShellRun> =>
  runShell(script, { cwd: ROOT, environment: SECRETS });

describe('an output that cannot be written', () => {
  // Linux alone has a device that is always full.
  test.skipIf(!existsSync('/dev/full')).each([
    ['rules report', 'rules report rules/zoom.yaml'],
    ['sanitize', `sanitize ${USERS} ${BODY}`],
    ['bulk', `bulk ${METRICS} -`],
  ])('fails with the reason of the system: %s', async (_name, words) => {
    const ran = await run(`bin/scrim ${words} > /dev/full`);

    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('scrim: the output cannot be written (ENOSPC)\n');
  });

  test('fails without a word where its reader has gone', async () => {
    const ran = await run(
      '{ bin/scrim rules report rules/zoom.yaml || echo "$?" >&2; } | head -c 1',
    );

    expect(ran.stderr).toBe('1\n');
  });
});

describe('rules through a pipe', () => {
  const pipe = '<(cat rules/zoom.yaml)';
  const serving = `timeout -s TERM 60 bin/scrim serve --target http://127.0.0.1:9 --token-url http://127.0.0.1:9/oauth/token --port 0`;
  const credentials = 'export ACCOUNT_ID=a CLIENT_ID=c CLIENT_SECRET=s;';

  test('are checked', async () => {
    const ran = await run(`bin/scrim rules check ${pipe}`);

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('33 endpoints');
  });

  test('are the ones that serve works by, and no others', async () => {
    const one = `<(printf 'endpoints:\\n  - pathTemplate: /v2/other\\n    responseSchema: { type: object }\\n')`;
    const script = `${credentials}
      ${serving} --rules ${one} > '${folder}/out' &
      until grep -q listens '${folder}/out'; do sleep 0.1; done
      url=$(grep -o 'http://[0-9.:]*' '${folder}/out' | head -1)
      curl -s -o /dev/null -o /dev/null -w '%{http_code} ' "$url/v2/users" "$url/v2/other"
      kill %1; wait %1 || true`;

    expect((await run(script)).stdout).toBe('403 502 ');
  });

  test('that are blank are no rules', async () => {
    const ran = await run(`${credentials} ${serving} --rules <(printf ' ')`);

    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('the rules must be a map');
  });
});

describe('a signal', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends a command that waits for its input', async (signal, expected) => {
    expect(await signalled(['pseudonym', '-'], signal, 'a line\n')).toEqual([expected, null]);
  });

  test('ends a run of bulk in order: nothing is left', async () => {
    const words = ['bulk', '--rules', 'rules/zoom-ai-metrics.yaml', '-', join(folder, 'out.csv')];

    const row = 'Jane Roe,jane.roe@example.com,42,Meeting summary;,Sales,\n';
    expect(await signalled(words, 'SIGINT', row)).toEqual([1, null]);
    expect(readdirSync(folder)).toEqual([]);
  });

  /** Exit code and signal of a command that was told to end while it read. */
  async function signalled(words: readonly string[], signal: NodeJS.Signals, row: string) {
    const child = spawn(join(ROOT, 'bin/scrim'), words, {
      cwd: ROOT,
      env: { ...process.env, ...SECRETS },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const ended = once(child, 'exit');
    // More than a pipe holds is taken only by a command that reads.
    child.stdin.on('error', () => undefined);
    await new Promise((resolve) => {
      child.stdin.write(`${HEADER}\n${row.repeat(100_000)}`, resolve);
    });
    child.kill(signal);
    return ended;
  }
});

describe('help', () => {
  test.each(['rules', 'secrets'])('of "%s" lists its commands', async (group) => {
    const ran = await run(`bin/scrim ${group} --help`);

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout.match(/^ {2}scrim \w+/gm)).toEqual(
      expect.arrayContaining([`  scrim ${group}`]),
    );
    expect(ran.stdout).not.toContain('scrim demo ');
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { scrim, type Ran } from '../support/run-scrim.ts';

const OWN = {
  PSOXY_SALT: 'for-this-test-alone-0123456789abcdef',
  PSOXY_ENCRYPTION_KEY: 'for-this-test-alone-fedcba9876543210',
};

const folder = mkdtempSync(join(tmpdir(), 'scrim-sanitize-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function sanitize(
  input: string,
  environment: Readonly<Record<string, string>> = OWN,
  ...words: string[]
): Promise<Ran> {
  const users = ['--rules', 'rules/zoom.yaml', '--url', '/v2/users'];
  return scrim(['sanitize', ...users, ...words], { input, environment });
}

const user = JSON.stringify({ users: [{ id: 'u-000001', email: 'jane.roe@example.com' }] });

describe('scrim sanitize works by the settings of the function:', () => {
  test('the way of pseudonyms', async () => {
    const [plain, hashed, unlinked] = await Promise.all([
      sanitize(user),
      sanitize(user, { ...OWN, PSEUDONYM_ALGORITHM: 'psoxy-sha256' }),
      sanitize(user, { ...OWN, EMAIL_DOMAIN_HANDLING: 'REDACT' }),
    ]);

    expect(new Set([plain.stdout, hashed.stdout, unlinked.stdout]).size).toBe(3);
    expect(plain.stdout).toContain('@example.com');
    expect(unlinked.stdout).not.toContain('@example.com');
  });

  test('the leak guard', async () => {
    const rules = join(folder, 'rules.yaml');
    writeFileSync(
      rules,
      'endpoints:\n  - pathTemplate: /notes\n    responseSchema: { properties: { note: { type: string } } }\n',
    );
    const words = ['sanitize', '--rules', rules, '--url', '/notes'];
    const input = '{"note":"jane.roe@example.com"}';
    const ways = await Promise.all(
      ['redact', 'off', 'fail'].map((LEAK_GUARD) =>
        scrim(words, { input, environment: { ...OWN, LEAK_GUARD } }),
      ),
    );

    expect(ways.map(({ code }) => code)).toEqual([0, 0, 1]);
    const [redacted, open, failed] = ways.map(({ stdout }) => stdout);
    expect(redacted).not.toContain('jane.roe');
    expect(open).toContain('jane.roe');
    expect(failed).toBe('');
  });

  test('a setting that is wrong, and a salt that is short', async () => {
    const wrong = await sanitize(user, { ...OWN, LEAK_GUARD: 'perhaps' });
    const short = await sanitize(user, { PSOXY_SALT: 'short' });

    expect([wrong.code, short.code]).toEqual([2, 2]);
    expect(wrong.stderr).toContain('LEAK_GUARD must be redact, fail or off');
    expect(short.stderr).toContain('PSOXY_SALT must have at least 16 characters');
  });

  test('how rules are read, which the option overrules', async () => {
    const compatible = { ...OWN, RULES_MODE: 'compatible' };
    const words = ['sanitize', '--rules', 'tests/fixtures/no-such.yaml', '--url', '/'];

    const wrong = await scrim(words, { environment: { ...OWN, RULES_MODE: 'loose' } });
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('RULES_MODE')]);
    expect((await sanitize(user, compatible)).code).toBe(0);
    expect((await sanitize(user, compatible, '--mode', 'loose')).code).toBe(2);
  });
});

describe('scrim sanitize prints what the proxy would answer', () => {
  test('to an error of the source in a body', async () => {
    const ran = await sanitize('{"code":300,"message":"jane.roe@example.com is unknown"}');

    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toEqual({
      code: 300,
      message: 'The source reported an error.',
    });
    expect(ran.stderr).toBe('scrim sanitize: the body is an error of the source\n');
  });

  test('to HEAD: nothing', async () => {
    expect(await sanitize(user, OWN, '--method', 'head')).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });

  test('to what is no JSON: no body', async () => {
    const ran = await sanitize('jane.roe@example.com');

    expect([ran.code, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).not.toContain('jane');
  });
});

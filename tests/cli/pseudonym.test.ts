import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startFakeAws, type FakeAws } from '../support/fake-aws.ts';
import { scrim } from '../support/run-scrim.ts';
import { TEST_SECRETS } from '../support/local-proxy.ts';

/** Goldens of docs: the salt and key of the specification's examples. */
const ALICE = 't~o-sd9D9g0E2qI_O3KPUgbywYlwZeD7RLZeRbykvzFQU@example.com';
const ALICE_REVERSIBLE =
  'p~o-sd9D9g0E2qI_O3KPUgbywYlwZeD7RLZeRbykvzFQXArBbMWO2HW8Bir4etj7tcskXifpY045KgIn7JMM4VhQ@example.com';
const USER = 't~qCKPZIhXhHI9XQiRoaeMIXfpffLkhDUbydumgVZO_EM';
const USER_REVERSIBLE = 'p~qCKPZIhXhHI9XQiRoaeMIXfpffLkhDUbydumgVZO_EPEjFOlKkQzPQ5oetwvAE2A';
const environment = TEST_SECRETS;

describe('scrim pseudonym', () => {
  test('gives one token a line, as answers hold them', async () => {
    const ran = await scrim(['pseudonym', 'Alice@Example.com', 'u-0001'], { environment });

    expect(ran).toEqual({ code: 0, stdout: `${ALICE}\n${USER}\n`, stderr: '' });
  });

  test('gives reversible tokens on demand', async () => {
    const words = ['pseudonym', 'alice@example.com', 'u-0001', '--reversible'];

    expect((await scrim(words, { environment })).stdout).toBe(
      `${ALICE_REVERSIBLE}\n${USER_REVERSIBLE}\n`,
    );
  });

  test('reads values from standard input, so that none has to stand in a shell history', async () => {
    const input = 'alice@example.com\r\n\nu-0001\n';

    expect((await scrim(['pseudonym', '-'], { environment, input })).stdout).toBe(
      `${ALICE}\n${USER}\n`,
    );
  });

  test('gives JSON to machines', async () => {
    const { stdout } = await scrim(['pseudonym', 'u-0001', '--json'], { environment });

    expect(JSON.parse(stdout)).toEqual([{ value: 'u-0001', token: USER }]);
  });

  test('follows the settings of the function', async () => {
    const psoxy = { ...environment, PSEUDONYM_ALGORITHM: 'psoxy-sha256' };
    const { stdout } = await scrim(['pseudonym', 'u-0001', 'alice@example.com'], {
      environment: { ...psoxy, EMAIL_DOMAIN_HANDLING: 'redact' },
    });

    expect(stdout).toBe(
      't~K8IRs_zETqcm-BOvS425atCUdOLaD_bOB30GfLdSClA\nt~xj-PFlnsOkkdeScK34A7DXhspypsSFRDS60dIh8yEwY\n',
    );
  });

  test('knows addresses and plain texts too', async () => {
    const ip = await scrim(['pseudonym', '192.0.2.17', '::ffff:192.0.2.17', '--as', 'ip'], {
      environment,
    });
    const [one, other] = ip.stdout.split('\n');
    const text = await scrim(['pseudonym', 'alice@example.com', '--as', 'text'], { environment });

    expect(one).toMatch(/^t~/);
    expect(other).toBe(one);
    expect(text.stdout).toMatch(/^p~[\w-]+\n$/);
  });

  test.each([
    [['pseudonym'], environment, 'name at least one value'],
    [['pseudonym', 'x'], {}, 'PSOXY_SALT is missing'],
    [['pseudonym', 'x'], { PSOXY_SALT: 'short' }, 'PSOXY_SALT must have at least 16 characters'],
    [
      ['pseudonym', 'x'],
      { ...environment, PSEUDONYM_ALGORITHM: 'md5' },
      'PSEUDONYM_ALGORITHM must be',
    ],
    [
      ['pseudonym', 'x', '--reversible'],
      { PSOXY_SALT: environment.PSOXY_SALT },
      'PSOXY_ENCRYPTION_KEY is missing',
    ],
    [['pseudonym', ' '], environment, 'value 1 is blank'],
    [['pseudonym', 'x', '--as', 'name'], environment, '--as must be identifier, text or ip'],
    [['pseudonym', 'canary', '--as', 'ip'], environment, 'value 1 is no IP address'],
  ])('refuses %j with %j', async (words, given, message) => {
    const ran = await scrim(words, { environment: given });

    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).not.toContain('canary');
  });
});

describe('scrim reveal', () => {
  test('turns tokens back, one a line', async () => {
    const ran = await scrim(['reveal', ALICE_REVERSIBLE, USER_REVERSIBLE], { environment });

    expect(ran).toEqual({ code: 0, stdout: 'alice@example.com\nu-0001\n', stderr: '' });
  });

  test('ignores the domain that stands behind a token', async () => {
    const token = ALICE_REVERSIBLE.replace('@example.com', '');

    expect((await scrim(['reveal', token], { environment })).stdout).toBe('alice@example.com\n');
  });

  test.each([
    ['of another salt', USER_REVERSIBLE, { ...environment, PSOXY_SALT: 'another-salt-of-16' }],
    [
      'of another key',
      USER_REVERSIBLE,
      { ...environment, PSOXY_ENCRYPTION_KEY: 'another-key-of-16' },
    ],
    [
      'of another algorithm',
      USER_REVERSIBLE,
      { ...environment, PSEUDONYM_ALGORITHM: 'psoxy-sha256' },
    ],
    ['that was cut', USER_REVERSIBLE.slice(0, -1), environment],
    ['that was forged', `p~${'A'.repeat(64)}`, environment],
    ['with a text around it', `${USER_REVERSIBLE} and more`, environment],
    ['that is none', 'u-0001', environment],
  ])('says the same of a token %s', async (_what, token, given) => {
    const ran = await scrim(['reveal', token, '--json'], { environment: given });

    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.stdout)).toEqual([{ token, value: null }]);
    expect(ran.stderr).toBe(
      'scrim reveal: token 1 is not valid: cut, or made with another salt, key or algorithm\n',
    );
  });

  test('keeps the lines of good and bad tokens in step', async () => {
    const ran = await scrim(['reveal', USER, USER_REVERSIBLE], { environment });

    expect([ran.code, ran.stdout]).toEqual([1, '\nu-0001\n']);
    expect(ran.stderr).toContain('token 1 is a t~ token');
  });

  test('needs the key', async () => {
    const ran = await scrim(['reveal', USER_REVERSIBLE], {
      environment: { PSOXY_SALT: environment.PSOXY_SALT },
    });

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('PSOXY_ENCRYPTION_KEY is missing');
  });
});

describe('salt and key in a store', () => {
  let aws: FakeAws;

  beforeEach(async () => {
    aws = await startFakeAws();
  });
  afterEach(() => aws.close());

  test.each(['ssm', 'secrets-manager'])('of %s are read by their prefix', async (store) => {
    for (const [name, value] of Object.entries(TEST_SECRETS)) {
      if (store === 'ssm') aws.setParameter(`/scrim/acme/${name}`, value);
      else aws.setSecret(`/scrim/acme/${name}`, value);
    }
    const words = ['pseudonym', 'u-0001', '--prefix', '/scrim/acme/', '--store', store];

    const ran = await scrim(words, { environment: aws.environment });

    expect(ran).toEqual({ code: 0, stdout: `${USER}\n`, stderr: '' });
  });

  test('are read as whoever --env-file signs in', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scrim-'));
    const file = join(folder, 'aws.env');
    const lines = Object.entries(aws.environment).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(file, lines.join(''));
    for (const [name, value] of Object.entries(TEST_SECRETS)) aws.setParameter(name, value);

    const ran = await scrim(['pseudonym', 'u-0001', '--prefix', '', '--env-file', file]);
    rmSync(folder, { recursive: true });

    expect(ran).toEqual({ code: 0, stdout: `${USER}\n`, stderr: '' });
  });

  test('are not asked for without a prefix', async () => {
    await scrim(['pseudonym', 'x'], { environment: { ...aws.environment, ...TEST_SECRETS } });

    expect(aws.calls).toEqual([]);
  });

  test('that may not be read are missing, and a wrong sign-in says so', async () => {
    const words = ['pseudonym', 'x', '--prefix', '/scrim/acme/'];
    aws.failWith({ kind: 'deny' });

    expect((await scrim(words, { environment: aws.environment })).stderr).toContain(
      'PSOXY_SALT is missing',
    );
    const wrong = { ...aws.environment, AWS_SECRET_ACCESS_KEY: 'wrong' };
    expect((await scrim(words, { environment: wrong })).stderr).toContain(
      'AWS does not know these credentials',
    );
  });
});

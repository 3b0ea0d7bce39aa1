import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runScrim } from '../../src/cli/main.ts';
import { saltSha256Hash } from '../../src/pseudonym/keyed-hash.ts';
import { Secret } from '../../src/secret.ts';
import {
  SIMULATED_CREDENTIALS,
  startZoomSimulator,
  type ZoomSimulator,
} from '../../zoom-simulator/simulator.ts';
import { startFakeAws, type FakeAws } from '../support/fake-aws.ts';
import { exampleContent } from '../support/local-proxy.ts';
import { scrim, type Ran } from '../support/run-scrim.ts';

let aws: FakeAws;

beforeEach(async () => {
  aws = await startFakeAws();
  vi.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await aws.close();
});

const SALT = '/scrim/acme/PSOXY_SALT';
const KEY = '/scrim/acme/PSOXY_ENCRYPTION_KEY';

describe('scrim secrets init', () => {
  const init = (...words: string[]): Promise<Ran> =>
    scrim(['secrets', 'init', '--prefix', '/scrim/acme/', ...words], {
      environment: aws.environment,
    });

  test('writes salt and key, each of 32 random bytes, encrypted, and shows neither', async () => {
    const ran = await init();

    const [salt, key] = [SALT, KEY].map((name) => aws.parameters.get(name));
    expect(ran.code).toBe(0);
    expect([salt?.type, key?.type]).toEqual(['SecureString', 'SecureString']);
    expect(
      [salt?.value, key?.value].map((text) => Buffer.from(text ?? '', 'base64url').length),
    ).toEqual([32, 32]);
    expect(salt?.value).toMatch(/^[\w-]{43}$/);
    expect(salt?.value).not.toBe(key?.value);
    const hash = saltSha256Hash(new Secret(salt?.value ?? ''));
    expect(ran.stdout).toBe(`written  ${SALT}\nwritten  ${KEY}\nsaltSha256Hash  ${hash}\n`);
    expect(ran.stdout + ran.stderr).not.toContain(salt?.value);
    expect(ran.stdout + ran.stderr).not.toContain(key?.value);
  });

  test('leaves both as they are the second time, and tells the hash of the salt there is', async () => {
    const first = await init();
    const before = [aws.parameters.get(SALT), aws.parameters.get(KEY)];

    const second = await init();

    expect(second.code).toBe(0);
    expect([aws.parameters.get(SALT), aws.parameters.get(KEY)]).toEqual(before);
    expect(second.stdout).toBe(
      first.stdout.replaceAll(/written {2}(.*)/g, 'exists   $1  (left as it is)'),
    );
  });

  test('writes what is missing beside what is there', async () => {
    aws.setParameter(SALT, 'the-salt-of-many-years');

    const { stdout } = await init('--json');

    expect(JSON.parse(stdout)).toEqual({
      names: [
        { name: SALT, result: 'exists' },
        { name: KEY, result: 'written' },
      ],
      saltSha256Hash: saltSha256Hash(new Secret('the-salt-of-many-years')),
    });
    expect(aws.parameters.get(SALT)).toMatchObject({ value: 'the-salt-of-many-years', version: 1 });
  });

  test('never overwrites, not even a placeholder, but says what to do', async () => {
    aws.setParameter(SALT, 'fill me');

    const ran = await init();

    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(`${SALT} holds only a placeholder: delete it`);
    expect(aws.parameters.get(SALT)?.value).toBe('fill me');
    expect(ran.stdout).not.toContain('saltSha256Hash');
  });

  test('goes without the hash of a salt that this person may not read', async () => {
    aws.setParameter(SALT, 'the-salt-of-many-years');
    aws.failWith({ kind: 'deny', operation: 'GetParameters' });

    const ran = await init();

    expect(ran.code).toBe(0);
    expect(ran.stdout).not.toContain('saltSha256Hash');
    expect(ran.stderr).toContain('you may not read it');
  });

  test('uses the key it is given', async () => {
    await init('--kms-key', 'arn:aws:kms:eu-central-1:123456789012:key/k');

    expect(aws.parameters.get(SALT)?.keyId).toBe('arn:aws:kms:eu-central-1:123456789012:key/k');
  });

  test('creates secrets in Secrets Manager in the same way', async () => {
    const words = [
      '--store',
      'secrets-manager',
      '--kms-key',
      'alias/scrim',
      '--region',
      'eu-west-1',
    ];
    await init(...words);
    const before = aws.secrets.get(SALT);

    const second = await init(...words);

    expect(before).toMatchObject({
      value: expect.stringMatching(/^[\w-]{43}$/) as unknown,
      keyId: 'alias/scrim',
    });
    expect(aws.secrets.get(SALT)).toBe(before);
    expect(second.stdout).toContain(`exists   ${SALT}`);
    expect(new Set(aws.calls.map(({ signature }) => signature.region))).toEqual(
      new Set(['eu-west-1']),
    );
    expect(aws.parameters.size).toBe(0);
  });

  test('writes the plain names of older deployments where the prefix is empty', async () => {
    await scrim(['secrets', 'init', '--prefix', ''], { environment: aws.environment });

    expect([...aws.parameters.keys()]).toEqual(['PSOXY_SALT', 'PSOXY_ENCRYPTION_KEY']);
  });

  test('reads a prefix as the functions do', async () => {
    await scrim(['secrets', 'init', '--prefix', 'scrim/acme/'], { environment: aws.environment });

    expect([...aws.parameters.keys()]).toEqual([SALT, KEY]);
  });

  test('says what it wrote and what was refused', async () => {
    aws.failWith({ kind: 'deny', names: [KEY] });

    const ran = await init();

    expect(ran.code).toBe(1);
    expect(ran.stdout).toBe(`written  ${SALT}\n`);
    expect(ran.stderr).toBe('scrim secrets init: access is denied: you need ssm:PutParameter\n');
  });

  test.each([
    [['secrets', 'init'], '--prefix is missing'],
    [
      ['secrets', 'init', '--prefix', '/a/', '--store', 'vault'],
      '--store must be ssm or secrets-manager',
    ],
    [['secrets', 'init', 'zoom', '--prefix', '/a/'], 'it takes no words but options'],
  ])('refuses %j', async (words, message) => {
    const ran = await scrim(words, { environment: aws.environment });

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(message);
    expect(aws.calls).toEqual([]);
  });

  test('asks for a region where none is known', async () => {
    const environment = { ...aws.environment, AWS_REGION: '' };
    vi.stubEnv('AWS_REGION', undefined);
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');

    const ran = await scrim(['secrets', 'init', '--prefix', '/a/'], { environment });

    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('--region is missing')]);
    vi.unstubAllEnvs();
  });

  test.each([
    ['throttle', 'AWS is limiting calls'],
    ['drop', 'AWS cannot be reached'],
    ['server-error', 'AWS answered InternalServerError'],
  ] as const)('explains %s', async (kind, message) => {
    aws.failWith({ kind });

    expect((await init()).stderr).toContain(message);
  });
});

describe('scrim secrets set zoom', () => {
  const { accountId, clientId, clientSecret } = SIMULATED_CREDENTIALS;
  const TYPED = `${accountId}\n${clientId}\n${clientSecret}\n`;
  let zoom: ZoomSimulator;

  beforeEach(async () => {
    zoom = await startZoomSimulator({ content: exampleContent });
  });
  afterEach(() => zoom.close());

  const words = (...more: string[]): string[] => [
    ...[
      'secrets',
      'set',
      'zoom',
      '--prefix',
      '/scrim/acme/ZOOM_',
      '--token-url',
      zoom.tokenEndpoint,
    ],
    ...more,
  ];
  const set = (input: string, ...more: string[]): Promise<Ran> =>
    scrim(words(...more), { environment: aws.environment, input });
  const stored = (): Readonly<Record<string, string>> =>
    Object.fromEntries([...aws.parameters].map(([name, { value }]) => [name, value]));
  const ALL = {
    '/scrim/acme/ZOOM_ACCOUNT_ID': accountId,
    '/scrim/acme/ZOOM_CLIENT_ID': clientId,
    '/scrim/acme/ZOOM_CLIENT_SECRET': clientSecret,
  };

  test('proves three lines with one token request and stores them, encrypted', async () => {
    const ran = await set(TYPED);

    expect(ran.code).toBe(0);
    expect(zoom.tokenRequests).toHaveLength(1);
    expect(stored()).toEqual(ALL);
    expect(ran.stdout).toBe(
      Object.keys(ALL)
        .map((name) => `stored  ${name}\n`)
        .join(''),
    );
    expect(ran.stdout + ran.stderr).not.toContain(clientSecret);
  });

  test('fills the parameters that Terraform made', async () => {
    for (const name of Object.keys(ALL)) aws.setParameter(name, 'fill me');

    await set(TYPED, '--kms-key', 'alias/scrim');

    expect(stored()).toEqual(ALL);
    expect(aws.parameters.get('/scrim/acme/ZOOM_CLIENT_ID')).toMatchObject({
      version: 2,
      keyId: 'alias/scrim',
    });
  });

  test('takes off blanks and quotes that came along', async () => {
    await set(` ${accountId}\t\r\n"${clientId}"\n' ${clientSecret} '\n`);

    expect(stored()).toEqual(ALL);
  });

  test('fills secrets, also such as have no value yet or are not there', async () => {
    aws.setSecret('/scrim/acme/ZOOM_CLIENT_ID', undefined);

    const ran = await set(TYPED, '--store', 'secrets-manager', '--json');

    expect(JSON.parse(ran.stdout)).toEqual({ stored: Object.keys(ALL) });
    expect([...aws.secrets].map(([, { value }]) => value).sort()).toEqual(
      Object.values(ALL).sort(),
    );
  });

  test.each([
    [
      'a wrong secret',
      TYPED.replace(clientSecret, 'canary-secret'),
      'does not accept client id and secret',
    ],
    ['a wrong account', TYPED.replace(accountId, 'canary-account'), 'does not know the account id'],
  ])('stores nothing for %s, and says what to copy again', async (_what, input, message) => {
    const ran = await set(input);

    expect([ran.code, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toContain(`nothing was stored. Zoom ${message}`);
    expect(ran.stderr).not.toContain('canary');
    expect(aws.calls).toEqual([]);
  });

  test('stores nothing while Zoom cannot be reached, unless it is told to', async () => {
    await zoom.close();

    const refused = await set(TYPED);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('The token endpoint cannot be reached');
    expect(aws.calls).toEqual([]);

    expect((await set(TYPED, '--unproven')).code).toBe(0);
    expect(stored()).toEqual(ALL);
  });

  test.each([
    ['', 'three lines are needed'],
    [`${accountId}\n${clientId}\n`, 'three lines are needed'],
    [`${accountId}\n\n${clientSecret}\n`, 'client id is empty or a placeholder'],
    [`${accountId}\n${clientId}\nfill me\n`, 'is empty or a placeholder'],
    [
      `${accountId}\n${clientId}\ncanary with blanks\n`,
      'holds a character that no Zoom credential has',
    ],
    [`${accountId}\nCLIENT_ID=“canary”\n${clientSecret}\n`, 'client id holds a character'],
  ])('refuses %j', async (input, message) => {
    const ran = await set(input);

    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).not.toContain('canary');
    expect(zoom.tokenRequests).toEqual([]);
  });

  test.each([
    [['secrets', 'set', '--prefix', '/a/'], 'name the source: zoom'],
    [['secrets', 'set', 'slack', '--prefix', '/a/'], 'name the source: zoom'],
    [['secrets', 'set', 'zoom'], '--prefix is missing'],
    [
      ['secrets', 'set', 'zoom', '--prefix', '/a/', '--token-url', 'http://zoom.us/oauth/token'],
      '--token-url must be https',
    ],
  ])('refuses %j', async (given, message) => {
    const ran = await scrim(given, { environment: aws.environment, input: TYPED });

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(message);
  });

  test('says what was stored where the rest was refused', async () => {
    aws.failWith({ kind: 'deny', names: ['/scrim/acme/ZOOM_CLIENT_SECRET'] });

    const ran = await set(TYPED);

    expect(ran.code).toBe(1);
    expect(ran.stdout).toBe(
      'stored  /scrim/acme/ZOOM_ACCOUNT_ID\nstored  /scrim/acme/ZOOM_CLIENT_ID\n',
    );
    expect(ran.stderr).toContain('you need ssm:PutParameter; run it again afterwards');
  });

  describe('on a terminal', () => {
    interface Typing {
      readonly keys: PassThrough;
      readonly screen: () => string;
      readonly code: Promise<number>;
      readonly waitFor: (text: string) => Promise<void>;
    }

    function type(): Typing {
      const keys = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => keys });
      const [stdout, stderr] = [new PassThrough(), new PassThrough()];
      let shown = '';
      for (const stream of [stdout, stderr]) stream.on('data', (chunk) => (shown += String(chunk)));
      const terminal = { stdin: keys, stdout, stderr, environment: aws.environment };
      const code = runScrim(words(), { ...terminal, stopped: new AbortController().signal });
      return {
        keys,
        screen: () => shown,
        code,
        waitFor: (text) => expect.poll(() => shown, { interval: 1 }).toContain(text),
      };
    }

    test('shows what is asked, but no key that is typed', async () => {
      const { keys, screen, code, waitFor } = type();

      await waitFor('Account ID (not shown): ');
      for (const key of `${accountId}\r`) keys.write(key);
      await waitFor('Client ID (not shown): ');
      for (const key of `${clientId}\r`) keys.write(key);
      await waitFor('Client secret (not shown): ');
      for (const key of `${clientSecret}\r`) keys.write(key);

      expect(await code).toBe(0);
      expect(stored()).toEqual(ALL);
      expect(screen().split('stored')[0]).toBe(
        'Account ID (not shown): \nClient ID (not shown): \nClient secret (not shown): \n',
      );
    });

    test('ends with Ctrl-C, and stores nothing', async () => {
      const { keys, code, waitFor } = type();

      await waitFor('Account ID (not shown): ');
      keys.write('\u0003');

      expect(await code).toBe(2);
      expect(aws.calls).toEqual([]);
    });
  });
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  SIMULATED_CREDENTIALS,
  startZoomSimulator,
  type ZoomSimulator,
} from '../../zoom-simulator/simulator.ts';
import { startFakeAws, type FakeAws } from '../support/fake-aws.ts';
import { startFunctionUrl, type FunctionUrl } from '../support/function-url.ts';
import {
  exampleContent,
  startProxy,
  TEST_SECRETS,
  type ProxyOptions,
  type ProxyUnderTest,
} from '../support/local-proxy.ts';
import { scrim, type Ran } from '../support/run-scrim.ts';
import { fillStore, INSTANCE, SHARED } from '../support/stored-proxy.ts';

const NAMESPACES = ['--prefix', INSTANCE, '--shared-prefix', SHARED];
let aws: FakeAws;

beforeEach(async () => {
  aws = await startFakeAws();
  vi.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await aws.close();
});

/** The lines of a check, remedies joined to theirs. */
function linesOf({ stdout }: Ran, check: string): readonly string[] {
  const lines = stdout.replaceAll(/\n +→ /g, ' → ').split('\n');
  return lines
    .filter((line) => line.slice(9).startsWith(`${check} `))
    .map((line) => line.replaceAll(/ {2,}/g, ' '));
}

describe('scrim doctor, from this machine', () => {
  let zoom: ZoomSimulator;

  beforeEach(async () => {
    zoom = await startZoomSimulator({ content: exampleContent });
  });
  afterEach(() => zoom.close());

  const doctor = (...words: string[]): Promise<Ran> =>
    scrim(['doctor', '--token-url', zoom.tokenEndpoint, ...words], {
      environment: aws.environment,
    });

  test.each(['ssm', 'secrets-manager'])('is green where %s has everything', async (store) => {
    fillStore(aws, store === 'ssm' ? 'AWS_SSM_PARAMETER_STORE' : 'AWS_SECRETS_MANAGER');

    const ran = await doctor(...NAMESPACES, '--store', store, '--rules', 'rules/zoom.yaml');

    expect(ran.stderr).toBe('');
    expect(ran.code).toBe(0);
    expect(ran.stdout).not.toContain('FAILED');
    const lines = ran.stdout.trim().split('\n');
    expect([...new Set(lines.map((line) => line.slice(9).split(' ')[0]))]).toEqual([
      'sign-in',
      'version',
      'settings',
      'parameters',
      'salt',
      'credentials',
      'rules',
    ]);
    expect(linesOf(ran, 'sign-in')).toEqual(['ok sign-in AWS account 123456789012']);
    expect(linesOf(ran, 'rules').at(-1)).toBe('ok rules the same as rules/zoom.yaml');
    expect(ran.stdout).not.toContain(SIMULATED_CREDENTIALS.clientSecret);
    expect(zoom.tokenRequests).toHaveLength(1);
  });

  test('tells a placeholder, an absent and a forbidden parameter apart', async () => {
    fillStore(aws);
    aws.setParameter(`${INSTANCE}CLIENT_SECRET`, 'fill me');
    aws.parameters.delete(`${INSTANCE}CLIENT_ID`);
    aws.failWith({ kind: 'deny', names: [`${INSTANCE}ACCOUNT_ID`] });

    const ran = await doctor(...NAMESPACES);

    expect(ran.code).toBe(1);
    expect(linesOf(ran, 'parameters')).toEqual([
      `FAILED parameters ACCOUNT_ID is missing, and you may not look at ${INSTANCE}ACCOUNT_ID → scrim secrets set zoom --prefix ${INSTANCE}, or ask for ssm:GetParameters (secretsmanager:GetSecretValue) to look`,
      `FAILED parameters neither ${INSTANCE}CLIENT_ID nor ${SHARED}CLIENT_ID exists → scrim secrets set zoom --prefix ${INSTANCE}`,
      `FAILED parameters ${INSTANCE}CLIENT_SECRET holds only a placeholder → scrim secrets set zoom --prefix ${INSTANCE}`,
    ]);
  });

  test('gives the commands whole: region, store and a namespace that a shell would split', async () => {
    const words = ['--prefix', '/a b/', '--shared-prefix', '', '--store', 'secrets-manager'];

    const ran = await doctor(...words, '--region', 'eu-west-1');

    const options = '--region eu-west-1 --store secrets-manager';
    const remedies = linesOf(ran, 'parameters').map((line) => line.split(' → ')[1]);
    expect(new Set(remedies)).toEqual(
      new Set([
        `scrim secrets init --prefix '' ${options}`,
        `scrim secrets set zoom --prefix '/a b/' ${options}`,
      ]),
    );
  });

  test('asks for a namespace that nobody told, rather than guess it', async () => {
    const ran = await doctor('--prefix', INSTANCE);

    expect(linesOf(ran, 'parameters').join('\n')).toContain(
      'scrim secrets init …; --shared-prefix tells doctor the namespace',
    );
  });

  test.each([
    ['CLIENT_SECRET', 'canary', 'credentials', 'Zoom does not accept client id and secret'],
    ['ACCOUNT_ID', 'canary', 'credentials', 'Zoom does not know the account id'],
    ['RULES', 'endpoints: [{}]', 'rules', 'rules, line 1'],
  ])('finds a wrong %s', async (name, value, check, detail) => {
    fillStore(aws);
    aws.setParameter(`${INSTANCE}${name}`, value);

    const ran = await doctor(...NAMESPACES);

    expect(ran.code).toBe(1);
    expect(linesOf(ran, check)[0]).toContain(`FAILED ${check} ${detail}`);
    expect(ran.stdout + ran.stderr).not.toContain('canary');
  });

  test('finds a short salt and warns of a weak key', async () => {
    fillStore(aws);
    aws.setParameter(`${SHARED}PSOXY_ENCRYPTION_KEY`, 'short');
    expect(linesOf(await doctor(...NAMESPACES), 'settings')).toContain(
      'warning settings PSOXY_ENCRYPTION_KEY is weak',
    );

    aws.setParameter(`${SHARED}PSOXY_SALT`, 'short');
    expect(linesOf(await doctor(...NAMESPACES), 'settings')).toContain(
      'FAILED settings PSOXY_SALT must have at least 16 characters → docs/settings.md says what each setting may be',
    );
  });

  test('stops at a sign-in that AWS does not know', async () => {
    const environment = { ...aws.environment, AWS_SECRET_ACCESS_KEY: 'wrong' };

    const ran = await scrim(['doctor', ...NAMESPACES], { environment });

    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/^FAILED {3}sign-in .*AWS/);
    expect(ran.stdout.trim().split('\n')).toHaveLength(1);
  });

  test('finds a store that fails', async () => {
    aws.failWith({ kind: 'throttle', operation: 'GetParameters' });

    const ran = await doctor(...NAMESPACES);

    expect(linesOf(ran, 'parameters')).toEqual([]);
    expect(linesOf(ran, 'settings')[0]).toContain(
      'FAILED settings a store fails for the moment: the store answered ThrottlingException → try again',
    );
  });

  test('calls no AWS where the environment has everything', async () => {
    const {
      accountId: ACCOUNT_ID,
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
    } = SIMULATED_CREDENTIALS;
    const environment = {
      ...aws.environment,
      ...TEST_SECRETS,
      ACCOUNT_ID,
      CLIENT_ID,
      CLIENT_SECRET,
    };

    const ran = await scrim(['doctor', '--token-url', zoom.tokenEndpoint, '--json'], {
      environment,
    });

    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({ passed: true });
    expect(aws.calls).toEqual([]);
  });

  test('names what is missing where nothing is set', async () => {
    const ran = await scrim(['doctor', '--json'], { environment: {} });

    const { passed, findings } = JSON.parse(ran.stdout) as {
      passed: boolean;
      findings: { status: string; detail: string }[];
    };
    expect([ran.code, passed]).toEqual([1, false]);
    expect(
      findings.filter(({ status }) => status === 'failed').map(({ detail }) => detail),
    ).toEqual([
      'ACCOUNT_ID is missing',
      'CLIENT_ID is missing',
      'CLIENT_SECRET is missing',
      'PSOXY_SALT is missing',
    ]);
  });

  test('names every wrong setting', async () => {
    const environment = { LEAK_GUARD: 'canary', TARGET_HOST: 'http://canary' };

    const ran = await scrim(['doctor'], { environment });

    expect(linesOf(ran, 'settings').map((line) => line.split(' ')[2])).toEqual([
      'TARGET_HOST',
      'LEAK_GUARD',
    ]);
    expect(ran.stdout).not.toContain('canary');
  });

  test.each([
    [['a', 'b'], 'name one URL, or none'],
    [['--token-url', 'http://zoom.us/oauth/token'], '--token-url must be https'],
    [['--store', 'vault'], '--store must be ssm or secrets-manager'],
    [['http://scrim.example.org/'], 'http only on this machine'],
  ])('refuses %j', async (words, message) => {
    const ran = await scrim(['doctor', ...words], { environment: aws.environment });

    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('scrim doctor, of a deployed proxy', () => {
  let proxy: ProxyUnderTest | undefined;
  let door: FunctionUrl | undefined;

  afterEach(async () => {
    await door?.close();
    await proxy?.close();
    proxy = undefined;
  });

  async function deploy(options: ProxyOptions = {}, allows = (): boolean => true): Promise<string> {
    const started = await startProxy(options);
    proxy = started;
    door = await startFunctionUrl({
      aws,
      allows,
      handle: async (event) => (await started.send(event)).event,
    });
    return door.url;
  }

  const doctor = (url: string, ...words: string[]): Promise<Ran> =>
    scrim(['doctor', url, ...words], { environment: aws.environment });

  test('is green for one that works', async () => {
    const ran = await doctor(await deploy(), '--rules', 'rules/zoom.yaml');

    expect(ran.code).toBe(0);
    expect(linesOf(ran, 'access')).toEqual(['ok access AWS IAM lets the call through']);
    expect(linesOf(ran, 'rules').at(-1)).toBe('ok rules the same as rules/zoom.yaml');
    expect(ran.stdout).not.toContain('FAILED');
  });

  test('finds that IAM refuses', async () => {
    const ran = await doctor(await deploy({}, () => false));

    expect(ran.code).toBe(1);
    expect(linesOf(ran, 'access')[0]).toMatch(
      /^FAILED access AWS IAM refused the call.* → Call as the caller role/,
    );
  });

  test('finds that nobody is there', async () => {
    const ran = await doctor('http://127.0.0.1:1/');

    expect(linesOf(ran, 'access')).toEqual([
      'FAILED access no connection: check the URL and the network',
    ]);
  });

  test('finds rules other than those of a file', async () => {
    const rules = 'endpoints: [{ pathTemplate: /v2/x, responseSchema: { type: object } }]';
    const ran = await doctor(
      await deploy({ environment: { RULES: rules } }),
      '--rules',
      'rules/zoom.yaml',
    );

    expect(ran.code).toBe(1);
    expect(linesOf(ran, 'rules').at(-1)).toContain(
      'FAILED rules other than rules/zoom.yaml → terraform apply',
    );
  });

  test('looks into the store for what the function misses', async () => {
    fillStore(aws);
    aws.setParameter(`${SHARED}PSOXY_SALT`, 'fill me');
    const url = await deploy({ environment: { PSOXY_SALT: undefined, CLIENT_SECRET: undefined } });

    const ran = await doctor(url, ...NAMESPACES);

    expect(linesOf(ran, 'parameters')).toEqual([
      `FAILED parameters ${INSTANCE}CLIENT_SECRET is filled in, but the function does not see it → wait 30 seconds and look again; if it stays, its role or its PATH_TO_… settings do not fit: terraform apply`,
      `FAILED parameters ${SHARED}PSOXY_SALT holds only a placeholder → scrim secrets init --prefix ${SHARED}`,
    ]);
  });

  test('goes without the store where it cannot be asked', async () => {
    aws.failWith({ kind: 'server-error', operation: 'GetParameters' });
    const url = await deploy({ environment: { CLIENT_SECRET: undefined } });

    const [line] = linesOf(await doctor(url, ...NAMESPACES), 'parameters');

    expect(line).toContain('CLIENT_SECRET is missing → scrim secrets set zoom');
    expect(line).toContain('AWS answered InternalServerError');
  });
});

import { afterEach, describe, expect, test } from 'vitest';
import {
  fillStore,
  INSTANCE,
  SHARED,
  startStoredProxy,
  type StoredOptions,
  type StoredProxy,
} from '../support/stored-proxy.ts';
import { SIMULATED_CREDENTIALS } from '../../zoom-simulator/simulator.ts';
import { TEST_SECRETS } from '../support/local-proxy.ts';

let proxy: StoredProxy | undefined;

async function start(options?: StoredOptions): Promise<StoredProxy> {
  proxy = await startStoredProxy(options);
  return proxy;
}

afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
});

const PROPERTIES = [
  'ACCOUNT_ID',
  'CLIENT_ID',
  'CLIENT_SECRET',
  'RULES',
  'PSOXY_SALT',
  'PSOXY_ENCRYPTION_KEY',
  'SALT_IP',
  'ENCRYPTION_KEY_IP',
  'SALT_EMAIL_DOMAINS',
  'ENCRYPTION_KEY_EMAIL_DOMAINS',
];
const inNamespace = (namespace: string, names = PROPERTIES): readonly string[] =>
  names.map((name) => `${namespace}${name}`);

describe('a cold start with the parameter store', () => {
  test('reads each namespace once, both at once, and no more for the calls that follow', async () => {
    const { users, asked, aws } = await start();

    const answers = await Promise.all(Array.from({ length: 50 }, () => users()));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(asked('GetParameters')).toHaveLength(2);
    expect(asked('GetParameters')).toEqual(
      expect.arrayContaining([inNamespace(INSTANCE), inNamespace(SHARED)]),
    );
    expect(aws.calls).toHaveLength(2);
  });

  test('asks both namespaces without waiting for one of them', async () => {
    const { users, asked } = await start({
      prepare: (aws) => aws.failWith({ kind: 'hang', names: inNamespace(INSTANCE) }),
    });

    await users();

    // Three tries of the one that hangs do not keep the other from being asked.
    expect(asked('GetParameters').slice(0, 2)).toEqual(
      expect.arrayContaining([inNamespace(INSTANCE), inNamespace(SHARED)]),
    );
  });

  test('does not ask for what stands in the environment', async () => {
    const { users, asked } = await start({
      environment: { PSOXY_SALT: TEST_SECRETS.PSOXY_SALT, PSOXY_ZOOM_CLIENT_ID: 'from here' },
    });

    await users();

    const rest = PROPERTIES.filter((name) => name !== 'PSOXY_SALT' && name !== 'CLIENT_ID');
    expect(asked('GetParameters')).toEqual(
      expect.arrayContaining([inNamespace(INSTANCE, rest), inNamespace(SHARED, rest)]),
    );
  });

  test('calls no store where the environment has everything', async () => {
    const { users, aws } = await start({
      environment: Object.fromEntries(
        PROPERTIES.map((name) => [name, 'a text of sixteen or more']),
      ),
    });

    await users();

    expect(aws.calls).toEqual([]);
  });

  test('asks for each name alone where one is denied, and goes without it', async () => {
    const { users, asked } = await start({
      prepare: (aws) => {
        fillStore(aws);
        aws.failWith({ kind: 'deny', names: [`${SHARED}SALT_IP`] });
      },
    });

    expect((await users()).status).toBe(200);
    expect(asked('GetParameters')).toHaveLength(2 + PROPERTIES.length);
  });

  test('tells the health check when each value was written', async () => {
    const { health } = await start();

    expect(Object.keys((await health())['configPropertiesLastModified'] as object).sort()).toEqual([
      'ACCOUNT_ID',
      'CLIENT_ID',
      'CLIENT_SECRET',
      'PSOXY_ENCRYPTION_KEY',
      'PSOXY_SALT',
    ]);
  });

  test('takes the rules from a parameter', async () => {
    const { health, call } = await start({
      prepare: (aws) => {
        aws.setParameter(`${SHARED}PSOXY_SALT`, TEST_SECRETS.PSOXY_SALT);
        const rules = 'endpoints: [{ pathTemplate: /v2/only, responseSchema: { type: object } }]';
        aws.setParameter(`${INSTANCE}RULES`, Buffer.from(rules).toString('base64'), 'String');
      },
    });

    expect((await health())['rules']).toContain('/v2/only');
    expect((await call('GET', '/v2/users')).headers['X-Psoxy-Error']).toBe('BLOCKED_BY_RULES');
  });
});

describe('a cold start with Secrets Manager', () => {
  const store = 'AWS_SECRETS_MANAGER';

  test('reads all secrets in one call, and configuration from the parameter store', async () => {
    const { users, asked, aws } = await start({ store });

    expect((await users()).status).toBe(200);

    const configuration = ['ACCOUNT_ID', 'CLIENT_ID', 'RULES'];
    const secrets = PROPERTIES.filter((name) => name !== 'RULES');
    expect(asked('BatchGetSecretValue')).toEqual([
      [...inNamespace(INSTANCE, secrets), ...inNamespace(SHARED, secrets)],
    ]);
    expect(asked('GetParameters')).toEqual(
      expect.arrayContaining([
        inNamespace(INSTANCE, configuration),
        inNamespace(SHARED, configuration),
      ]),
    );
    expect(aws.calls).toHaveLength(3);
  });

  test('finds account and client id in either store', async () => {
    const { accountId, clientId, clientSecret } = SIMULATED_CREDENTIALS;
    const { users } = await start({
      store,
      prepare: (aws) => {
        aws.setSecret(`${SHARED}PSOXY_SALT`, TEST_SECRETS.PSOXY_SALT);
        aws.setSecret(`${SHARED}PSOXY_ENCRYPTION_KEY`, TEST_SECRETS.PSOXY_ENCRYPTION_KEY);
        aws.setParameter(`${INSTANCE}ACCOUNT_ID`, accountId, 'String');
        aws.setParameter(`${INSTANCE}CLIENT_ID`, 'fill me', 'String');
        aws.setSecret(`${INSTANCE}CLIENT_ID`, clientId);
        aws.setSecret(`${INSTANCE}CLIENT_SECRET`, clientSecret);
      },
    });

    expect((await users()).status).toBe(200);
  });
});

describe('what nobody filled in yet', () => {
  test('is named by the health check, and the proxy says how it cannot work', async () => {
    const { health, users } = await start({
      prepare: (aws) => {
        aws.setParameter(`${SHARED}PSOXY_SALT`, 'fill me');
        aws.setParameter(`${INSTANCE}CLIENT_ID`, ' Fill me');
      },
    });

    expect(await health()).toMatchObject({
      status: 412,
      missingConfigProperties: ['ACCOUNT_ID', 'CLIENT_ID', 'CLIENT_SECRET', 'PSOXY_SALT'],
    });
    expect((await users()).headers['X-Psoxy-Error']).toBe('CONFIGURATION_FAILURE');
  });

  test('is found by the same container 30 s after it is there', async () => {
    const { health, users, pass, store, asked } = await start({
      prepare: (aws) => aws.setParameter(`${INSTANCE}ACCOUNT_ID`, 'simulated-account-id'),
    });
    expect((await users()).status).toBe(500);

    store(`${SHARED}PSOXY_SALT`, TEST_SECRETS.PSOXY_SALT);
    store(`${SHARED}PSOXY_ENCRYPTION_KEY`, TEST_SECRETS.PSOXY_ENCRYPTION_KEY);
    pass(29_999);
    expect((await users()).status).toBe(500);
    expect(asked('GetParameters')).toHaveLength(2);

    pass(1);
    const [answer] = await Promise.all([users(), users(), users()]);
    expect(answer.headers['X-Psoxy-Error']).toBe('CONNECTION_SETUP');
    expect(asked('GetParameters')).toHaveLength(4);

    store(`${INSTANCE}CLIENT_ID`, SIMULATED_CREDENTIALS.clientId);
    store(`${INSTANCE}CLIENT_SECRET`, ` ${SIMULATED_CREDENTIALS.clientSecret}\n`);
    pass(30_000);
    expect(await health('deep')).toMatchObject({ status: 200, sourceCredentials: 'ok' });
    expect((await users()).status).toBe(200);
  });

  test('is not looked for again once all is there', async () => {
    const { users, pass, asked } = await start();
    await users();
    pass(3_000_000);
    await users();

    expect(asked('GetParameters')).toHaveLength(2);
  });

  test('is not looked for again where the environment itself is wrong', async () => {
    const { users, pass, asked } = await start({ environment: { LEAK_GUARD: 'perhaps' } });
    await users();
    pass(3_000_000);

    expect((await users()).headers['X-Psoxy-Error']).toBe('CONFIGURATION_FAILURE');
    // Once, so that what is wrong there is told beside it.
    expect(asked('GetParameters')).toHaveLength(2);
  });
});

test('only a new container learns of another salt', async () => {
  const { users, pass, store } = await start();
  const before = (await users()).body;

  store(`${SHARED}PSOXY_SALT`, 'another salt of sixteen');
  pass(3_000_000);

  expect((await users()).body).toBe(before);
});

test('a secret in the environment of a deployed function is a warning', async () => {
  const { health } = await start({
    environment: { AWS_LAMBDA_FUNCTION_NAME: 'acme-zoom', CLIENT_SECRET: 'x' },
  });

  expect((await health())['warningMessages']).toEqual([
    'CLIENT_SECRET stands in the environment of the function; a store is safer',
  ]);
});

import { afterEach, describe, expect, test } from 'vitest';
import { createUndiciUpstream } from '../../src/http/undici-upstream.ts';
import { StoreUnavailable } from '../../src/settings/store.ts';
import { ZOOM_RULES } from '../support/local-proxy.ts';
import {
  fillStore,
  INSTANCE,
  SHARED,
  startStoredProxy,
  type StoredOptions,
  type StoredProxy,
  type StoreKind,
} from '../support/stored-proxy.ts';
import type { Failure } from '../support/fake-aws-failures.ts';

let proxy: StoredProxy | undefined;

async function start(options?: StoredOptions): Promise<StoredProxy> {
  proxy = await startStoredProxy(options);
  return proxy;
}

afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
});

const STORES: readonly StoreKind[] = ['AWS_SSM_PARAMETER_STORE', 'AWS_SECRETS_MANAGER'];
const READS = {
  AWS_SSM_PARAMETER_STORE: 'GetParameters',
  AWS_SECRETS_MANAGER: 'BatchGetSecretValue',
};
const FIVE_MINUTES = 5 * 60_000;

async function startFailing(store: StoreKind, failure: Failure): Promise<StoredProxy> {
  return start({
    store,
    prepare: (aws) => {
      fillStore(aws, store);
      aws.failWith(failure);
    },
  });
}

describe.each(STORES)('beside a setting that is wrong, %s', (store) => {
  const environment = { LEAK_GUARD: 'maybe' };
  const wrong = 'LEAK_GUARD must be redact, fail or off';
  const shortSalt = 'PSOXY_SALT must have at least 16 characters';

  test('is judged too, and all is told at once', async () => {
    const { users, health } = await start({
      store,
      environment,
      prepare: (aws) => {
        const name = `${SHARED}PSOXY_SALT`;
        if (store === 'AWS_SECRETS_MANAGER') aws.setSecret(name, 'short');
        else aws.setParameter(name, 'short');
      },
    });

    expect((await users()).headers['X-Psoxy-Error']).toBe('CONFIGURATION_FAILURE');
    expect(await health()).toMatchObject({
      configurationProblems: [wrong, shortSalt],
      missingConfigProperties: ['ACCOUNT_ID', 'CLIENT_ID', 'CLIENT_SECRET'],
    });
  });

  test('that fails is said, and asked again later; the answer stays 500', async () => {
    const { users, health, aws, pass } = await start({
      store,
      environment,
      prepare: (fake) => {
        fillStore(fake, store);
        fake.failWith({ kind: 'server-error', operation: READS[store] });
      },
    });

    expect((await users()).status).toBe(500);
    expect(await health()).toMatchObject({
      configurationProblems: [wrong, expect.stringContaining('a store fails')],
    });

    aws.heal();
    pass(30_000);
    expect(await health()).toMatchObject({ configurationProblems: [wrong] });
  });

  test('that cannot even be opened hides nothing', async () => {
    const openStores = (): never => {
      throw new TypeError('no such store');
    };
    const { health } = await start({ store, environment, parts: { openStores } });

    expect(await health()).toMatchObject({ configurationProblems: [wrong] });
  });
});

describe.each(STORES)('a cold start while %s fails', (store) => {
  const operation = READS[store];

  test.each(['throttle', 'server-error', 'drop'] as const)(
    'twice by %s is not noticed',
    async (kind) => {
      const { users, asked } = await startFailing(store, { kind, operation, times: 2 });

      expect((await users()).status).toBe(200);
      expect(asked(operation).length).toBeGreaterThanOrEqual(3);
    },
  );

  test.each(['throttle', 'server-error', 'drop', 'hang'] as const)(
    'by %s is answered with 503, and forgotten once it works again',
    async (kind) => {
      const { users, health, aws } = await startFailing(store, { kind, operation });

      const refused = await users();
      expect([refused.status, refused.headers['X-Psoxy-Error']]).toEqual([
        503,
        'CONFIGURATION_FAILURE',
      ]);
      expect(await health()).toMatchObject({ status: 412, missingConfigProperties: [] });

      aws.heal();
      expect((await users()).status).toBe(200);
      expect(await health()).toMatchObject({ status: 200 });
    },
  );

  test('says what the store answered, and no name', async () => {
    const { health, log } = await startFailing(store, { kind: 'throttle', operation });

    expect((await health())['configurationProblems']).toEqual([
      'a store fails for the moment: the store answered ThrottlingException',
    ]);
    expect(JSON.stringify(log())).not.toContain('PSOXY_SALT');
  });

  test('is late but right where it is slow', async () => {
    const { users } = await startFailing(store, { kind: 'delay', delayMs: 50 });

    expect((await users()).status).toBe(200);
  });

  test('by denying everything leaves everything missing', async () => {
    const { users, health } = await startFailing(store, { kind: 'deny' });

    expect((await users()).headers['X-Psoxy-Error']).toBe('CONFIGURATION_FAILURE');
    expect(await health()).toMatchObject({
      missingConfigProperties: ['ACCOUNT_ID', 'CLIENT_ID', 'CLIENT_SECRET', 'PSOXY_SALT'],
    });
  });

  test('by denying the client secret lets nothing through but says which', async () => {
    const name = `${INSTANCE}CLIENT_SECRET`;
    const { users, health, zoom } = await startFailing(store, { kind: 'deny', names: [name] });

    const answer = await users();

    expect([answer.status, answer.headers['X-Psoxy-Error']]).toEqual([500, 'CONNECTION_SETUP']);
    expect(await health()).toMatchObject({ missingConfigProperties: ['CLIENT_SECRET'] });
    expect(zoom.calls).toEqual([]);
    expect(zoom.tokenRequests).toEqual([]);
  });
});

describe.each(STORES)('credentials of %s in a container that lives on', (store) => {
  const operation = READS[store];

  test('are read again after 5 min when a token is wanted, all in one call', async () => {
    const { users, zoom, pass, asked } = await start({ store });
    await users();
    const before = asked(operation).length;

    zoom.issuer.revokeAll();
    pass(FIVE_MINUTES);
    const answers = await Promise.all(Array.from({ length: 10 }, () => users()));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(asked(operation).slice(before)).toEqual([
      store === 'AWS_SECRETS_MANAGER'
        ? expect.arrayContaining([`${INSTANCE}CLIENT_SECRET`, `${SHARED}CLIENT_SECRET`])
        : [INSTANCE, SHARED].flatMap((namespace) =>
            ['ACCOUNT_ID', 'CLIENT_ID', 'CLIENT_SECRET'].map((name) => `${namespace}${name}`),
          ),
    ]);
  });

  test('stay in use while the store fails, which is asked again after 30 s', async () => {
    const { users, zoom, pass, asked, aws, lastRequest } = await start({ store });
    await users();
    aws.failWith({ kind: 'server-error' });
    const renew = async (ms: number): Promise<number> => {
      zoom.issuer.revokeAll();
      pass(ms);
      return (await users()).status;
    };

    expect(await renew(FIVE_MINUTES)).toBe(200);
    expect(lastRequest()['secretsStale']).toBe(true);
    const afterFailure = asked(operation).length;
    expect(await renew(29_999)).toBe(200);
    expect(asked(operation)).toHaveLength(afterFailure);

    aws.heal();
    expect(await renew(1)).toBe(200);
    expect(asked(operation)).toHaveLength(afterFailure + 1);
    expect(lastRequest()['secretsStale']).not.toBe(true);
  });

  test('that the store no longer has are gone after the next reading', async () => {
    const { users, zoom, pass, aws } = await start({ store });
    await users();

    aws.parameters.delete(`${INSTANCE}CLIENT_SECRET`);
    aws.secrets.delete(`${INSTANCE}CLIENT_SECRET`);
    zoom.issuer.revokeAll();
    pass(FIVE_MINUTES);

    expect((await users()).headers['X-Psoxy-Error']).toBe('CONNECTION_SETUP');
  });
});

describe('rules in a bucket', () => {
  const withBucket = { REMOTE_RESOURCE_BUCKET: 'acme-rules' };

  test('that fails for the moment are 503, and read with the next request', async () => {
    let fails = true;
    const { users } = await start({
      environment: withBucket,
      parts: {
        readRulesObject: () =>
          fails ? Promise.reject(new StoreUnavailable('down')) : Promise.resolve(ZOOM_RULES),
      },
    });
    expect((await users()).status).toBe(503);

    fails = false;

    expect((await users()).status).toBe(200);
  });

  test('that may not be read are an error of the configuration, not a reason to take others', async () => {
    const denied = Object.assign(new Error('canary'), { name: 'AccessDenied' });
    const { users, health } = await start({
      environment: withBucket,
      parts: { readRulesObject: () => Promise.reject(denied) },
    });

    expect((await users()).headers['X-Psoxy-Error']).toBe('CONFIGURATION_FAILURE');
    expect((await health())['configurationProblems']).toEqual([
      'the rules object cannot be read (AccessDenied)',
    ]);
  });
});

test('an error that nobody expected while loading is told by one request and not remembered', async () => {
  let fails = true;
  const { users } = await start({
    parts: {
      openUpstream: ({ TLS_VERSION: minTlsVersion }) => {
        if (fails) throw new TypeError('canary');
        return createUndiciUpstream({ minTlsVersion });
      },
    },
  });
  expect((await users()).headers['X-Psoxy-Error']).toBe('UNKNOWN');

  fails = false;

  expect((await users()).status).toBe(200);
});

import { afterEach, describe, expect, test } from 'vitest';
import { SIMULATED_CREDENTIALS } from '../../zoom-simulator/simulator.ts';
import {
  fillStore,
  INSTANCE,
  startStoredProxy,
  type StoredOptions,
  type StoredProxy,
  type StoreKind,
} from '../support/stored-proxy.ts';

let proxy: StoredProxy | undefined;

async function start(options?: StoredOptions): Promise<StoredProxy> {
  proxy = await startStoredProxy(options);
  return proxy;
}

afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
});

const ROTATED = { ...SIMULATED_CREDENTIALS, clientSecret: 'rotated-client-secret' };
const STORES: readonly StoreKind[] = ['AWS_SSM_PARAMETER_STORE', 'AWS_SECRETS_MANAGER'];

describe.each(STORES)('a client secret that is rotated in %s', (store) => {
  test('is taken up by the calls under way, without a failure and without a redeploy', async () => {
    const { users, zoom, pass } = await start({ store });
    await users();

    // The new secret is stored first; then Zoom stops accepting the old one, and its tokens.
    proxy?.store(`${INSTANCE}CLIENT_SECRET`, ROTATED.clientSecret);
    zoom.issuer.rotate(ROTATED);
    zoom.issuer.revokeAll();
    pass(1000);
    const answers = await Promise.all(Array.from({ length: 20 }, () => users()));

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    // The old secret was tried once, the new one once.
    expect(zoom.tokenRequests).toHaveLength(3);
  });

  test('is an error while the store has the old one, and is found 10 s after it is stored', async () => {
    const { users, zoom, pass, health, store: write, aws } = await start({ store });
    await users();
    zoom.issuer.rotate(ROTATED);
    zoom.issuer.revokeAll();

    const refused = await users();
    expect([refused.status, refused.headers['X-Psoxy-Error']]).toEqual([500, 'CONNECTION_SETUP']);
    const { length } = aws.calls;
    const tokenRequests = zoom.tokenRequests.length;

    // Remembered: the calls that follow ask neither Zoom nor the store.
    expect((await users()).status).toBe(500);
    expect([aws.calls.length, zoom.tokenRequests.length]).toEqual([length, tokenRequests]);

    write(`${INSTANCE}CLIENT_SECRET`, ROTATED.clientSecret);
    pass(10_000);
    expect(await health('deep')).toMatchObject({ status: 200, sourceCredentials: 'ok' });
    expect((await users()).status).toBe(200);
  });
});

test('a refused secret is read again once, and not sent twice if it is the same', async () => {
  const { users, zoom, asked } = await start({
    prepare: (aws) => {
      fillStore(aws);
      aws.setParameter(`${INSTANCE}CLIENT_SECRET`, 'wrong');
    },
  });

  expect((await users()).headers['X-Psoxy-Error']).toBe('CONNECTION_SETUP');
  expect(zoom.tokenRequests).toHaveLength(1);
  expect(asked('GetParameters')).toHaveLength(3);
});

describe('a token that containers share', () => {
  const environment = { USE_SHARED_TOKEN: 'true' };
  const NAME = `${INSTANCE}ACCESS_TOKEN`;

  test.each(STORES)('is left in %s by the one that minted it', async (store) => {
    const { users, aws } = await start({
      store,
      environment,
      prepare: (one) => {
        fillStore(one, store);
        one.setSecret(NAME, 'fill me');
      },
    });

    expect((await users()).status).toBe(200);

    const written = (): string | undefined =>
      store === 'AWS_SECRETS_MANAGER'
        ? aws.secrets.get(NAME)?.value
        : aws.parameters.get(NAME)?.value;
    await expect
      .poll(written, { interval: 1 })
      .toMatch(/^\{"token":"simulated-[\w-]+","expirationDate":\d{13}\}$/);
  });

  test('is used by the next one, which mints none', async () => {
    const { users, zoom, aws, asked } = await start({ environment });
    const token = await mintAt(zoom.tokenEndpoint);
    aws.setParameter(NAME, JSON.stringify({ token, expirationDate: NOW + 301_000 }));

    expect((await users()).status).toBe(200);

    expect(zoom.tokenRequests).toHaveLength(1);
    expect(asked('GetParameters').at(-1)).toEqual([NAME, '/scrim/acme/ACCESS_TOKEN']);
  });

  test.each([
    [
      'has less than 5 min left',
      (token: string) => JSON.stringify({ token, expirationDate: NOW + 299_000 }),
    ],
    ['is no JSON', (token: string) => token],
    ['has a blank in it', () => JSON.stringify({ token: 'a b', expirationDate: NOW + 3_000_000 })],
    ['has no end', (token: string) => JSON.stringify({ token })],
  ])('is not used if it %s', async (_what, textOf) => {
    const { users, zoom, aws } = await start({ environment });
    aws.setParameter(NAME, textOf(await mintAt(zoom.tokenEndpoint)));

    expect((await users()).status).toBe(200);

    expect(zoom.tokenRequests).toHaveLength(2);
  });

  test('is a help, not a need: a store that refuses it changes nothing', async () => {
    const { users, aws } = await start({
      environment,
      prepare: (one) => {
        fillStore(one);
        one.failWith({ kind: 'deny', names: [NAME] });
      },
    });

    expect((await users()).status).toBe(200);
    expect(aws.parameters.has(NAME)).toBe(false);
  });
});

test('nothing is ever written to a store where tokens are not shared', async () => {
  const { users, aws } = await start();

  await users();

  expect(aws.calls.map(({ operation }) => operation)).toEqual(['GetParameters', 'GetParameters']);
});

const NOW = Date.parse('2026-01-02T03:04:05Z');

async function mintAt(endpoint: string): Promise<string> {
  const { accountId, clientId, clientSecret } = SIMULATED_CREDENTIALS;
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
    },
    body: new URLSearchParams({ grant_type: 'account_credentials', account_id: accountId }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

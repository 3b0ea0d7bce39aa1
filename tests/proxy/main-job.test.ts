import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { DEMO_SECRETS } from '../../src/cli/demo-secrets.ts';
import { indentJson } from '../../src/cli/indent-json.ts';
import { Secret } from '../../src/secret.ts';
import { gatewayEvent } from '../support/events.ts';
import {
  startProxy,
  TEST_SECRETS,
  type ProxyOptions,
  type ProxyUnderTest,
} from '../support/local-proxy.ts';
import { SIMULATED_CREDENTIALS } from '../../zoom-simulator/simulator.ts';

let proxy: ProxyUnderTest | undefined;

async function start(options?: ProxyOptions): Promise<ProxyUnderTest> {
  proxy = await startProxy(options);
  return proxy;
}

afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
});

const FOLDER = new URL('../../example-api-responses/zoom/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');
const requests = JSON.parse(read('requests.json')) as Record<string, string>;

/** One example for each URL; `--text-items` is another shape of one that is here. */
const urls = Object.entries(requests)
  .filter(([name]) => !name.endsWith('--text-items.json'))
  .map(([name, url]) => {
    const [path = '', query = ''] = url.split('?');
    return { name, path, query };
  });

describe('a call that the rules allow', () => {
  test('is forwarded with the token of the proxy, and its answer is sanitized', async () => {
    const { call, zoom } = await start();

    const answer = await call('GET', '/v2/users', {
      headers: { authorization: 'AWS4-HMAC-SHA256 of the caller', cookie: 'a=b', 'x-other': 'c' },
    });

    expect(answer.status).toBe(200);
    expect(answer.body).toContain('"email":"t~');
    expect(answer.body).not.toContain('Roe');
    const [seen] = zoom.calls;
    expect(seen?.target).toBe('/v2/users');
    expect(seen?.headers).toEqual({
      accept: 'application/json',
      'accept-encoding': 'gzip',
      authorization: expect.stringMatching(/^Bearer simulated-/) as unknown,
      connection: 'keep-alive',
      host: new URL(zoom.url).host,
      'user-agent': expect.stringMatching(/^Scrim\//) as unknown,
    });
  });

  test('of every endpoint gets the golden answer', async () => {
    const { call } = await start({ environment: DEMO_SECRETS });

    for (const { name, path, query } of urls) {
      const answer = await call('GET', path, { query });

      expect(answer.status).toBe(200);
      expect(indentJson(answer.body)).toBe(read(`sanitized/${name}`));
    }
  });

  test('with a token of an earlier answer reaches Zoom with the clear identifier', async () => {
    const { call, zoom } = await start();
    const list = JSON.parse((await call('GET', '/v2/users')).body) as { users: { id: string }[] };
    const token = list.users[0]?.id ?? '';

    const answer = await call('GET', `/v2/users/${token}/meetings`, { query: 'page_size=30' });

    expect(token).toMatch(/^p~/);
    expect(answer.status).toBe(200);
    expect(zoom.calls.at(-1)?.target).toBe(
      '/v2/users/cNdKyyhVc9kBiCYxTnHkkg/meetings?page_size=30',
    );
  });

  test('over an API Gateway gives the same answer', async () => {
    const { call, send } = await start();

    const overUrl = await call('GET', '/v2/users', { query: 'page_size=30&status=active' });
    const overGateway = await send(
      gatewayEvent('GET', '/v2/users', { query: 'page_size=30&status=active' }),
    );

    expect(overGateway.body).toBe(overUrl.body);
    expect(overGateway.event.multiValueHeaders?.['Cache-Control']).toEqual(['no-store']);
  });

  test('of HEAD gives the status and no body', async () => {
    const { call } = await start();

    const answer = await call('HEAD', '/v2/users');

    expect(answer.status).toBe(200);
    expect(answer.body).toBe('');
  });
});

describe('a call that no rule allows', () => {
  const paths = [...new Set(urls.map(({ path }) => path))];

  test.each(['PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'])(
    '%s on every allowed path is refused, and Zoom never hears of it',
    async (method) => {
      const { call, zoom } = await start();

      for (const path of paths) {
        const answer = await call(method, path);
        expect(answer.status).toBe(403);
        expect(answer.headers['X-Psoxy-Error']).toBe('BLOCKED_BY_RULES');
        expect(JSON.parse(answer.body)).toMatchObject({
          error: 'BLOCKED_BY_RULES',
          reason: 'method',
        });
      }

      expect(zoom.calls).toHaveLength(0);
      expect(zoom.tokenRequests).toHaveLength(0);
    },
  );
});

describe('an answer of Zoom that is no data', () => {
  test('2xx that is not JSON gives 502', async () => {
    const { call } = await start({
      zoom: {
        intercept: ({ target }) =>
          target.startsWith('/v2') ? { status: 200, body: '<html>Jane Roe</html>' } : undefined,
      },
    });

    const answer = await call('GET', '/v2/users');

    expect(answer.status).toBe(502);
    expect(answer.headers['X-Psoxy-Error']).toBe('UNSANITIZABLE_RESPONSE');
  });

  test('404 that repeats an e-mail gives 404 with the code alone, in the answer and in the log', async () => {
    const email = 'jane.roe@example.com';
    const { call, log, lastRequest } = await start({
      zoom: {
        intercept: ({ target }) =>
          target.startsWith('/v2')
            ? {
                status: 404,
                body: JSON.stringify({ code: 1001, message: `User does not exist: ${email}.` }),
              }
            : undefined,
      },
    });

    const answer = await call('GET', '/v2/users/cNdKyyhVc9kBiCYxTnHkkg');

    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.body)).toEqual({
      code: 1001,
      message: 'The source has no such resource.',
    });
    expect(answer.headers['X-Psoxy-Error']).toBe('API_ERROR');
    expect(lastRequest()).toMatchObject({ status: 404, sourceStatus: 404, sourceCode: 1001 });
    expect(JSON.stringify([answer, log()])).not.toContain(email);
  });
});

describe('a cold start', () => {
  test('with fifty calls at once mints one token and reads each namespace once', async () => {
    const reads: (readonly string[])[] = [];
    const stored = new Map([
      ['PSOXY_ZOOM_ACCOUNT_ID', SIMULATED_CREDENTIALS.accountId],
      ['PSOXY_ZOOM_CLIENT_ID', SIMULATED_CREDENTIALS.clientId],
      ['PSOXY_ZOOM_CLIENT_SECRET', SIMULATED_CREDENTIALS.clientSecret],
      ['PSOXY_SALT', TEST_SECRETS.PSOXY_SALT],
      ['PSOXY_ENCRYPTION_KEY', TEST_SECRETS.PSOXY_ENCRYPTION_KEY],
    ]);
    const { call, zoom } = await start({
      environment: {
        PSOXY_SALT: undefined,
        PSOXY_ENCRYPTION_KEY: undefined,
        ACCOUNT_ID: undefined,
        CLIENT_ID: undefined,
        CLIENT_SECRET: undefined,
        AWS_LAMBDA_FUNCTION_NAME: 'psoxy-zoom',
      },
      parts: {
        openStores: () => ({
          parameters: (names) => {
            reads.push(names);
            const found = names.flatMap((name) => {
              const text = stored.get(name);
              return text === undefined
                ? []
                : [[name, { value: new Secret(text), lastModified: undefined }] as const];
            });
            return Promise.resolve(new Map(found));
          },
          secrets: undefined,
        }),
      },
    });

    const answers = await Promise.all(Array.from({ length: 50 }, () => call('GET', '/v2/users')));

    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
    expect(zoom.tokenRequests).toHaveLength(1);
    expect(zoom.calls).toHaveLength(50);
    expect(reads).toHaveLength(2);
    expect(reads[0]?.every((name) => name.startsWith('PSOXY_ZOOM_'))).toBe(true);
    expect(reads[1]?.includes('PSOXY_SALT')).toBe(true);
  });
});

describe('a token that Zoom no longer accepts', () => {
  test('is replaced once, and the call goes through', async () => {
    const { call, zoom, lastRequest } = await start();
    await call('GET', '/v2/users');
    zoom.issuer.revokeAll();

    const answer = await call('GET', '/v2/users');

    expect(answer.status).toBe(200);
    expect(zoom.tokenRequests).toHaveLength(2);
    expect(lastRequest()).toMatchObject({ calls: 2, retriedAfter: 'token', tokenMinted: true });
  });
});

describe('the search for canaries', () => {
  test('finds one that is planted in a header', async () => {
    const planted = await startProxy({
      zoom: {
        intercept: ({ target }) =>
          target.startsWith('/v2')
            ? { status: 429, body: '', headers: { 'retry-after': 'Jane Roe (Sales, Lisbon)' } }
            : undefined,
      },
    });

    await planted.call('GET', '/v2/users');

    await expect(planted.close()).rejects.toThrow('leaked: Jane Roe');
  });
});

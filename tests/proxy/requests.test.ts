import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeAll, afterAll, describe, expect, test } from 'vitest';
import { RawBody } from '../../src/raw-body.ts';
import { functionUrlEvent, gatewayEvent, type CallOptions } from '../support/events.ts';
import {
  startProxy,
  type ProxyAnswer,
  type ProxyOptions,
  type ProxyUnderTest,
} from '../support/local-proxy.ts';

let shared: ProxyUnderTest;
let own: ProxyUnderTest | undefined;

beforeAll(async () => {
  shared = await startProxy();
});
afterAll(() => shared.close());
afterEach(async () => {
  await own?.close();
  own = undefined;
});

async function start(options: ProxyOptions): Promise<ProxyUnderTest> {
  own = await startProxy(options);
  return own;
}

const JANE = 'cNdKyyhVc9kBiCYxTnHkkg';
const errorOf = (answer: ProxyAnswer): readonly unknown[] => [
  answer.status,
  answer.headers['X-Psoxy-Error'],
  (JSON.parse(answer.body) as { reason?: string }).reason,
];
/** The target that Zoom saw, or undefined if it was not called. */
async function targetOf(path: string, options?: CallOptions): Promise<string | undefined> {
  const before = shared.zoom.calls.length;
  await shared.call('GET', path, options);
  return shared.zoom.calls[before]?.target;
}

describe('the way a call takes', () => {
  test('must have been HTTPS', async () => {
    const answer = await shared.call('GET', '/v2/users', {
      headers: { 'x-forwarded-proto': 'http' },
    });

    expect(errorOf(answer)).toEqual([400, 'HTTPS_REQUIRED', undefined]);
  });

  test.each([{}, { version: '3.0' }, { version: '2.0' }, [], 'text', null, { Records: [] }])(
    'cannot be %j: UNKNOWN, without a detail',
    async (event) => {
      const answer = await shared.send(event);

      expect(errorOf(answer)).toEqual([500, 'UNKNOWN', undefined]);
      expect(shared.log().at(-1)).toMatchObject({
        level: 'error',
        message: 'configuration problem',
        problem: 'the event is no call of a function URL or an API Gateway',
      });
    },
  );
});

describe('control headers', () => {
  test.each([
    ['x-psoxy-targetpath', ''],
    ['x-psoxy-targetpath', 'v2/users'],
    ['x-psoxy-targetpath', '/v2/users?page_size=1'],
    ['x-psoxy-targetpath', '/v2/users#a'],
    ['x-psoxy-targetpath', '/v2/us ers'],
    ['x-psoxy-targetpath', '/v2/usérs'],
    ['x-psoxy-targetpath', `/${'a'.repeat(4096)}`],
    ['x-psoxy-targetquery', 'a=b#c'],
    ['x-psoxy-targetquery', 'a=b c'],
    ['x-psoxy-pseudonym-implementation', 'v0.3'],
    ['x-psoxy-pseudonym-implementation', ''],
  ])('%s: %j is refused', async (name, value) => {
    const answer = await shared.call('GET', '/v2/users', { headers: { [name]: value } });
    const reason = name.replace('x-psoxy-target', 'target-').replace('x-psoxy-', '');

    expect(errorOf(answer)).toEqual([400, 'INVALID_REQUEST', reason]);
  });

  test('TargetPath and TargetQuery take the place of path and query, each on its own', async () => {
    const path = { 'X-Psoxy-TargetPath': ' /v2/users ' };
    const query = { 'X-Psoxy-TargetQuery': '?page_size=7' };

    expect(await targetOf('/elsewhere', { headers: path, query: 'page_size=3' })).toBe(
      '/v2/users?page_size=3',
    );
    expect(await targetOf('/v2/users', { headers: query, query: 'page_size=3' })).toBe(
      '/v2/users?page_size=7',
    );
    expect(
      await targetOf('/', { headers: { ...path, 'X-Psoxy-TargetQuery': '' }, query: 'a=b' }),
    ).toBe('/v2/users');
  });

  test('that have no meaning here change nothing and go nowhere', async () => {
    const headers = {
      'X-Psoxy-Skip-Sanitizer': 'true',
      'X-Psoxy-No-Response-Body': 'true',
      'X-Psoxy-User-To-Impersonate': 'jane.roe@example.com',
      Prefer: 'respond-async',
      'X-Psoxy-Pseudonym-Implementation': 'v0.4',
    };
    const plain = await shared.call('GET', '/v2/users');

    const answer = await shared.call('GET', '/v2/users', { headers });

    expect(answer.body).toBe(plain.body);
    expect(
      Object.keys(shared.zoom.calls.at(-1)?.headers ?? {}).filter((name) => name.startsWith('x-')),
    ).toEqual([]);
  });
});

describe('path and query', () => {
  test.each([
    ['/v2/us%65rs', '/v2/users'],
    [`/v2/users/${JANE}`, `/v2/users/${JANE}`],
    ['/V2/Users', '/V2/Users'],
  ])('%s reaches Zoom as %s', async (path, target) => {
    expect(await targetOf(path)).toBe(target);
  });

  test.each([
    '/v2/users/..',
    '/v2/users/%2E%2E',
    '/v2/users/%252e%252e',
    '/v2/users/..%2Fx',
    '/v2/a%5Cb',
    '/v2/a%00',
    '/v2/a%0d%0aHost:%20x',
    '//v2/users',
    'https://api.zoom.us/v2/users',
  ])('%s is refused before matching', async (path) => {
    const answer = await shared.call('GET', path);

    const isAbsolute = path.startsWith('https:');
    // Without a leading slash the event's path gets one, and is then no path that a rule knows.
    expect(String(errorOf(answer))).toBe(
      isAbsolute ? '403,BLOCKED_BY_RULES,path' : '400,INVALID_REQUEST,path-form',
    );
  });

  test('of more than 8,192 bytes are refused', async () => {
    const answer = await shared.call('GET', '/v2/users', {
      query: `page_size=${'1'.repeat(8192)}`,
    });

    expect(errorOf(answer)).toEqual([400, 'INVALID_REQUEST', 'too-long']);
  });

  test('lose the configured prefix and the name of the function, once each', async () => {
    const { call, zoom } = await start({
      environment: {
        AWS_LAMBDA_FUNCTION_NAME: 'psoxy-zoom',
        REQUEST_PATH_PREFIX_TO_TRIM: '/proxy',
      },
    });

    expect((await call('GET', '/proxy/psoxy-zoom/v2/users')).status).toBe(200);
    expect((await call('GET', '/psoxy-zoom/v2/users')).status).toBe(200);
    expect((await call('GET', '/psoxy-zoom/psoxy-zoom/v2/users')).status).toBe(403);
    expect((await call('GET', '/proxyv2/users')).status).toBe(403);
    expect(zoom.calls.map(({ target }) => target)).toEqual(['/v2/users', '/v2/users']);
  });

  test.each([
    ['of a stage', { stage: 'prod' }, '/prod/v2/users'],
    ['of the default stage', { stage: '$default' }, '/v2/users'],
  ])('in payload 2.0 %s', async (_name, context, path) => {
    const event = functionUrlEvent('GET', path) as { requestContext: object };
    const changed = { ...event, requestContext: { ...event.requestContext, ...context } };

    expect((await shared.send(changed)).status).toBe(200);
  });
});

describe('bodies of requests', () => {
  test.each([
    ['a body on GET', 'GET', { body: '{}' }, 'body-on-get'],
    ['a body on HEAD', 'HEAD', { body: 'x' }, 'body-on-get'],
    ['gzip', 'POST', { body: '{}', headers: { 'content-encoding': 'gzip' } }, 'content-encoding'],
    ['text', 'POST', { body: 'a', headers: { 'content-type': 'text/plain' } }, 'content-type'],
    [
      'no JSON',
      'POST',
      { body: '{', headers: { 'content-type': 'application/json' } },
      'body-form',
    ],
    ['no UTF-8', 'POST', { body: '/w==', isBase64Encoded: true }, 'body-form'],
  ])('%s is refused', async (_name, method, options: CallOptions, reason) => {
    const answer = await shared.call(method, '/v2/users', options);

    if (method === 'HEAD') expect(answer.status).toBe(400);
    else expect(errorOf(answer)).toEqual([400, 'INVALID_REQUEST', reason]);
  });

  test('a blank body on GET is none', async () => {
    expect((await shared.call('GET', '/v2/users', { body: ' \n' })).status).toBe(200);
  });
});

describe('callers by address', () => {
  const environment = { ALLOWED_DATA_ACCESS_IP_BLOCKS: '203.0.113.0/24, 2001:db8::/32' };

  test.each([
    ['203.0.113.200', 200],
    ['2001:db8:1::7', 200],
    ['203.0.114.1', 403],
    ['2001:db9::1', 403],
    ['not an address', 403],
  ])('%s gets %i', async (sourceIp, status) => {
    const { call, lastRequest } = await start({ environment });

    const answer = await call('GET', '/v2/users', {
      sourceIp,
      headers: { 'x-forwarded-for': '203.0.113.9' },
    });

    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.headers['X-Psoxy-Error']).toBe('UNAUTHORIZED_IP_ADDRESS');
    expect(lastRequest()['clientIp']).toBe(status === 403 ? sourceIp : undefined);
  });

  test('with a list that cannot be read nobody gets in, and the health check says why', async () => {
    const { call } = await start({
      environment: { ALLOWED_DATA_ACCESS_IP_BLOCKS: '203.0.113.0/40' },
    });

    expect(errorOf(await call('GET', '/v2/users'))).toEqual([
      403,
      'UNAUTHORIZED_IP_ADDRESS',
      undefined,
    ]);
  });
});

describe('callers by address, whatever else is wrong,', () => {
  const environment = { ALLOWED_DATA_ACCESS_IP_BLOCKS: '192.0.2.0/24', RULES_MODE: 'foo' };

  test('are refused, and learn nothing of the configuration', async () => {
    const proxy = await start({ environment });

    expect(errorOf(await proxy.call('GET', '/v2/users'))).toEqual([
      403,
      'UNAUTHORIZED_IP_ADDRESS',
      undefined,
    ]);
    const { body } = await proxy.call('GET', '/', { headers: { 'x-psoxy-health-check': 'true' } });
    expect(Object.keys(JSON.parse(body) as object).sort()).toEqual([
      'callerIp',
      'clientIpAuthorized',
      'version',
    ]);
  });

  test('are told what is wrong if they are on the list', async () => {
    const proxy = await start({ environment });

    const { body } = await proxy.call('GET', '/', {
      sourceIp: '192.0.2.7',
      headers: { 'x-psoxy-health-check': 'true' },
    });

    expect(body).toContain('RULES_MODE');
  });
});

test('rules that are meant for files are a mistake of configuration', async () => {
  const proxy = await start({
    environment: { RULES: 'columnsToPseudonymize: [Email]\nunlistedColumns: drop' },
  });

  const answer = await proxy.call('GET', '/v2/users');

  expect(answer.headers['X-Psoxy-Error']).toBe('CONFIGURATION_FAILURE');
});

test('half a character in a query is no failure of the proxy', async () => {
  const event = gatewayEvent('GET', '/v2/users', {});
  const answer = await shared.send({
    ...event,
    queryStringParameters: { page_size: '\ud800' },
    multiValueQueryStringParameters: { page_size: ['\ud800'] },
  });

  expect(answer.status).toBeLessThan(500);
});

describe('tokens in a request', () => {
  const refusals = async (paths: readonly string[]): Promise<readonly string[]> => {
    const answers = [];
    for (const path of paths) {
      const { status, headers, body } = await shared.call('GET', path);
      answers.push(JSON.stringify({ status, headers, body }));
    }
    return answers;
  };

  test('that are forged, cut, foreign or no tokens of ours are refused alike, and Zoom never hears of them', async () => {
    const users = JSON.parse((await shared.call('GET', '/v2/users')).body) as {
      users: { id: string }[];
    };
    const token = users.users[0]?.id ?? '';
    const other = users.users[1]?.id ?? '';
    const foreign = await startProxy({ environment: { PSOXY_SALT: 'another-salt-of-16+' } });
    const theirs = JSON.parse((await foreign.call('GET', '/v2/users')).body) as typeof users;
    await foreign.close();
    const before = shared.zoom.calls.length;
    const changed = `${token.slice(0, -2)}${token.endsWith('A') ? 'B' : 'A'}${token.slice(-1)}`;
    const mixed = `${token.slice(0, 45)}${other.slice(45)}`;

    const answers = await refusals(
      [changed, mixed, token.slice(0, 60), `p~${'A'.repeat(86)}`, theirs.users[0]?.id ?? ''].map(
        (bad) => `/v2/users/${bad}/meetings`,
      ),
    );

    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('TOKENIZED_REQUEST_PARAMETER_INVALID');
    expect(JSON.parse(answers[0] ?? '')).toMatchObject({ status: 409 });
    expect(shared.zoom.calls).toHaveLength(before);
  });
});

describe('the answer', () => {
  test('is inflated for those who ask, from 2,048 bytes on', async () => {
    const { call } = shared;
    const gzip = { headers: { 'accept-encoding': 'br, gzip;q=0.5' } };

    const large = await call('GET', '/v2/meetings/85746065432', gzip);
    const small = await call('GET', '/v2/past_meetings/85746065432/instances', gzip);
    const plain = await call('GET', '/v2/meetings/85746065432', {
      headers: { 'accept-encoding': 'gzip;q=0' },
    });

    expect(large.event.isBase64Encoded).toBe(true);
    expect(gunzipSync(Buffer.from(large.event.body, 'base64')).toString()).toBe(plain.body);
    expect(small.event.isBase64Encoded).toBe(false);
    expect(plain.headers['X-Psoxy-Warning']).toBe('compression-not-requested');
    expect(large.headers['X-Psoxy-Warning']).toBeUndefined();
  });

  test('has these headers and no others', async () => {
    const answer = await shared.call('GET', '/v2/users');

    expect(answer.headers).toEqual({
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
      'x-ratelimit-category': 'Medium',
      'X-Psoxy-Rules-SHA': expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      'X-Psoxy-Psoxy-Version': expect.stringMatching(/^v\d+\.\d+\.\d+$/) as unknown,
      'X-Psoxy-Warning': 'compression-not-requested',
    });
  });
});

describe('the leak guard', () => {
  const intercept = ({ target }: { target: string }) =>
    target.startsWith('/v2')
      ? {
          status: 200,
          body: JSON.stringify({
            users: [
              {
                id: JANE,
                email: 'jane.roe@example.com',
                role_id: '0',
                status: 'active',
                last_client_version: 'x',
              },
            ],
            next_page_token: 'janeroe/Xy/cNdKyyhVc9kBiCYxTnHkkg',
          }),
        }
      : undefined;

  test.each([
    ['redact', 200, false],
    ['fail', 502, false],
    ['off', 200, true],
  ])('in mode %s gives %i', async (LEAK_GUARD, status, leaves) => {
    const { call, lastRequest } = await start({ environment: { LEAK_GUARD }, zoom: { intercept } });

    const answer = await call('GET', '/v2/users');

    expect(answer.status).toBe(status);
    expect(answer.body.includes(JANE)).toBe(leaves);
    if (status === 502) expect(answer.headers['X-Psoxy-Error']).toBe('LEAK_BLOCKED');
    if (LEAK_GUARD === 'redact') {
      expect(lastRequest()).toMatchObject({
        removed: { leak: 1 },
        removedPaths: ['$.next_page_token'],
      });
    }
  });
});

describe('the health check', () => {
  const health = async (proxy: ProxyUnderTest, value = '', options: CallOptions = {}) => {
    const answer = await proxy.call('POST', '/any', {
      ...options,
      headers: { 'X-Psoxy-Health-Check': value, 'User-Agent': 'u'.repeat(200) },
    });
    return { ...answer, report: JSON.parse(answer.body) as Record<string, unknown> };
  };

  test('tells the state of a proxy that is ready, with sorted keys and a final line end', async () => {
    const { status, report, body, headers } = await health(shared);

    expect(status).toBe(200);
    expect(body.endsWith('\r\n')).toBe(true);
    expect(Object.keys(report)).toEqual(Object.keys(report).toSorted());
    expect(report).toEqual({
      callerIp: '203.0.113.7',
      configPropertiesLastModified: {},
      configurationProblems: [],
      configuredHost: new URL(shared.zoom.url).host,
      configuredSource: 'zoom',
      missingConfigProperties: [],
      nonDefaultSalt: true,
      pseudonymAlgorithm: 'hmac-sha256',
      pseudonymImplementation: 'v0.4',
      pseudonymizeAppIds: false,
      rulesMode: 'strict',
      rulesSha: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      rulesWarnings: expect.any(Array) as unknown,
      saltSha256Hash: 'dRwCdiMvmxkgjdR6ZjQaoxvBc3FkeNwIFjzpJtixn3U',
      sourceAuthGrantType: 'account_credentials',
      sourceAuthStrategy: 'oauth2_refresh_token',
      userAgent: 'u'.repeat(128),
      version: expect.stringMatching(/^v/) as unknown,
      warningMessages: [],
    });
    expect(headers['X-Psoxy-PII-Salt-Sha256']).toBe('dRwCdiMvmxkgjdR6ZjQaoxvBc3FkeNwIFjzpJtixn3U');
  });

  test('never calls the source; deep asks for a token and keeps it', async () => {
    const proxy = await start({});

    const { report } = await health(proxy, 'Deep');
    await health(proxy, 'deep');
    await proxy.call('GET', '/v2/users');

    expect(report['sourceCredentials']).toBe('ok');
    expect(proxy.zoom.tokenRequests).toHaveLength(1);
    expect(proxy.zoom.calls).toHaveLength(1);
  });

  test.each([
    ['a wrong client secret', { CLIENT_SECRET: 'wrong' }, 'invalid_client'],
    ['a wrong account id', { ACCOUNT_ID: 'wrong' }, 'invalid_account'],
  ])('deep tells %s', async (_name, environment, expected) => {
    const { status, report } = await health(await start({ environment }), 'deep');

    expect(status).toBe(412);
    expect(report['sourceCredentials']).toBe(expected);
  });

  test('deep tells a token endpoint that cannot be reached', async () => {
    const proxy = await start({ tokenEndpoint: 'http://127.0.0.1:9/oauth/token' });

    expect((await health(proxy, 'deep')).report['sourceCredentials']).toBe('unreachable');
  });

  test('names what is missing, and no credentials are tried then', async () => {
    const proxy = await start({ environment: { CLIENT_ID: 'fill me', CLIENT_SECRET: undefined } });

    const { status, report } = await health(proxy, 'deep');

    expect(status).toBe(412);
    expect(report['missingConfigProperties']).toEqual(['CLIENT_ID', 'CLIENT_SECRET']);
    expect(report).not.toHaveProperty('sourceCredentials');
    expect(errorOf(await proxy.call('GET', '/v2/users'))).toEqual([
      500,
      'CONNECTION_SETUP',
      undefined,
    ]);
  });

  test('tells the problems of settings and rules with their place, and no value', async () => {
    const proxy = await start({
      environment: { LEAK_GUARD: 'maybe', REQUEST_TIMEOUT_SECONDS: '-1' },
    });
    const other = await startProxy({
      environment: { RULES: 'endpoints:\n  - pathTemplates: /v2/users\n' },
    });

    const { report } = await health(proxy);
    const rules = await health(other);
    const refused = await other.call('GET', '/v2/users');
    await other.close();

    expect(report['configurationProblems']).toEqual([
      'LEAK_GUARD must be redact, fail or off',
      'REQUEST_TIMEOUT_SECONDS must be a positive integer',
    ]);
    expect(rules.report['configurationProblems']).toContainEqual(
      expect.stringContaining('line 2, column 5: unknown key "pathTemplates"'),
    );
    expect(errorOf(refused)).toEqual([500, 'RULES_INVALID', undefined]);
  });

  test('tells a salt that is too short, and what is missing, beside a setting that is wrong', async () => {
    const proxy = await start({
      environment: { LEAK_GUARD: 'maybe', PSOXY_SALT: 'short', CLIENT_ID: undefined },
    });

    const { report } = await health(proxy);

    expect(report).toMatchObject({
      configurationProblems: [
        'LEAK_GUARD must be redact, fail or off',
        'PSOXY_SALT must have at least 16 characters',
      ],
      missingConfigProperties: ['CLIENT_ID'],
    });
  });

  test('says little to a caller outside the allow-list, and tries nothing for him', async () => {
    const proxy = await start({ environment: { ALLOWED_DATA_ACCESS_IP_BLOCKS: '192.0.2.1' } });

    const { status, report, headers } = await health(proxy, 'deep');

    expect(status).toBe(412);
    expect(report).toEqual({
      callerIp: '203.0.113.7',
      clientIpAuthorized: false,
      version: report['version'],
    });
    expect(headers['X-Psoxy-PII-Salt-Sha256']).toBeUndefined();
    expect(proxy.zoom.tokenRequests).toHaveLength(0);
  });

  test.each([
    ['no salt', { PSOXY_SALT: undefined }],
    ['a short salt', { PSOXY_SALT: 'short' }],
    ['no key for reversible tokens', { PSOXY_ENCRYPTION_KEY: undefined }],
  ])('with %s fails, and so does every call', async (_name, environment) => {
    const proxy = await start({ environment });

    expect((await health(proxy)).status).toBe(412);
    expect(errorOf(await proxy.call('GET', '/v2/users'))).toEqual([
      500,
      'CONFIGURATION_FAILURE',
      undefined,
    ]);
  });
});

describe('the log', () => {
  test('has one line for the cold start and one for each request, with closed words and numbers', async () => {
    const proxy = await start({});
    await proxy.call('GET', '/v2/users');
    await proxy.call('GET', `/v2/users/${JANE}/secret`, { query: 'q=jane.roe@example.com' });

    const messages = proxy.log().filter((line) => 'message' in line);

    expect(messages.map(({ message }) => message)).toEqual(['cold start', 'request', 'request']);
    expect(messages[1]).toMatchObject({
      level: 'info',
      requestId: '11111111-2222-4333-8444-555555555555',
      coldStart: true,
      endpoint: 'list-users',
      method: 'GET',
      status: 200,
      sourceStatus: 200,
      calls: 1,
      sourceTrackingId: 'v=2.0;clid=us02;rid=WEB_0123456789abcdef0123456789abcdef',
      tokensReversed: 0,
      tokenMinted: true,
      secretsStale: false,
      caller: createHash('sha256')
        .update('arn:aws:iam::123456789012:user/analytics-platform')
        .digest('hex')
        .slice(0, 16),
    });
    expect(messages[2]).toMatchObject({
      status: 403,
      code: 'BLOCKED_BY_RULES',
      reason: 'path',
      coldStart: false,
    });
    expect(JSON.stringify(messages)).not.toMatch(/jane|203\.0\.113|\/secret|Xq7|p~|t~/);
  });

  test('names a new field of Zoom as far as its name is harmless', async () => {
    const proxy = await start({
      zoom: {
        intercept: ({ target }) =>
          target.startsWith('/v2')
            ? {
                status: 200,
                body: JSON.stringify({
                  users: [{ id: JANE, brand_new: 'x', 'jane.roe@example.com': 1, code_12345: 2 }],
                }),
              }
            : undefined,
      },
    });
    await proxy.call('GET', '/v2/users');

    expect(proxy.lastRequest()).toMatchObject({
      removed: { undeclared: 3 },
      undeclaredNames: ['brand_new', '?'],
    });
  });

  test('has metrics in the embedded format', async () => {
    const proxy = await start({});
    await proxy.call('GET', '/v2/users');
    const lines = proxy.log().filter((line) => '_aws' in line);
    const names = new Set(lines.flatMap((line) => Object.keys(line)));

    for (const name of [
      'Requests',
      'SourceStatus',
      'SourceMs',
      'SanitizeMs',
      'TotalMs',
      'InitMs',
      'BytesFromSource',
      'BytesToClient',
      'ValuesKept',
      'ValuesPseudonymized',
      'UndeclaredFields',
      'LeakHits',
      'TokensRejected',
      'RulesLoadFailures',
      'TokenMints',
      'SecretsStale',
    ]) {
      expect(names).toContain(name);
    }
    for (const line of lines) {
      const { CloudWatchMetrics } = line['_aws'] as {
        CloudWatchMetrics: {
          Namespace: string;
          Dimensions: string[][];
          Metrics: { Name: string }[];
        }[];
      };
      for (const { Namespace, Dimensions, Metrics } of CloudWatchMetrics) {
        expect(Namespace).toBe('Scrim');
        for (const name of Dimensions.flat()) expect(line).toHaveProperty(name);
        for (const { Name } of Metrics) expect(line[Name]).toBeTypeOf('number');
      }
    }
  });
});

describe('the budget of a call', () => {
  const budgetOf = async (event: object, options: ProxyOptions): Promise<number> => {
    let budget = 0;
    const token = new RawBody(Buffer.from('{"access_token":"a"}'));
    const proxy = await startProxy({
      ...options,
      parts: {
        openUpstream: () => ({
          send: ({ timeoutMs, url }) => {
            if (!url.endsWith('/oauth/token')) budget = timeoutMs;
            return Promise.resolve({
              kind: 'answer',
              status: 200,
              headers: new Map(),
              body: token,
            });
          },
        }),
        clock: () => 1_800_000_000_000,
      },
    });
    await proxy.send(event);
    await proxy.close();
    return budget;
  };

  test.each([
    [
      'the 180 s of its setting',
      functionUrlEvent('GET', '/v2/users'),
      { timeLeftMs: 900_000 },
      178_000,
    ],
    ['what Lambda has left', functionUrlEvent('GET', '/v2/users'), { timeLeftMs: 50_000 }, 48_000],
    [
      '29 s behind an API Gateway',
      gatewayEvent('GET', '/v2/users'),
      { timeLeftMs: 900_000 },
      27_000,
    ],
    [
      'a shorter setting',
      functionUrlEvent('GET', '/v2/users'),
      { timeLeftMs: 900_000, environment: { REQUEST_TIMEOUT_SECONDS: '10' } },
      8000,
    ],
  ])('is %s, less 2 s to answer in', async (_name, event, options, expected) => {
    expect(await budgetOf(event, options)).toBe(expected);
  });
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AnswerEvent } from '../../src/lambda/events.ts';
import { errorTable } from '../../src/errors.ts';
import { errorRemedies, reasonRemedies } from '../../src/cli/remedies.ts';
import { startFakeAws, type FakeAws } from '../support/fake-aws.ts';
import {
  startFunctionUrl,
  type FunctionUrl,
  type FunctionUrlOptions,
} from '../support/function-url.ts';
import { startProxy, type ProxyOptions, type ProxyUnderTest } from '../support/local-proxy.ts';
import { scrim, type Ran } from '../support/run-scrim.ts';

const ROLE = 'arn:aws:iam::123456789012:role/acme-caller-eu-central-1';
let aws: FakeAws;
let proxy: ProxyUnderTest | undefined;
let door: FunctionUrl | undefined;

beforeEach(async () => {
  aws = await startFakeAws();
  vi.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await door?.close();
  await proxy?.close();
  await aws.close();
  proxy = undefined;
  door = undefined;
});

/** A deployed proxy in front of a simulated Zoom. */
async function deploy(
  options: ProxyOptions = {},
  front: Partial<FunctionUrlOptions> = {},
): Promise<FunctionUrl> {
  const started = await startProxy(options);
  proxy = started;
  door = await startFunctionUrl({
    aws,
    handle: async (event) => (await started.send(event)).event,
    ...front,
  });
  return door;
}

/** A function URL behind which something gives this answer. */
async function answering(answer: Partial<AnswerEvent>): Promise<FunctionUrl> {
  const event = { statusCode: 200, headers: {}, body: '', isBase64Encoded: false, ...answer };
  door = await startFunctionUrl({ aws, handle: () => Promise.resolve(event) });
  return door;
}

const call = (url: string, ...words: string[]): Promise<Ran> =>
  scrim(['call', url, ...words], { environment: aws.environment });

describe('scrim call', () => {
  test('signs as whoever is signed in, and gives the sanitized answer', async () => {
    const { url, calls } = await deploy();

    const ran = await call(`${url}v2/users?page_size=30`);

    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('"email":"t~');
    expect(ran.stderr).toBe('200\n');
    expect(calls).toEqual([
      {
        target: '/v2/users?page_size=30',
        arn: 'arn:aws:iam::123456789012:user/admin',
        signature: expect.objectContaining({
          service: 'lambda',
          region: 'eu-central-1',
        }) as unknown,
      },
    ]);
  });

  test('calls as a role', async () => {
    const allows = (arn: string): boolean => arn.includes('assumed-role/acme-caller-eu-central-1/');
    const { url, calls } = await deploy({}, { allows });

    const ran = await call(`${url}v2/users`, '--role', ROLE, '--external-id', 'acme');

    expect(ran.code).toBe(0);
    expect(calls[0]?.arn).toMatch(/assumed-role/);
    expect(calls[0]?.signature.signedHeaders).toContain('x-amz-security-token');
  });

  test.each([
    ['/v2/past_meetings/%2FBcDeFgHiJkLmNoPqRsTuV%3D%3D/instances'],
    ['/v2/past_meetings/%252FBcDeFgHiJkLmNoPqRsTuV%253D%253D/instances'],
    ['/v2/users/p~abc%7E@example.com'],
    ["/v2/a/(b)!*'c;d,e:f+g&h=i"],
    ['/v2/users?b=2&a=1&a=0&c=%20x%2B%2F&d=~%C3%B6'],
    ['/v2/users?empty=&none=%25'],
  ])('signs %s just as it sends it', async (target) => {
    const { url, calls } = await answering({ headers: { 'x-psoxy-rules-sha': 'x' } });

    expect((await call(`${url}${target.slice(1)}`)).code).toBe(0);
    expect(calls[0]?.target).toBe(target);
  });

  test('signs for an API Gateway where it is told so', async () => {
    const { url, calls } = await answering({ headers: { 'x-psoxy-rules-sha': 'x' } });

    await call(`${url}v2/users`, '--service', 'execute-api', '--region', 'eu-west-1');

    expect(calls[0]?.signature).toMatchObject({ service: 'execute-api', region: 'eu-west-1' });
  });

  test('makes HEAD calls', async () => {
    const { url } = await deploy();

    expect(await call(`${url}v2/users`, '--head')).toEqual({
      code: 0,
      stdout: '',
      stderr: '200\n',
    });
  });

  test.each([
    [[], 'name one URL'],
    [['https://a.example/', 'https://b.example/'], 'name one URL'],
    [['abc.lambda-url.eu-central-1.on.aws'], 'the URL must be https://host/path'],
    [['ftp://abc.example/'], 'the URL must be https://host/path'],
    [['https://user@abc.example/'], 'the URL must be https://host/path'],
    [['https://abc.example/#x'], 'without fragment'],
    [['https://abc.example/a b'], 'percent-encoded'],
    [['http://abc.example/'], 'http only on this machine'],
    [['https://abc.example/?a=%zz'], 'a broken percent escape'],
    [['https://abc.example/', '--service', 's3'], '--service must be lambda or execute-api'],
    [['https://abc.example/', '--role', 'caller'], '--role must be the ARN of a role'],
  ])('refuses %j', async (words, message) => {
    const ran = await scrim(['call', ...words], { environment: aws.environment });

    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain(message);
  });

  test('asks for a region where neither host nor settings tell it', async () => {
    const environment = { ...aws.environment, AWS_REGION: '' };

    const ran = await scrim(['call', 'https://scrim.example.org/v2/users'], { environment });

    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('--region is missing')]);
  });
});

describe('scrim call says what to do next', () => {
  test('when IAM refuses', async () => {
    const { url } = await deploy({}, { allows: () => false });

    const ran = await call(`${url}v2/users`);

    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('403. AWS IAM refused the call; it never reached Scrim.');
    expect(ran.stderr).toContain('lambda:InvokeFunctionUrl and lambda:InvokeFunction');
  });

  test('when the role may not be assumed', async () => {
    const { url } = await deploy();
    aws.failWith({ kind: 'deny', operation: 'AssumeRole' });

    const ran = await call(`${url}v2/users`, '--role', ROLE);

    expect([ran.code, ran.stderr]).toEqual([
      1,
      'scrim call: access is denied: you need sts:AssumeRole on this role\n',
    ]);
  });

  test('when the rules refuse', async () => {
    const { url } = await deploy();

    const ran = await call(`${url}v2/groups`);

    expect(ran.code).toBe(3);
    expect(ran.stdout).toContain('"error":"BLOCKED_BY_RULES"');
    expect(ran.stderr).toContain('403 BLOCKED_BY_RULES. No rule has this path.');
  });

  test('when Zoom is limiting', async () => {
    const intercept = (): { status: number; body: string } => ({
      status: 429,
      body: '{"code":429,"message":"canary"}',
    });
    const { url } = await deploy({
      zoom: { intercept: (seen) => (seen.target.startsWith('/v2') ? intercept() : undefined) },
    });

    const ran = await call(`${url}v2/users`);

    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('429 API_ERROR. The source answered with an error');
    expect(ran.stdout + ran.stderr).not.toContain('canary');
  });

  test.each([
    [{ statusCode: 412 }, 'scrim doctor'],
    [
      { statusCode: 429, headers: { 'x-amzn-errortype': 'TooManyRequestsException' } },
      'reserved_concurrency',
    ],
    [
      { statusCode: 502, headers: { 'x-amzn-errortype': 'x' } },
      'it crashed, ran out of memory, or out of time',
    ],
    [{ statusCode: 404, body: '{"Message":null}' }, 'no function at this address'],
    [
      { statusCode: 403, body: '{"message":"Missing Authentication Token"}' },
      'no such path or stage',
    ],
    [
      {
        statusCode: 403,
        body: '{"message":"The security token included in the request is expired"}',
      },
      'AWS session is over',
    ],
    [
      { statusCode: 403, headers: { 'x-amzn-errortype': 'InvalidSignatureException' } },
      'Check the clock',
    ],
    [{ statusCode: 200, body: '<html>' }, 'none of Scrim'],
    [{ statusCode: 301, headers: { location: 'https://elsewhere.example/' } }, 'none of Scrim'],
    [{ statusCode: 500, headers: { 'x-psoxy-error': 'NEW_CODE' } }, 'this version does not know'],
  ] as const)('for %j', async (answer, message) => {
    const { url } = await answering(answer);

    const ran = await call(`${url}v2/users`);

    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(message);
  });

  test.each(Object.keys(errorTable))('for %s', async (code) => {
    const { status } = errorTable[code as keyof typeof errorTable];
    const { url } = await answering({ statusCode: status, headers: { 'x-psoxy-error': code } });

    const ran = await call(`${url}v2/users`);

    const { meaning, remedy } = errorRemedies[code as keyof typeof errorRemedies];
    expect(ran.code).toBe(code === 'BLOCKED_BY_RULES' ? 3 : 1);
    expect(ran.stderr).toBe(`scrim call: ${String(status)} ${code}. ${meaning}\n  → ${remedy}\n`);
  });

  test.each(Object.keys(reasonRemedies))('for the reason %s', async (reason) => {
    const body = JSON.stringify({ error: 'INVALID_REQUEST', reason });
    const headers = { 'x-psoxy-error': 'INVALID_REQUEST' };
    const { url } = await answering({ statusCode: 400, headers, body });

    const { remedy } = reasonRemedies[reason as keyof typeof reasonRemedies];
    expect((await call(`${url}v2/users`)).stderr).toContain(remedy);
  });

  test('when nobody answers', async () => {
    const ran = await call('http://127.0.0.1:1/v2/users');

    expect([ran.code, ran.stderr]).toEqual([
      1,
      'scrim call: no connection: check the URL and the network\n',
    ]);
  });
});

describe('scrim call --health', () => {
  test('is green for a proxy that works, credentials proved', async () => {
    const { url } = await deploy();

    const ran = await call(url, '--health');

    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^ok {7}version {6}v\d/);
    expect(ran.stdout).toContain('ok       credentials  the source gave a token');
    expect(ran.stdout).toMatch(/ok {7}salt {9}saltSha256Hash [\w.]{43}/);
    expect(ran.stdout).not.toContain('FAILED');
    expect(proxy?.zoom.tokenRequests).toHaveLength(1);
  });

  test('gives the report itself to machines', async () => {
    const { url } = await deploy();

    const { stdout } = await call(url, '--health', '--json');

    expect(JSON.parse(stdout)).toMatchObject({ sourceCredentials: 'ok', configuredSource: 'zoom' });
  });

  test.each([
    [{ CLIENT_SECRET: 'canary' }, 'credentials', 'Copy both again'],
    [{ ACCOUNT_ID: 'canary' }, 'credentials', 'Copy Account ID'],
    [{ CLIENT_ID: undefined }, 'parameters', 'scrim secrets set zoom'],
    [{ PSOXY_SALT: undefined }, 'parameters', 'scrim secrets init'],
    [{ LEAK_GUARD: 'canary' }, 'settings', 'docs/settings.md'],
    [{ RULES: 'endpoints: 5' }, 'rules', 'scrim rules check'],
    [{ ALLOWED_DATA_ACCESS_IP_BLOCKS: '198.51.100.0/24' }, 'address', 'caller_ip_blocks'],
  ])('is red with %j, and says what to do', async (environment, check, remedy) => {
    const { url } = await deploy({ environment });

    const ran = await call(url, '--health');

    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(new RegExp(`FAILED {3}${check} .*\\n +→ .*${remedy}`));
    expect(ran.stdout + ran.stderr).not.toContain('canary');
  });

  test('explains an answer that is no health check', async () => {
    const { url } = await deploy({}, { allows: () => false });

    const ran = await call(url, '--health');

    expect([ran.code, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toContain('AWS IAM refused the call');
  });
});

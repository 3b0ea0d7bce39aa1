/** The zip as it is deployed, run by the runtime client of AWS. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildFunction } from '../../scripts/build/build-function.ts';
import { functions } from '../../scripts/build/functions.ts';
import { indentJson } from '../../src/cli/indent-json.ts';
import { canariesIn } from '../support/canaries.ts';
import { startSurroundings, STORED, type Surroundings } from '../support/deployed-proxy.ts';
import { functionUrlEvent, gatewayEvent } from '../support/events.ts';
import { startFunction, type RunningFunction } from '../support/lambda-function.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'scrim-function-'));
for (const [path, bytes] of Object.entries(
  unzipSync((await buildFunction(root, functions.api)).zip),
)) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
}
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let around: Surroundings;
let running: RunningFunction | undefined;

beforeEach(async () => {
  around = await startSurroundings();
});

/** Every line that the function wrote in a test was a JSON line without a hidden text. */
afterEach(async () => {
  const output = running?.output() ?? '';
  await running?.stop();
  running = undefined;
  await around.close();
  expect(canariesIn(output, [...Object.values(STORED), 'Bearer ', 'simulated-'])).toEqual([]);
  for (const line of output.split('\n').filter((text) => text !== '')) {
    expect(JSON.parse(line)).toBeTypeOf('object');
  }
});

async function start(environment: Readonly<Record<string, string>> = {}): Promise<RunningFunction> {
  running = await startFunction(folder, { ...around.environment, ...environment });
  return running;
}

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
}

async function ask(event: object): Promise<Answer> {
  const invocation = await running?.invoke(event);
  if (invocation?.kind !== 'answer') throw new Error(JSON.stringify(invocation?.value));
  return invocation.value as Answer;
}

function logged(message: string): readonly Readonly<Record<string, unknown>>[] {
  const lines = running?.output().trim().split('\n') ?? [];
  return lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line['message'] === message);
}

const GOLDEN = read('example-api-responses/zoom/sanitized/list-users.json');

describe('the deployed proxy', () => {
  test('answers its first call with what the rules leave', async () => {
    await start();

    const answer = await ask(functionUrlEvent('GET', '/v2/users'));

    expect(answer.statusCode).toBe(200);
    expect(indentJson(answer.body)).toBe(GOLDEN);
    expect(answer.headers['Cache-Control']).toBe('no-store');
    expect(logged('cold start')).toHaveLength(1);
    expect(logged('request')).toMatchObject([{ status: 200, coldStart: true, calls: 1 }]);
  });

  test('asks each namespace and the token endpoint once for all calls', async () => {
    await start();

    for (let call = 1; call <= 3; call += 1) await ask(functionUrlEvent('GET', '/v2/users'));

    expect(around.zoom.calls).toHaveLength(3);
    expect(around.zoom.tokenRequests).toHaveLength(1);
    expect(around.aws.calls.map(({ operation, names }) => [operation, names.length])).toEqual([
      ['GetParameters', 10],
      ['GetParameters', 10],
    ]);
    expect(logged('request').map(({ coldStart }) => coldStart)).toEqual([true, false, false]);
  });

  test('refuses what no rule allows, without a call', async () => {
    await start();

    const answer = await ask(functionUrlEvent('DELETE', '/v2/users/KDcuGIm1QgePTO8WbOqwIQ'));

    expect(answer.statusCode).toBe(403);
    expect(JSON.parse(answer.body)).toMatchObject({ error: 'BLOCKED_BY_RULES', reason: 'method' });
    expect(around.zoom.calls).toEqual([]);
  });

  test('answers payload 1.0 of an API Gateway in its form', async () => {
    await start();

    const answer = await ask(gatewayEvent('GET', '/v2/users', { query: 'page_size=30' }));

    expect(answer.statusCode).toBe(200);
    expect(indentJson(answer.body)).toBe(GOLDEN);
    expect(answer.multiValueHeaders?.['Cache-Control']).toEqual(['no-store']);
    expect(around.zoom.calls.map(({ target }) => target)).toEqual(['/v2/users?page_size=30']);
  });

  test('says in the health check which zip runs, and proves its credentials if asked', async () => {
    await start();

    const shallow = await ask(
      functionUrlEvent('GET', '/', { headers: { 'x-psoxy-health-check': '' } }),
    );
    const deep = await ask(
      functionUrlEvent('GET', '/', { headers: { 'x-psoxy-health-check': 'deep' } }),
    );

    expect([shallow.statusCode, deep.statusCode]).toEqual([200, 200]);
    expect(JSON.parse(shallow.body)).toMatchObject({
      bundleFilename: 'api.zip',
      configuredSource: 'zoom',
      missingConfigProperties: [],
      configurationProblems: [],
    });
    expect(JSON.parse(deep.body)).toMatchObject({ sourceCredentials: 'ok' });
    expect(around.zoom.calls).toEqual([]);
  });

  test('answers 503 while the store fails, and works with the next call', async () => {
    around.aws.failWith({ kind: 'server-error' });
    await start();

    const first = await ask(functionUrlEvent('GET', '/v2/users'));
    around.aws.heal();
    const second = await ask(functionUrlEvent('GET', '/v2/users'));

    expect([first.statusCode, second.statusCode]).toEqual([503, 200]);
  });
});

describe('what the zip loads only when it is needed', () => {
  test('Secrets Manager, where the secrets are kept there', async () => {
    around.aws.parameters.clear();
    for (const [name, value] of Object.entries(STORED)) around.aws.setSecret(name, value);
    await start({ SECRETS_STORE: 'AWS_SECRETS_MANAGER' });

    const answer = await ask(functionUrlEvent('GET', '/v2/users'));

    expect(indentJson(answer.body)).toBe(GOLDEN);
    expect(around.aws.calls.map(({ operation }) => operation)).toContain('BatchGetSecretValue');
  });

  test('the YAML parser, for rules in a parameter', async () => {
    const rules = 'endpoints: [{ pathTemplate: /v2/users, responseSchema: { type: object } }]';
    around.aws.setParameter('/scrim/acme/ZOOM_RULES', rules);
    await start();

    const answer = await ask(functionUrlEvent('GET', '/v2/users'));

    expect([answer.statusCode, answer.body]).toEqual([200, '{}']);
  });

  test('S3, for rules in a bucket', async () => {
    const asked: string[] = [];
    const bucket = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('endpoints: [{ pathTemplate: /v2/users, responseSchema: { type: object } }]');
    });
    await new Promise<void>((resolve) => bucket.listen(0, '127.0.0.1', resolve));
    const { port } = bucket.address() as AddressInfo;
    await start({
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${String(port)}`,
      REMOTE_RESOURCE_BUCKET: 'scrim-zoom-rules',
    });

    const answer = await ask(functionUrlEvent('GET', '/v2/users'));
    bucket.closeAllConnections();
    bucket.close();

    expect([answer.statusCode, answer.body]).toEqual([200, '{}']);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/scrim\/acme\/ZOOM\/rules\.yaml/);
  });
});

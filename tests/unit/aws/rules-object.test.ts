import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readRulesObject } from '../../../src/aws/rules-object.ts';

let server: Server;
let answer: { readonly status: number; readonly body: string };
let paths: string[];

beforeEach(async () => {
  paths = [];
  server = createServer((request, response) => {
    paths.push(request.url ?? '');
    response.writeHead(answer.status, { 'content-length': answer.body.length }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('AWS_ENDPOINT_URL_S3', `http://127.0.0.1:${String(port)}`);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAFAKE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'fake');
  vi.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  server.close();
  server.closeAllConnections();
});

const s3Error = (code: string): string => `<Error><Code>${code}</Code><Message>m</Message></Error>`;

test('the rules object is read as text', async () => {
  answer = { status: 200, body: 'endpoints: []' };

  expect(await readRulesObject('acme-rules', 'zoom/rules.yaml')).toBe('endpoints: []');
  expect(paths).toEqual(['/acme-rules/zoom/rules.yaml?x-id=GetObject']);
});

test('an object that is not there is undefined', async () => {
  answer = { status: 404, body: s3Error('NoSuchKey') };

  expect(await readRulesObject('acme-rules', 'rules.yaml')).toBeUndefined();
});

test.each([
  [403, s3Error('AccessDenied'), 'AccessDenied', 1],
  [404, s3Error('NoSuchBucket'), 'NoSuchBucket', 1],
  [200, 'x'.repeat(1024 * 1024 + 1), 'RulesTooLarge', 1],
  [503, s3Error('SlowDown'), 'StoreUnavailable', 3],
  [500, s3Error('InternalError'), 'StoreUnavailable', 3],
])('an answer %i is an error of its own kind', async (status, body, name, tries) => {
  answer = { status, body };

  await expect(readRulesObject('acme-rules', 'rules.yaml')).rejects.toMatchObject({ name });
  expect(paths).toHaveLength(tries);
});

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAccountContent } from '../../zoom-simulator/account-content.ts';
import {
  SIMULATED_CREDENTIALS,
  startZoomSimulator,
  type ZoomSimulator,
} from '../../zoom-simulator/simulator.ts';
import {
  createLocalInstallation,
  type LocalInstallation,
} from '../../src/cli/local-installation.ts';
import { startLocalServer, type LocalServer } from '../../src/cli/local-server.ts';
import { TEST_SECRETS, ZOOM_RULES } from '../support/local-proxy.ts';
import {
  byPageNumber,
  byToken,
  readAllStreams,
  type Client,
  type Get,
  type Row,
  type Streams,
} from '../support/zoom-clients.ts';

const account = createAccountContent({
  examples: fileURLToPath(new URL('../../example-api-responses/zoom', import.meta.url)),
  users: 3,
  meetingsPerUser: 3,
  rowsPerList: 5,
  maxPageSize: 2,
});

let zoom: ZoomSimulator;
let installation: LocalInstallation;
let server: LocalServer;

beforeAll(async () => {
  zoom = await startZoomSimulator({ content: account });
  installation = createLocalInstallation({
    environment: {
      ...TEST_SECRETS,
      SOURCE: 'zoom',
      ACCOUNT_ID: SIMULATED_CREDENTIALS.accountId,
      CLIENT_ID: SIMULATED_CREDENTIALS.clientId,
      CLIENT_SECRET: SIMULATED_CREDENTIALS.clientSecret,
    },
    rules: ZOOM_RULES,
    target: { targetBase: zoom.url, tokenEndpoint: zoom.tokenEndpoint },
    writeLog: () => undefined,
  });
  server = await startLocalServer({ installation, port: 0 });
});

afterAll(async () => {
  await server.close();
  await installation.close();
  await zoom.close();
});

/** Raw targets: a URL parser would rewrite some of them. */
const get: Get = async (target) => {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    const call = request(server.url, { path: target, headers: { 'accept-encoding': 'identity' } });
    call.once('error', reject);
    call.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Row;
        resolve({ status: response.statusCode ?? 0, body });
      });
    });
    call.end();
  });
};

const twice = (uuid: string): string => encodeURIComponent(encodeURIComponent(uuid));
const byZoomsRule = (uuid: string): string =>
  uuid.startsWith('/') || uuid.includes('//') ? twice(uuid) : encodeURIComponent(uuid);

const clients: readonly (readonly [string, Client])[] = [
  ['tap-zoom (page numbers, raw UUIDs)', { get, pager: byPageNumber, encodeUuid: (uuid) => uuid }],
  ['Airbyte (page tokens, UUIDs encoded twice)', { get, pager: byToken, encodeUuid: twice }],
  [
    'Worklytics (page tokens, UUIDs by Zoom’s rule)',
    { get, pager: byToken, encodeUuid: byZoomsRule },
  ],
];

const MEETINGS = 9;
const rowsOf = (slug: string): number => {
  if (slug === 'list-users') return 3;
  return slug.startsWith('get-') || slug.startsWith('list-user-') ? MEETINGS : MEETINGS * 5;
};

describe.each(clients)('%s', (_name, client) => {
  let streams: Streams;

  beforeAll(async () => {
    streams = await readAllStreams(client);
  });

  test('reads 23 streams to the last page and loses no row', () => {
    const counts = Object.fromEntries([...streams].map(([slug, rows]) => [slug, rows.length]));
    const expected = Object.keys(counts).map((slug) => [slug, rowsOf(slug)]);

    expect(streams.size).toBe(23);
    expect(counts).toEqual(Object.fromEntries(expected));
  });

  test('meets no type that the schemas of the tap reject', () => {
    const wrong = [...streams].flatMap(([slug, rows]) => wrongTypes(slug, rows));

    expect(wrong).toEqual([]);
  });

  test('gets identifiers that go back into paths, keys that join, and no e-mail', () => {
    const text = JSON.stringify([...streams.values()]);
    const users = new Set(streams.get('list-users')?.map(({ id }) => String(id)));
    const hosts = streams.get('list-user-meetings')?.map((row) => String(row['host_id'])) ?? [];
    const numbers = streams.get('list-user-meetings')?.map(({ id }) => id);

    for (const id of users) expect(id).toMatch(/^p~[A-Za-z0-9_-]{64,200}$/);
    expect(new Set(hosts.map(hashOf))).toEqual(new Set([...users].map(hashOf)));
    expect(numbers).toEqual(account.meetings.map(({ id }) => id));
    expect(text).not.toMatch(/[a-z]+\.[a-z]+@example|user[0-9]@/);
  });
});

/** A reversible token and a one-way one of the same identifier agree in 42 characters. */
const hashOf = (token: string): string => token.slice(2, 44);

const clientTypes = JSON.parse(
  readFileSync(new URL('../fixtures/zoom-client-types.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Places in rows whose type the tap does not accept, as `slug path: type`. */
function wrongTypes(slug: string, rows: readonly Row[]): readonly string[] {
  const types = Object.entries(clientTypes[slug] ?? {});
  return rows.flatMap((row) =>
    types.flatMap(([path, accepted]) => {
      const steps = path.replace(/^\$\.?/, '').split('.');
      const inRow =
        /^\w+\[\*\]$/.test(steps[0] ?? '') && slug.startsWith('list-') ? steps.slice(1) : steps;
      return valuesAt(row, inRow)
        .filter((value) => !accepts(value, accepted))
        .map((value) => `${slug} ${path}: ${value === null ? 'null' : typeof value}`);
    }),
  );
}

function valuesAt(value: unknown, [step, ...rest]: readonly string[]): readonly unknown[] {
  if (step === undefined) return [value];
  if (typeof value !== 'object' || value === null) return [];
  const name = step.replace(/\[\*\]$/, '');
  const child = name === '' ? value : (value as Row)[name];
  if (child === undefined) return [];
  const children = step.endsWith('[*]') ? (Array.isArray(child) ? child : []) : [child];
  return children.flatMap((one) => valuesAt(one, rest));
}

const IS_TIME = /^(?:|\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?Z?)?)$/;

function accepts(value: unknown, accepted: string): boolean {
  return accepted.split('|').some((type) => {
    switch (type) {
      case 'null':
        return value === null;
      case 'integer':
        // The tap reads digits in a text as a number.
        return Number.isInteger(value) || (typeof value === 'string' && /^[0-9]+$/.test(value));
      case 'string':
        return typeof value === 'string' || typeof value === 'number';
      case 'string:date-time':
        return typeof value === 'string' && IS_TIME.test(value);
      case 'array':
        return Array.isArray(value);
      case 'object':
        return typeof value === 'object' && value !== null && !Array.isArray(value);
      case 'boolean':
        return typeof value === 'boolean';
      default:
        throw new Error(`unknown type ${type}`);
    }
  });
}

test('the files endpoints that Zoom has withdrawn pass its 404 on', async () => {
  const [meeting] = account.meetings;

  const answer = await get(`/v2/past_meetings/${String(meeting?.id)}/files`);

  expect(answer).toEqual({
    status: 404,
    body: { code: 3001, message: 'The source has no such resource.' },
  });
});

test('the check of types finds a null where the tap wants a text, and a list where it wants a number', () => {
  expect(wrongTypes('list-users', [{ id: null, type: [1] }])).toEqual([
    'list-users $.users[*].id: null',
    'list-users $.users[*].type: object',
  ]);
});

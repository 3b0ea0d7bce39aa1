import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startZoomSimulator, type ZoomSimulator } from '../../zoom-simulator/simulator.ts';
import { startGate, type Gate } from '../support/gate.ts';
import { exampleContent } from '../support/local-proxy.ts';
import { fillStore, startStoredProxy, type StoredProxy } from '../support/stored-proxy.ts';

/** Each thing that the proxy depends on, turned off and on again; the periods are those of the specification. */
let zoom: ZoomSimulator;
let api: Gate;
let tokens: Gate;
let proxy: StoredProxy;

beforeEach(async () => {
  zoom = await startZoomSimulator({ content: exampleContent });
  api = await startGate(zoom.url);
  tokens = await startGate(zoom.url);
  proxy = await startStoredProxy({
    parts: { local: { targetBase: api.url, tokenEndpoint: `${tokens.url}/oauth/token` } },
  });
});

afterEach(async () => {
  await proxy.close();
  await api.close();
  await tokens.close();
  await zoom.close();
});

async function users(): Promise<string> {
  const { status, headers } = await proxy.users();
  return `${String(status)} ${headers['X-Psoxy-Error'] ?? ''}`.trim();
}

describe('with the token endpoint off', () => {
  test('calls go on while there is a token', async () => {
    await users();
    tokens.shut();

    expect(await users()).toBe('200');
  });

  test('calls answer NETWORK_EGRESS_BLOCKED, and work again 10 s after it is back', async () => {
    tokens.shut();
    expect(await users()).toBe('502 NETWORK_EGRESS_BLOCKED');
    expect(await proxy.health('deep')).toMatchObject({ sourceCredentials: 'unreachable' });

    tokens.open();
    proxy.pass(10_000);

    expect(await users()).toBe('200');
    expect(await proxy.health('deep')).toMatchObject({ sourceCredentials: 'ok' });
  });
});

describe('with the API off', () => {
  test('calls answer CONNECTION_TO_SOURCE, and the next one works when it is back', async () => {
    expect(await users()).toBe('200');

    api.shut();
    expect(await users()).toBe('503 CONNECTION_TO_SOURCE');
    expect(await proxy.health('deep')).toMatchObject({ status: 200 });

    api.open();
    expect(await users()).toBe('200');
  });
});

describe('with Parameter Store off', () => {
  test('calls go on in a container that has started', async () => {
    await users();
    await proxy.aws.close();
    zoom.issuer.revokeAll();
    proxy.pass(5 * 60_000);

    expect(await users()).toBe('200');
  });

  test('a cold start answers CONFIGURATION_FAILURE with 503, and the next call works when it is back', async () => {
    await proxy.close();
    proxy = await startStoredProxy({
      prepare: (aws) => {
        fillStore(aws);
        aws.failWith({ kind: 'drop' });
      },
      parts: { local: { targetBase: api.url, tokenEndpoint: `${tokens.url}/oauth/token` } },
    });
    expect(await users()).toBe('503 CONFIGURATION_FAILURE');

    proxy.aws.heal();

    expect(await users()).toBe('200');
  });
});

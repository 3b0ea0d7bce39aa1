import { vi } from 'vitest';
import { createParameterStore, writeParameter } from '../../src/aws/parameter-store.ts';
import { createSecretsManager, writeSecret } from '../../src/aws/secrets-manager.ts';
import { SIMULATED_CREDENTIALS } from '../../zoom-simulator/simulator.ts';
import { startFakeAws, type FakeAws } from './fake-aws.ts';
import {
  startProxy,
  TEST_SECRETS,
  type ProxyAnswer,
  type ProxyOptions,
  type ProxyUnderTest,
} from './local-proxy.ts';

export const INSTANCE = '/scrim/acme/ZOOM_';
export const SHARED = '/scrim/acme/';
export type StoreKind = 'AWS_SSM_PARAMETER_STORE' | 'AWS_SECRETS_MANAGER';

export interface StoredProxy extends ProxyUnderTest {
  readonly aws: FakeAws;
  /** Moves the clock of the proxy. */
  readonly pass: (ms: number) => void;
  readonly health: (kind?: 'deep') => Promise<Readonly<Record<string, unknown>>>;
  readonly users: () => Promise<ProxyAnswer>;
  readonly store: (name: string, value: string) => void;
  /** Names asked for, call by call. */
  readonly asked: (operation: string) => readonly (readonly string[])[];
}

export interface StoredOptions {
  readonly store?: StoreKind;
  readonly environment?: ProxyOptions['environment'];
  /** Before the proxy starts: fills the stores, or makes them fail. */
  readonly prepare?: (aws: FakeAws) => void;
  readonly parts?: ProxyOptions['parts'];
  readonly zoom?: ProxyOptions['zoom'];
}

/** Puts salt, key and credentials where the Terraform of the project puts them. */
export function fillStore(aws: FakeAws, store: StoreKind = 'AWS_SSM_PARAMETER_STORE'): void {
  const write = (name: string, value: string): void =>
    store === 'AWS_SECRETS_MANAGER' ? aws.setSecret(name, value) : aws.setParameter(name, value);
  const { accountId, clientId, clientSecret } = SIMULATED_CREDENTIALS;
  write(`${SHARED}PSOXY_SALT`, TEST_SECRETS.PSOXY_SALT);
  write(`${SHARED}PSOXY_ENCRYPTION_KEY`, TEST_SECRETS.PSOXY_ENCRYPTION_KEY);
  write(`${INSTANCE}ACCOUNT_ID`, accountId);
  write(`${INSTANCE}CLIENT_ID`, clientId);
  write(`${INSTANCE}CLIENT_SECRET`, clientSecret);
}

const NOT_IN_THE_ENVIRONMENT = {
  PSOXY_SALT: undefined,
  PSOXY_ENCRYPTION_KEY: undefined,
  ACCOUNT_ID: undefined,
  CLIENT_ID: undefined,
  CLIENT_SECRET: undefined,
};

/** The whole function with real clients of the SDK in front of a fake AWS and a simulated Zoom. */
export async function startStoredProxy(options: StoredOptions = {}): Promise<StoredProxy> {
  const { store = 'AWS_SSM_PARAMETER_STORE', prepare = (one: FakeAws) => fillStore(one, store) } =
    options;
  const aws = await startFakeAws();
  for (const [name, value] of Object.entries(aws.environment)) vi.stubEnv(name, value);
  // The SDK waits a random part of its back-off; here it waits none of it.
  const random = vi.spyOn(Math, 'random').mockReturnValue(0);
  prepare(aws);
  let now = Date.parse('2026-01-02T03:04:05Z');
  const clientOptions = { timeoutMs: 200 };
  const isSecretsManager = store === 'AWS_SECRETS_MANAGER';
  const proxy = await startProxy({
    environment: {
      ...NOT_IN_THE_ENVIRONMENT,
      PATH_TO_INSTANCE_CONFIG: INSTANCE,
      PATH_TO_SHARED_CONFIG: SHARED,
      SECRETS_STORE: store,
      ...options.environment,
    },
    parts: {
      clock: () => now,
      openStores: () => ({
        parameters: createParameterStore(clientOptions),
        secrets: isSecretsManager ? createSecretsManager(clientOptions) : undefined,
      }),
      writeSharedToken: (name, text) =>
        isSecretsManager ? writeSecret(name, text) : writeParameter(name, text),
      ...options.parts,
    },
    ...(options.zoom === undefined ? {} : { zoom: options.zoom }),
  });
  return {
    ...proxy,
    aws,
    pass: (ms) => {
      now += ms;
    },
    async health(kind) {
      const headers = { 'x-psoxy-health-check': kind ?? '' };
      const { status, body } = await proxy.call('GET', '/', { headers });
      return { status, ...(JSON.parse(body) as Record<string, unknown>) };
    },
    users: () => proxy.call('GET', '/v2/users'),
    store: (name, value) =>
      isSecretsManager ? aws.setSecret(name, value) : aws.setParameter(name, value),
    asked: (operation) =>
      aws.calls.filter((call) => call.operation === operation).map(({ names }) => names),
    async close() {
      vi.unstubAllEnvs();
      random.mockRestore();
      await aws.close();
      await proxy.close();
    },
  };
}

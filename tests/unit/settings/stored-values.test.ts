import { describe, expect, test } from 'vitest';
import { Secret } from '../../../src/secret.ts';
import { StoreUnavailable, type ReadStore } from '../../../src/settings/store.ts';
import { createStoredValues } from '../../../src/settings/stored-values.ts';

interface RecordedStore {
  readonly read: ReadStore;
  readonly asked: (readonly string[])[];
}

function storeOf(values: Readonly<Record<string, string>>): RecordedStore {
  const asked: (readonly string[])[] = [];
  return {
    asked,
    read: (names) => {
      asked.push(names);
      const found = names.flatMap((name) => {
        const text = values[name];
        const lastModified = new Date('2026-01-02T03:04:05Z');
        return text === undefined
          ? []
          : [[name, { value: new Secret(text), lastModified }] as const];
      });
      return Promise.resolve(new Map(found));
    },
  };
}

const ENVIRONMENT = {
  SOURCE: 'zoom',
  PATH_TO_INSTANCE_CONFIG: '/a/ZOOM_',
  PATH_TO_SHARED_CONFIG: '/a/',
};

describe('values of one store', () => {
  test('come from the environment first, then from the instance, then from what is shared', async () => {
    const store = storeOf({
      '/a/ZOOM_CLIENT_ID': 'instance',
      '/a/CLIENT_ID': 'shared',
      '/a/PSOXY_SALT': 'shared salt',
      '/a/ZOOM_RULES': 'never',
    });
    const read = createStoredValues(
      { ...ENVIRONMENT, RULES: 'from the environment' },
      { parameters: store.read, secrets: undefined },
    );

    const values = await read(['CLIENT_ID', 'PSOXY_SALT', 'RULES', 'SALT_IP'], 'by-namespace');

    expect(values.value('CLIENT_ID')?.reveal()).toBe('instance');
    expect(values.value('PSOXY_SALT')?.reveal()).toBe('shared salt');
    expect(values.value('RULES')?.reveal()).toBe('from the environment');
    expect(values.value('SALT_IP')).toBeUndefined();
    expect(values.fromEnvironment).toEqual(['RULES']);
    expect([...values.lastModified.keys()]).toEqual(['CLIENT_ID', 'PSOXY_SALT']);
    expect(store.asked).toEqual([
      ['/a/ZOOM_CLIENT_ID', '/a/ZOOM_PSOXY_SALT', '/a/ZOOM_SALT_IP'],
      ['/a/CLIENT_ID', '/a/PSOXY_SALT', '/a/SALT_IP'],
    ]);
  });

  test('come in one call where they are wanted together', async () => {
    const store = storeOf({});
    const read = createStoredValues(ENVIRONMENT, { parameters: store.read, secrets: undefined });

    await read(['CLIENT_ID', 'CLIENT_SECRET'], 'together');

    expect(store.asked).toEqual([
      ['/a/ZOOM_CLIENT_ID', '/a/ZOOM_CLIENT_SECRET', '/a/CLIENT_ID', '/a/CLIENT_SECRET'],
    ]);
  });

  test('are not asked for at all where the environment has every one', async () => {
    const store = storeOf({});
    const environment = { ...ENVIRONMENT, CLIENT_ID: 'x' };
    const read = createStoredValues(environment, { parameters: store.read, secrets: store.read });

    await read(['CLIENT_ID'], 'by-namespace');

    expect(store.asked).toEqual([]);
  });

  test('are asked for once where both namespaces are the same', async () => {
    const store = storeOf({ '/a/CLIENT_ID': 'x' });
    const environment = { ...ENVIRONMENT, PATH_TO_INSTANCE_CONFIG: '/a/' };
    const read = createStoredValues(environment, { parameters: store.read, secrets: undefined });

    const values = await read(['CLIENT_ID'], 'together');

    expect(values.value('CLIENT_ID')?.reveal()).toBe('x');
    expect(store.asked).toEqual([['/a/CLIENT_ID']]);
  });

  test('are absent while they are not filled in, and the shared ones then count', async () => {
    const store = storeOf({
      '/a/ZOOM_CLIENT_ID': 'fill me',
      '/a/CLIENT_ID': 'shared',
      '/a/ZOOM_CLIENT_SECRET': ' FILL ME ',
    });
    const read = createStoredValues(ENVIRONMENT, { parameters: store.read, secrets: undefined });

    const values = await read(['CLIENT_ID', 'CLIENT_SECRET'], 'by-namespace');

    expect(values.value('CLIENT_ID')?.reveal()).toBe('shared');
    expect(values.value('CLIENT_SECRET')).toBeUndefined();
  });

  test('are not known while the store fails', async () => {
    const failing: ReadStore = () => Promise.reject(new StoreUnavailable('down'));
    const read = createStoredValues(ENVIRONMENT, { parameters: failing, secrets: undefined });

    await expect(read(['CLIENT_ID'], 'by-namespace')).rejects.toBeInstanceOf(StoreUnavailable);
  });
});

describe('values of two stores', () => {
  test('are secrets in one and configuration in the other, and the account and client in either', async () => {
    const parameters = storeOf({ '/a/ZOOM_ACCOUNT_ID': 'from parameters' });
    const secrets = storeOf({
      '/a/ZOOM_ACCOUNT_ID': 'from secrets',
      '/a/ZOOM_CLIENT_ID': 'from secrets',
      '/a/ZOOM_CLIENT_SECRET': 'from secrets',
      '/a/PSOXY_SALT': 'from secrets',
    });
    const read = createStoredValues(ENVIRONMENT, {
      parameters: parameters.read,
      secrets: secrets.read,
    });

    const names = ['ACCOUNT_ID', 'CLIENT_ID', 'CLIENT_SECRET', 'PSOXY_SALT', 'RULES'] as const;
    const values = await read(names, 'by-namespace');

    expect(names.map((name) => values.value(name)?.reveal())).toEqual([
      'from parameters',
      'from secrets',
      'from secrets',
      'from secrets',
      undefined,
    ]);
    expect(parameters.asked).toEqual([
      ['/a/ZOOM_ACCOUNT_ID', '/a/ZOOM_CLIENT_ID', '/a/ZOOM_RULES'],
      ['/a/ACCOUNT_ID', '/a/CLIENT_ID', '/a/RULES'],
    ]);
    const asSecrets = ['ACCOUNT_ID', 'CLIENT_ID', 'CLIENT_SECRET', 'PSOXY_SALT'];
    expect(secrets.asked).toEqual([
      ['/a/ZOOM_', '/a/'].flatMap((namespace) => asSecrets.map((name) => `${namespace}${name}`)),
    ]);
  });

  test('pass over a parameter that is not filled in, to the secret of the same name', async () => {
    const read = createStoredValues(ENVIRONMENT, {
      parameters: storeOf({ '/a/ZOOM_CLIENT_ID': 'fill me' }).read,
      secrets: storeOf({ '/a/ZOOM_CLIENT_ID': 'real' }).read,
    });

    const values = await read(['CLIENT_ID'], 'together');

    expect(values.value('CLIENT_ID')?.reveal()).toBe('real');
  });
});

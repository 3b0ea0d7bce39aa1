import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  addParameter,
  createParameterStore,
  writeParameter,
} from '../../../src/aws/parameter-store.ts';
import { StoreUnavailable } from '../../../src/settings/store.ts';
import { startFakeAws, type FakeAws } from '../../support/fake-aws.ts';

let aws: FakeAws;

beforeEach(async () => {
  aws = await startFakeAws();
  for (const [name, value] of Object.entries(aws.environment)) vi.stubEnv(name, value);
  // The SDK waits a random part of its back-off; here it waits none of it.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await aws.close();
});

const named = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `/a/P${String(index)}`);
const asked = (): readonly (readonly string[])[] => aws.calls.map(({ names }) => names);

describe('the parameter store', () => {
  test('gives what is there, decrypted and dated, and leaves out what is not', async () => {
    aws.setParameter('/a/P0', 'zero');
    aws.setParameter('/a/P1', 'one', 'String');

    const found = await createParameterStore()(named(3));

    expect([...found].map(([name, { value }]) => [name, value.reveal()])).toEqual([
      ['/a/P0', 'zero'],
      ['/a/P1', 'one'],
    ]);
    expect(found.get('/a/P0')?.lastModified).toBeInstanceOf(Date);
    expect(JSON.stringify([...found])).not.toContain('zero');
    expect(asked()).toEqual([named(3)]);
  });

  test('asks for ten names a call, as many as it takes', async () => {
    for (const name of named(23)) aws.setParameter(name, 'x');

    const found = await createParameterStore()(named(23));

    expect(found.size).toBe(23);
    expect(
      asked()
        .map(({ length }) => length)
        .sort((one, other) => one - other),
    ).toEqual([3, 10, 10]);
  });

  test('asks for each name alone where one of a batch is denied', async () => {
    for (const name of named(3)) aws.setParameter(name, 'x');
    aws.failWith({ kind: 'deny', names: ['/a/P1'] });

    const found = await createParameterStore()(named(3));

    expect([...found.keys()]).toEqual(['/a/P0', '/a/P2']);
    expect(asked()).toHaveLength(4);
  });

  test('gives nothing where everything is denied', async () => {
    aws.failWith({ kind: 'deny' });

    expect(await createParameterStore()(named(2))).toEqual(new Map());
  });

  test.each(['throttle', 'server-error', 'drop'] as const)(
    'survives two times %s',
    async (kind) => {
      aws.setParameter('/a/P0', 'x');
      aws.failWith({ kind, times: 2 });

      expect((await createParameterStore()(['/a/P0'])).size).toBe(1);
      expect(asked()).toHaveLength(3);
    },
  );

  test.each(['throttle', 'server-error', 'drop', 'hang'] as const)(
    'is unavailable, and says nothing is absent, after three times %s',
    async (kind) => {
      aws.failWith({ kind, times: 3 });

      const reading = createParameterStore({ timeoutMs: 50 })(['/a/canary']);

      await expect(reading).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(reading).rejects.not.toMatchObject({
        message: expect.stringContaining('canary') as unknown,
      });
      expect(asked()).toHaveLength(3);
    },
  );

  test('is unavailable if it is throttled while it asks for each name alone', async () => {
    aws.failWith({ kind: 'deny', times: 1 });
    aws.failWith({ kind: 'throttle', names: ['/a/P1'] });

    await expect(createParameterStore()(named(2))).rejects.toBeInstanceOf(StoreUnavailable);
  });

  test('is unavailable while the credentials of the function are not accepted', async () => {
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wrong');

    await expect(createParameterStore()(named(1))).rejects.toMatchObject({
      name: 'StoreUnavailable',
      message: 'the store answered UnrecognizedClientException',
    });
  });

  test('overwrites a parameter, encrypted', async () => {
    aws.setParameter('/a/ACCESS_TOKEN', 'fill me');

    await writeParameter('/a/ACCESS_TOKEN', 'token');

    expect(aws.parameters.get('/a/ACCESS_TOKEN')).toMatchObject({
      value: 'token',
      type: 'SecureString',
      version: 2,
    });
  });

  test('adds a parameter, with the key it is to have, and never over one that exists', async () => {
    expect(await addParameter('/a/SALT', 'first', { kmsKey: 'alias/scrim' })).toBe(true);
    expect(await addParameter('/a/SALT', 'second')).toBe(false);

    expect(aws.parameters.get('/a/SALT')).toMatchObject({
      value: 'first',
      type: 'SecureString',
      keyId: 'alias/scrim',
      version: 1,
    });
  });
});

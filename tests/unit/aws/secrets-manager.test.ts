import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addSecret, createSecretsManager, writeSecret } from '../../../src/aws/secrets-manager.ts';
import { StoreUnavailable } from '../../../src/settings/store.ts';
import { startFakeAws, type FakeAws } from '../../support/fake-aws.ts';

let aws: FakeAws;

beforeEach(async () => {
  aws = await startFakeAws();
  for (const [name, value] of Object.entries(aws.environment)) vi.stubEnv(name, value);
  vi.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await aws.close();
});

const operations = (): readonly string[] => aws.calls.map(({ operation }) => operation);

describe('Secrets Manager', () => {
  test('gives what is there in one call, and leaves out what is not or has no value yet', async () => {
    aws.setSecret('/a/A', 'one');
    aws.setSecret('/a/EMPTY', undefined);

    const found = await createSecretsManager()(['/a/A', '/a/EMPTY', '/a/B']);

    expect([...found].map(([name, { value }]) => [name, value.reveal()])).toEqual([
      ['/a/A', 'one'],
    ]);
    expect(found.get('/a/A')?.lastModified).toBeInstanceOf(Date);
    expect(operations()).toEqual(['BatchGetSecretValue']);
  });

  test('leaves out a secret that may not be read', async () => {
    aws.setSecret('A', 'one');
    aws.setSecret('B', 'two');
    aws.failWith({ kind: 'deny', names: ['A'] });

    expect([...(await createSecretsManager()(['A', 'B'])).keys()]).toEqual(['B']);
  });

  test('asks for each secret alone where batches are not permitted', async () => {
    aws.setSecret('A', 'one');
    aws.setSecret('B', 'two');
    aws.failWith({ kind: 'deny', operation: 'BatchGetSecretValue' });
    aws.failWith({ kind: 'deny', operation: 'GetSecretValue', names: ['B'] });

    expect([...(await createSecretsManager()(['A', 'B', 'C'])).keys()]).toEqual(['A']);
    expect(operations()).toEqual([
      'BatchGetSecretValue',
      ...Array<string>(3).fill('GetSecretValue'),
    ]);
  });

  test('asks again, alone, for a secret that failed for the moment', async () => {
    aws.setSecret('A', 'one');
    aws.setSecret('B', 'two');
    aws.failWith({ kind: 'error-in-batch', names: ['B'], times: 1 });

    expect([...(await createSecretsManager()(['A', 'B'])).keys()]).toEqual(['A', 'B']);
    expect(operations()).toEqual(['BatchGetSecretValue', 'GetSecretValue']);
  });

  test('is unavailable if that secret goes on failing', async () => {
    aws.setSecret('A', 'one');
    aws.failWith({ kind: 'error-in-batch', names: ['A'], operation: 'BatchGetSecretValue' });
    aws.failWith({ kind: 'server-error', operation: 'GetSecretValue' });

    await expect(createSecretsManager()(['A'])).rejects.toBeInstanceOf(StoreUnavailable);
  });

  test.each(['throttle', 'server-error', 'drop', 'hang'] as const)(
    'is unavailable after three times %s',
    async (kind) => {
      aws.failWith({ kind, times: 3 });

      await expect(createSecretsManager({ timeoutMs: 50 })(['A'])).rejects.toBeInstanceOf(
        StoreUnavailable,
      );
      expect(operations()).toHaveLength(3);
    },
  );

  test('gets a new version of a secret that exists', async () => {
    aws.setSecret('ACCESS_TOKEN', 'old');

    await writeSecret('ACCESS_TOKEN', 'new');

    expect(aws.secrets.get('ACCESS_TOKEN')?.value).toBe('new');
  });

  test('gets a secret that does not exist yet, with the key it is to have', async () => {
    await writeSecret('NEW', 'value', { kmsKey: 'alias/scrim' });

    expect(aws.secrets.get('NEW')).toMatchObject({ value: 'value', keyId: 'alias/scrim' });
  });

  test('leaves a secret that exists as it is where one is only to be added', async () => {
    aws.setSecret('SALT', undefined);

    expect(await addSecret('SALT', 'new')).toBe(false);
    expect(await addSecret('KEY', 'new')).toBe(true);
    expect(aws.secrets.get('SALT')?.value).toBeUndefined();
  });

  test('tells of a write that is not allowed', async () => {
    aws.failWith({ kind: 'deny' });

    await expect(addSecret('KEY', 'new')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

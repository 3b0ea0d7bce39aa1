import { describe, expect, test } from 'vitest';
import { keepValues, type KeptValues } from '../../../src/settings/kept-values.ts';
import { StoreUnavailable } from '../../../src/settings/store.ts';
import type { StoredValues } from '../../../src/settings/stored-values.ts';

const valuesOf = (name: 'CLIENT_ID' | 'CLIENT_SECRET'): StoredValues => ({
  value: () => undefined,
  fromEnvironment: [name],
  lastModified: new Map(),
});
const OLD = valuesOf('CLIENT_ID');
const NEW = valuesOf('CLIENT_SECRET');

interface Scene {
  readonly kept: KeptValues;
  now: number;
  reads: number;
  read: () => Promise<StoredValues>;
}

/** Values that live 300 s; 30 s are waited after a failure. */
function start(): Scene {
  const scene = { now: 0, reads: 0, read: () => Promise.resolve(NEW) };
  const kept = keepValues({
    first: OLD,
    read: () => {
      scene.reads += 1;
      return scene.read();
    },
    clock: () => scene.now,
    lifeMs: 300_000,
    retryMs: 30_000,
  });
  return Object.assign(scene, { kept });
}

describe('values that are kept', () => {
  test('are not read again within their life', async () => {
    const scene = start();
    scene.now = 299_999;

    expect(await scene.kept.current()).toBe(OLD);
    expect(scene.reads).toBe(0);
  });

  test('are read again after it, once for all who ask', async () => {
    const scene = start();
    scene.now = 300_000;

    const all = await Promise.all([
      scene.kept.current(),
      scene.kept.current(),
      scene.kept.refresh(),
    ]);

    expect(all).toEqual([NEW, NEW, NEW]);
    expect(scene.reads).toBe(1);
  });

  test('stay in use, as stale, while the store fails, which is asked every 30 s', async () => {
    const scene = start();
    scene.read = () => Promise.reject(new StoreUnavailable('down'));
    scene.now = 300_000;

    expect(await scene.kept.current()).toBe(OLD);
    expect(scene.kept.isStale()).toBe(true);
    scene.now += 29_999;
    expect(await scene.kept.current()).toBe(OLD);
    expect(scene.reads).toBe(1);

    scene.now += 1;
    scene.read = () => Promise.resolve(NEW);
    expect(await scene.kept.current()).toBe(NEW);
    expect(scene.kept.isStale()).toBe(false);
    expect(scene.reads).toBe(2);
  });

  test('are read again on demand, which starts their life anew', async () => {
    const scene = start();
    scene.now = 200_000;

    expect(await scene.kept.refresh()).toBe(NEW);
    scene.now = 499_999;
    await scene.kept.current();

    expect(scene.reads).toBe(1);
  });
});

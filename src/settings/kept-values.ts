import type { StoredValues } from './stored-values.ts';

export interface KeptValues {
  /** The values, read again once their life is over; the old ones (stale) if that fails. */
  current(): Promise<StoredValues>;
  /** Reads again now; the old ones (stale) if that fails. */
  refresh(): Promise<StoredValues>;
  /** True while the values in use are older than their life because a refresh failed. */
  readonly isStale: () => boolean;
}

export interface KeepOptions {
  readonly first: StoredValues;
  readonly read: () => Promise<StoredValues>;
  readonly clock: () => number;
  readonly lifeMs: number;
  /** How long to wait after a refresh that failed. */
  readonly retryMs: number;
}

/** Values of a store that may change while a container lives; one read at a time. */
export function keepValues({ first, read, clock, lifeMs, retryMs }: KeepOptions): KeptValues {
  let values = first;
  let staleSince: number | undefined;
  let nextRead = clock() + lifeMs;
  let reading: Promise<StoredValues> | undefined;
  const readAgain = async (): Promise<StoredValues> => {
    try {
      values = await read();
      staleSince = undefined;
      nextRead = clock() + lifeMs;
    } catch {
      // The store fails for the moment: what was read before still holds. It shows as `secretsStale`.
      staleSince ??= clock();
      nextRead = clock() + retryMs;
    }
    return values;
  };
  const refresh = (): Promise<StoredValues> =>
    (reading ??= readAgain().finally(() => {
      reading = undefined;
    }));
  return {
    current: () => (clock() >= nextRead ? refresh() : Promise.resolve(values)),
    refresh,
    isStale: () => staleSince !== undefined,
  };
}

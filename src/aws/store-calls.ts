import { StoreUnavailable } from '../settings/store.ts';

/** Two retries with back-off by the SDK, and no call that hangs. */
export const storeTimeouts = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2000, requestTimeout: 4000, throwOnRequestTimeout: true },
} as const;

const DENIED = new Set(['AccessDeniedException', 'AccessDenied']);
const MISSING = new Set(['ResourceNotFoundException', 'ParameterNotFound', 'InvalidKeyId']);

export function isDenied(error: unknown): boolean {
  return error instanceof Error && DENIED.has(error.name);
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && MISSING.has(error.name);
}

/** Results of all batches, asked for at once. */
export async function inBatches<Result>(
  names: readonly string[],
  size: number,
  read: (batch: readonly string[]) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  const starts = Array.from({ length: Math.ceil(names.length / size) }, (_, index) => index * size);
  const found = await Promise.all(starts.map((start) => read(names.slice(start, start + size))));
  return found.flat();
}

/** Whatever the SDK still throws after its retries: the store fails for the moment. Its message may hold names and is dropped. */
export async function orUnavailable<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    const kind = error instanceof Error ? error.name : 'unknown error';
    throw new StoreUnavailable(`the store answered ${kind}`);
  }
}

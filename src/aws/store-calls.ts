import { StoreUnavailable } from '../settings/store.ts';

/** How a client of the SDK is opened; what is absent the SDK finds in its usual places. */
export interface StoreClientOptions {
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** For one try of a call. */
  readonly timeoutMs?: number;
}

export interface WriteOptions {
  readonly client?: StoreClientOptions;
  /** Key that encrypts the value; absent: the one that AWS keeps for the service. */
  readonly kmsKey?: string;
}

interface StoreClientConfig extends Omit<StoreClientOptions, 'timeoutMs'> {
  readonly maxAttempts: number;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: true;
  };
}

/** Two retries with back-off by the SDK, and no call that hangs. */
export function toClientConfig(options: StoreClientOptions): StoreClientConfig {
  const { timeoutMs = 4000, ...places } = options;
  return {
    ...places,
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: Math.min(2000, timeoutMs),
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
    },
  };
}

const DENIED = new Set(['AccessDeniedException', 'AccessDenied']);
/** Secrets Manager answers the last one for a secret that is about to be deleted. */
const MISSING = new Set([
  'ResourceNotFoundException',
  'ParameterNotFound',
  'InvalidRequestException',
]);

export function isDenied(error: unknown): boolean {
  return error instanceof Error && DENIED.has(error.name);
}

/** Whether an error code says that one name cannot be read, now or after a retry. */
export function isAbsence(code: string): boolean {
  return DENIED.has(code) || MISSING.has(code);
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

/** Whatever the SDK still throws after its retries: the store fails for the moment. */
export async function orUnavailable<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw toUnavailable(error);
  }
}

/** Privacy: the message of the SDK may hold names and is dropped; its kind tells what to do. */
export function toUnavailable(error: unknown): StoreUnavailable {
  return new StoreUnavailable(kindOf(error));
}

/** What kind of error the SDK or the network gave: `AccessDeniedException`, `ENOTFOUND`, `NoRegion`. */
export function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  if (/^Region (?:is missing|not accepted)/.test(error.message)) return 'NoRegion';
  return error.name === 'Error' && 'code' in error ? String(error.code) : error.name;
}

import {
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
  type Parameter,
} from '@aws-sdk/client-ssm';
import { Secret } from '../secret.ts';
import type { ReadStore, StoredValue } from '../settings/store.ts';
import {
  inBatches,
  isDenied,
  orUnavailable,
  toClientConfig,
  type StoreClientOptions,
} from './store-calls.ts';

const MAX_NAMES = 10;

/** Reads parameters with decryption, ten names a call. Source: AWS Systems Manager, GetParameters. */
export function createParameterStore(options: StoreClientOptions = {}): ReadStore {
  const client = new SSMClient(toClientConfig(options));
  const get = async (names: readonly string[]): Promise<readonly Parameter[]> => {
    const command = new GetParametersCommand({ Names: [...names], WithDecryption: true });
    return (await client.send(command)).Parameters ?? [];
  };
  return (names) =>
    orUnavailable(async () => {
      const found = await inBatches(names, MAX_NAMES, async (batch) => {
        try {
          return await get(batch);
        } catch (error) {
          if (!isDenied(error)) throw error;
          // One forbidden name refuses the whole batch: ask for each alone.
          return batch.length === 1
            ? []
            : inBatches(batch, 1, (one) => get(one).catch(emptyIfDenied));
        }
      });
      return new Map(found.flatMap(toEntry));
    });
}

function emptyIfDenied(error: unknown): readonly Parameter[] {
  if (isDenied(error)) return [];
  throw error;
}

function toEntry({ Name, Value, LastModifiedDate }: Parameter): readonly [string, StoredValue][] {
  if (Name === undefined || Value === undefined) return [];
  return [[Name, { value: new Secret(Value), lastModified: LastModifiedDate }]];
}

/** Overwrites one parameter that is kept encrypted. */
export async function writeParameter(name: string, value: string): Promise<void> {
  await new SSMClient(toClientConfig({})).send(
    new PutParameterCommand({ Name: name, Value: value, Type: 'SecureString', Overwrite: true }),
  );
}

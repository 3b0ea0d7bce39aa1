import {
  GetParametersCommand,
  ParameterAlreadyExists,
  PutParameterCommand,
  SSMClient,
  type Parameter,
  type PutParameterCommandInput,
} from '@aws-sdk/client-ssm';
import { Secret } from '../secret.ts';
import type { ReadStore, StoredValue } from '../settings/store.ts';
import {
  inBatches,
  isDenied,
  orUnavailable,
  toClientConfig,
  type StoreClientOptions,
  type WriteOptions,
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

/** Writes one parameter, encrypted, over what is there. */
export async function writeParameter(
  name: string,
  value: string,
  options: WriteOptions = {},
): Promise<void> {
  await put({ Name: name, Value: value, Overwrite: true }, options);
}

/** Writes one parameter, encrypted; false, and nothing changed, if there is one of this name. */
export async function addParameter(
  name: string,
  value: string,
  options: WriteOptions = {},
): Promise<boolean> {
  try {
    await put({ Name: name, Value: value, Overwrite: false }, options);
    return true;
  } catch (error) {
    if (error instanceof ParameterAlreadyExists) return false;
    throw error;
  }
}

async function put(
  parameter: Pick<PutParameterCommandInput, 'Name' | 'Value' | 'Overwrite'>,
  { kmsKey, client = {} }: WriteOptions,
): Promise<void> {
  const key = kmsKey === undefined ? {} : { KeyId: kmsKey };
  const command = new PutParameterCommand({ ...parameter, ...key, Type: 'SecureString' });
  await new SSMClient(toClientConfig(client)).send(command);
}

import {
  BatchGetSecretValueCommand,
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { Secret } from '../secret.ts';
import type { ReadStore, StoredValue } from '../settings/store.ts';
import {
  inBatches,
  isAbsence,
  isDenied,
  orUnavailable,
  toClientConfig,
  type StoreClientOptions,
  type WriteOptions,
} from './store-calls.ts';

const MAX_NAMES = 20;

interface SecretEntry {
  readonly Name?: string | undefined;
  readonly SecretString?: string | undefined;
  readonly CreatedDate?: Date | undefined;
}

/** Reads secrets by name, twenty a call. Source: AWS Secrets Manager, BatchGetSecretValue. */
export function createSecretsManager(options: StoreClientOptions = {}): ReadStore {
  const client = new SecretsManagerClient(toClientConfig(options));
  const getOne = async ([name]: readonly string[]): Promise<readonly SecretEntry[]> => {
    try {
      return [await client.send(new GetSecretValueCommand({ SecretId: name }))];
    } catch (error) {
      if (error instanceof Error && isAbsence(error.name)) return [];
      throw error;
    }
  };
  const getBatch = async (names: readonly string[]): Promise<readonly SecretEntry[]> => {
    const command = new BatchGetSecretValueCommand({ SecretIdList: [...names] });
    const { SecretValues = [], Errors = [] } = await client.send(command);
    // A name that failed for the moment is not absent: it is asked for again, alone.
    const unclear = Errors.flatMap(({ SecretId, ErrorCode = '' }) =>
      SecretId === undefined || isAbsence(ErrorCode) ? [] : [SecretId],
    );
    return [...SecretValues, ...(await inBatches(unclear, 1, getOne))];
  };
  return (names) =>
    orUnavailable(async () => {
      const found = await inBatches(names, MAX_NAMES, async (batch) => {
        try {
          return await getBatch(batch);
        } catch (error) {
          if (!isDenied(error)) throw error;
          return inBatches(batch, 1, getOne);
        }
      });
      return new Map(found.flatMap(toEntry));
    });
}

function toEntry({ Name, SecretString, CreatedDate }: SecretEntry): [string, StoredValue][] {
  if (Name === undefined || SecretString === undefined) return [];
  return [[Name, { value: new Secret(SecretString), lastModified: CreatedDate }]];
}

/** Writes a new version of a secret, and the secret itself if there is none. */
export async function writeSecret(
  name: string,
  value: string,
  options: WriteOptions = {},
): Promise<void> {
  const client = new SecretsManagerClient(toClientConfig(options.client ?? {}));
  try {
    await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: value }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await create(name, value, options);
  }
}

/** Writes a new secret; false, and nothing changed, if there is one of this name. */
export async function addSecret(
  name: string,
  value: string,
  options: WriteOptions = {},
): Promise<boolean> {
  try {
    await create(name, value, options);
    return true;
  } catch (error) {
    if (error instanceof ResourceExistsException) return false;
    throw error;
  }
}

async function create(name: string, value: string, options: WriteOptions): Promise<void> {
  const key = options.kmsKey === undefined ? {} : { KmsKeyId: options.kmsKey };
  await new SecretsManagerClient(toClientConfig(options.client ?? {})).send(
    new CreateSecretCommand({ Name: name, SecretString: value, ...key }),
  );
}

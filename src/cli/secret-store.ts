import { addParameter, createParameterStore, writeParameter } from '../aws/parameter-store.ts';
import { addSecret, createSecretsManager, writeSecret } from '../aws/secrets-manager.ts';
import type { StoreClientOptions, WriteOptions } from '../aws/store-calls.ts';
import { sharedNamespace } from '../settings/read-environment.ts';
import type { ReadStore } from '../settings/store.ts';
import { awsOptions, REGION_OPTION, type AwsService } from './aws-access.ts';
import { textOption, UsageError, type CommandCall, type CommandOption } from './command.ts';

export const STORE_OPTIONS = {
  region: REGION_OPTION,
  store: {
    type: 'string',
    placeholder: 'STORE',
    description: 'ssm (Parameter Store) or secrets-manager',
    default: 'ssm',
  },
} as const satisfies Record<string, CommandOption>;

export const WRITE_OPTIONS = {
  ...STORE_OPTIONS,
  'kms-key': {
    type: 'string',
    placeholder: 'KEY',
    description: 'id, ARN or alias of the key that encrypts; absent: the one AWS keeps',
  },
  json: { type: 'boolean', description: 'the result as JSON' },
} as const satisfies Record<string, CommandOption>;

/** Where secrets of a deployment lie, used as the person at the terminal. */
export interface SecretStore {
  readonly read: ReadStore;
  /** False, and nothing changed, if there is one of this name. */
  readonly add: (name: string, value: string) => Promise<boolean>;
  /** Also over one that is there. */
  readonly write: (name: string, value: string) => Promise<void>;
  /** What a person needs to write. */
  readonly permission: string;
}

export function isSecretsManager(call: CommandCall): boolean {
  const store = textOption(call, 'store');
  if (store === 'secrets-manager') return true;
  if (store === 'ssm') return false;
  throw new UsageError('--store must be ssm or secrets-manager');
}

export function openSecretStore(call: CommandCall): SecretStore {
  const kmsKey = textOption(call, 'kms-key');
  const optionsFor = (
    service: AwsService,
  ): WriteOptions & { readonly client: StoreClientOptions } => ({
    client: awsOptions(call, service),
    ...(kmsKey === undefined ? {} : { kmsKey }),
  });
  if (isSecretsManager(call)) {
    const options = optionsFor('SECRETS_MANAGER');
    return {
      read: createSecretsManager(options.client),
      add: (name, value) => addSecret(name, value, options),
      write: (name, value) => writeSecret(name, value, options),
      permission: 'secretsmanager:CreateSecret and secretsmanager:PutSecretValue',
    };
  }
  const options = optionsFor('SSM');
  return {
    read: createParameterStore(options.client),
    add: (name, value) => addParameter(name, value, options),
    write: (name, value) => writeParameter(name, value, options),
    permission: 'ssm:PutParameter',
  };
}

/** The text in front of the property names, as the functions read it; it may be empty, but it must be said. */
export function prefixOption(call: CommandCall): string {
  const prefix = textOption(call, 'prefix');
  if (prefix === undefined) throw new UsageError('--prefix is missing');
  return sharedNamespace({ PATH_TO_SHARED_CONFIG: prefix });
}

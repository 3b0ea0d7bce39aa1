import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { Secret } from '../secret.ts';
import { isAbsence, isDenied, toClientConfig, type StoreClientOptions } from './store-calls.ts';

/** What one name gives whoever asks. */
export type Probe =
  | { readonly kind: 'found'; readonly value: Secret }
  | { readonly kind: 'absent' }
  | { readonly kind: 'denied' };

/** Looks at one name; throws what the SDK throws if the store fails. */
export type ProbeStore = (name: string) => Promise<Probe>;

export function createParameterProbe(options: StoreClientOptions): ProbeStore {
  const client = new SSMClient(toClientConfig(options));
  return probe(async (name) => {
    const command = new GetParametersCommand({ Names: [name], WithDecryption: true });
    return (await client.send(command)).Parameters?.[0]?.Value;
  });
}

export function createSecretProbe(options: StoreClientOptions): ProbeStore {
  const client = new SecretsManagerClient(toClientConfig(options));
  return probe(
    async (name) => (await client.send(new GetSecretValueCommand({ SecretId: name }))).SecretString,
  );
}

function probe(read: (name: string) => Promise<string | undefined>): ProbeStore {
  return async (name) => {
    try {
      const value = await read(name);
      return value === undefined ? { kind: 'absent' } : { kind: 'found', value: new Secret(value) };
    } catch (error) {
      if (isDenied(error)) return { kind: 'denied' };
      if (error instanceof Error && isAbsence(error.name)) return { kind: 'absent' };
      throw error;
    }
  };
}

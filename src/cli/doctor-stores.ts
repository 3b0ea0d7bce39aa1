import { createParameterProbe, createSecretProbe, type ProbeStore } from '../aws/probe-stores.ts';
import { createParameterStore } from '../aws/parameter-store.ts';
import { createSecretsManager } from '../aws/secrets-manager.ts';
import {
  instanceNamespace,
  isUnfilled,
  sharedNamespace,
  type Environment,
} from '../settings/read-environment.ts';
import type { Stores } from '../settings/stored-values.ts';
import { awsOptions, explainAwsError } from './aws-access.ts';
import { textOption, type CommandCall, type CommandOption } from './command.ts';
import type { Finding } from './findings.ts';
import { remedyOfMissing, type SecretPlaces } from './health-findings.ts';
import { isSecretsManager } from './secret-store.ts';

export const NAMESPACE_OPTIONS = {
  prefix: {
    type: 'string',
    placeholder: 'NAMESPACE',
    description: 'of the function in the store: PATH_TO_INSTANCE_CONFIG',
  },
  'shared-prefix': {
    type: 'string',
    placeholder: 'NAMESPACE',
    description: 'of salt and key: PATH_TO_SHARED_CONFIG',
  },
  store: {
    type: 'string',
    placeholder: 'STORE',
    description: 'ssm (Parameter Store) or secrets-manager; absent: SECRETS_STORE, or ssm',
  },
} as const satisfies Record<string, CommandOption>;

/** The settings of the function, as far as this machine knows them. */
export function functionEnvironment(call: CommandCall): Environment {
  const { environment } = call.terminal;
  const prefix = textOption(call, 'prefix');
  const shared = textOption(call, 'shared-prefix');
  const store = textOption(call, 'store');
  return {
    SOURCE: 'zoom',
    ...environment,
    ...(prefix === undefined ? {} : { PATH_TO_INSTANCE_CONFIG: prefix }),
    ...(shared === undefined ? {} : { PATH_TO_SHARED_CONFIG: shared }),
    ...(store === undefined
      ? {}
      : {
          SECRETS_STORE: isSecretsManager(call) ? 'AWS_SECRETS_MANAGER' : 'AWS_SSM_PARAMETER_STORE',
        }),
  };
}

/** Without a namespace nothing tells which names of the store are meant. */
export function knowsNamespace(environment: Environment): boolean {
  return ['PATH_TO_INSTANCE_CONFIG', 'PATH_TO_SHARED_CONFIG'].some(
    (name) => (environment[name] ?? '') !== '',
  );
}

/** The stores of the function, read as the person at the terminal. */
export function storesFor(environment: Environment, call: CommandCall): Stores {
  return {
    parameters: createParameterStore(awsOptions(call, 'SSM')),
    secrets: usesSecretsManager(environment)
      ? createSecretsManager(awsOptions(call, 'SECRETS_MANAGER'))
      : undefined,
  };
}

function usesSecretsManager(environment: Environment): boolean {
  return environment['SECRETS_STORE'] === 'AWS_SECRETS_MANAGER';
}

/** Why each property is missing, seen with the eyes of this person: not there, a placeholder, forbidden, or only hidden from the function. */
export async function explainMissing(
  missing: readonly string[],
  call: CommandCall,
): Promise<readonly Finding[]> {
  const environment = functionEnvironment(call);
  const probe = usesSecretsManager(environment)
    ? createSecretProbe(awsOptions(call, 'SECRETS_MANAGER'))
    : createParameterProbe(awsOptions(call, 'SSM'));
  const places = { environment, probe, commands: secretPlaces(environment, call) };
  return Promise.all(missing.map((name) => explainOne(name, places)));
}

interface Places {
  readonly environment: Environment;
  readonly probe: ProbeStore;
  readonly commands: SecretPlaces;
}

function secretPlaces(environment: Environment, call: CommandCall): SecretPlaces {
  const region = textOption(call, 'region');
  return {
    instance:
      (environment['PATH_TO_INSTANCE_CONFIG'] ?? '') === ''
        ? undefined
        : instanceNamespace(environment),
    shared:
      environment['PATH_TO_SHARED_CONFIG'] === undefined ? undefined : sharedNamespace(environment),
    options: [
      ...(region === undefined ? [] : ['--region', region]),
      ...(usesSecretsManager(environment) ? ['--store', 'secrets-manager'] : []),
    ],
  };
}

async function explainOne(
  name: string,
  { environment, probe, commands }: Places,
): Promise<Finding> {
  const instance = instanceNamespace(environment);
  const shared = sharedNamespace(environment);
  const names = [`${instance}${name}`, `${shared}${name}`];
  const finding = { check: 'parameters', status: 'failed' } as const;
  const remedy = remedyOfMissing(name, commands);
  try {
    const probes = await Promise.all(
      names.map(async (fullName) => ({ fullName, probe: await probe(fullName) })),
    );
    const found = probes.flatMap(({ fullName, probe: one }) =>
      one.kind === 'found' ? [{ fullName, isFilled: !isUnfilled(one.value.reveal()) }] : [],
    );
    const filled = found.find(({ isFilled }) => isFilled);
    if (filled !== undefined) return { ...finding, ...hiddenFromFunction(filled.fullName) };
    const [placeholder] = found;
    if (placeholder !== undefined) {
      return { ...finding, detail: `${placeholder.fullName} holds only a placeholder`, remedy };
    }
    const denied = probes.find(({ probe: one }) => one.kind === 'denied');
    if (denied === undefined) {
      return { ...finding, detail: `neither ${names.join(' nor ')} exists`, remedy };
    }
    return {
      ...finding,
      detail: `${name} is missing, and you may not look at ${denied.fullName}`,
      remedy: `${remedy}, or ask for ssm:GetParameters (secretsmanager:GetSecretValue) to look`,
    };
  } catch (error) {
    const reason = explainAwsError(error, 'ssm:GetParameters');
    return { ...finding, detail: `${name} is missing`, remedy: `${remedy} (${reason})` };
  }
}

function hiddenFromFunction(fullName: string): Pick<Finding, 'detail' | 'remedy'> {
  return {
    detail: `${fullName} is filled in, but the function does not see it`,
    remedy:
      'wait 30 seconds and look again; if it stays, its role or its PATH_TO_… settings do not fit: terraform apply',
  };
}

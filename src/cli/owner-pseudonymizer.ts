import { createPseudonymizer } from '../pseudonym/create-pseudonymizer.ts';
import type { Pseudonymizer, PseudonymSettings } from '../pseudonym/pseudonymizer.ts';
import { readEnvironment, type Settings } from '../settings/read-environment.ts';
import { toPseudonymSettings } from '../settings/pseudonym-settings.ts';
import type { ReadStore } from '../settings/store.ts';
import { createStoredValues } from '../settings/stored-values.ts';
import { explainAwsError } from './aws-access.ts';
import {
  CommandFailure,
  textOption,
  UsageError,
  type CommandCall,
  type CommandOption,
} from './command.ts';
import { isSecretsManager, openSecretStore, STORE_OPTIONS } from './secret-store.ts';

const SECRETS = [
  'PSOXY_SALT',
  'PSOXY_ENCRYPTION_KEY',
  'SALT_IP',
  'ENCRYPTION_KEY_IP',
  'SALT_EMAIL_DOMAINS',
  'ENCRYPTION_KEY_EMAIL_DOMAINS',
] as const;

/** Where the owner of the data has salt and key. */
export const OWNER_OPTIONS = {
  prefix: {
    type: 'string',
    placeholder: 'NAMESPACE',
    description: 'reads salt and key from the store, by this text in front of PSOXY_SALT',
  },
  ...STORE_OPTIONS,
  json: { type: 'boolean', description: 'the result as JSON' },
} as const satisfies Record<string, CommandOption>;

/** Pseudonyms as the deployed function makes them; salt and key from the environment, or from the store if `--prefix` is given. */
export async function readPseudonymizer(call: CommandCall): Promise<Pseudonymizer> {
  // Pseudonyms are the same in every function; of an API nothing is required but its source.
  const read = readEnvironment({ SOURCE: 'zoom', ...call.terminal.environment }, 'api');
  if (read.kind === 'problems') throw new UsageError(read.problems.join('\n'));
  return createPseudonymizer(await readPseudonymSettings(call, read.settings));
}

/** Salts and keys beside what the environment says of pseudonyms. Throws UsageError. */
export async function readPseudonymSettings(
  call: CommandCall,
  settings: Settings,
): Promise<PseudonymSettings> {
  const { environment } = call.terminal;
  const values = await createStoredValues(
    { ...environment, PATH_TO_SHARED_CONFIG: textOption(call, 'prefix') },
    storesOf(call),
  )(SECRETS, 'together').catch((error: unknown) => {
    throw new CommandFailure(explainAwsError(error, 'ssm:GetParameters'));
  });
  const checked = toPseudonymSettings(settings, values.value);
  if (checked.kind === 'settings') return checked.settings;
  const hint =
    'set PSOXY_SALT (and PSOXY_ENCRYPTION_KEY) as the function has them, or name --prefix';
  throw new UsageError([...checked.problems, hint].join('\n'));
}

const NOTHING: ReadStore = () => Promise.resolve(new Map());

function storesOf(call: CommandCall): Parameters<typeof createStoredValues>[1] {
  if (textOption(call, 'prefix') === undefined) return { parameters: NOTHING, secrets: undefined };
  const { read } = openSecretStore(call);
  return isSecretsManager(call)
    ? { parameters: NOTHING, secrets: read }
    : { parameters: read, secrets: undefined };
}

/** The words of the call, or the lines of standard input for `-`, so that no identifier has to stand in a shell history. */
export async function readTexts(call: CommandCall, what: string): Promise<readonly string[]> {
  const { positionals, terminal } = call;
  if (positionals.length === 0) throw new UsageError(`name at least one ${what}, or - for stdin`);
  if (positionals.length > 1 || positionals[0] !== '-') return positionals;
  const { text } = await import('node:stream/consumers');
  return (await text(terminal.stdin)).split(/\r?\n/).filter((line) => line !== '');
}

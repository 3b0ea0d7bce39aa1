import { randomBytes } from 'node:crypto';
import { saltSha256Hash } from '../../pseudonym/keyed-hash.ts';
import { Secret } from '../../secret.ts';
import { isUnfilled } from '../../settings/read-environment.ts';
import { explainAwsError } from '../aws-access.ts';
import { UsageError, type Command, type CommandCall } from '../command.ts';
import { openSecretStore, prefixOption, WRITE_OPTIONS, type SecretStore } from '../secret-store.ts';

const SALT = 'PSOXY_SALT';
const NAMES = [SALT, 'PSOXY_ENCRYPTION_KEY'] as const;
const BYTES = 32;

export const secretsInit: Command = {
  summary: 'writes salt and encryption key, strong and random, once; never over what is there',
  positionals: '',
  example: 'scrim secrets init --prefix /scrim/acme/ --region eu-central-1',
  options: {
    prefix: {
      type: 'string',
      placeholder: 'NAMESPACE',
      description: 'text in front of PSOXY_SALT: PATH_TO_SHARED_CONFIG of the functions',
    },
    ...WRITE_OPTIONS,
  },
  async run(call) {
    if (call.positionals.length > 0) throw new UsageError('it takes no words but options');
    const prefix = prefixOption(call);
    const store = openSecretStore(call);
    const written: Written[] = [];
    try {
      for (const name of NAMES) written.push(await writeOnce(`${prefix}${name}`, store));
    } catch (error) {
      show(written, undefined, call);
      call.terminal.stderr.write(
        `scrim secrets init: ${explainAwsError(error, store.permission)}\n`,
      );
      return 1;
    }
    const hash = saltHash(written, `${prefix}${SALT}`);
    show(written, hash, call);
    return advise(written, hash, call);
  },
};

interface Written {
  readonly name: string;
  readonly result: 'written' | 'exists';
  /** Of an existing one only if this person may read it. */
  readonly value: Secret | undefined;
}

async function writeOnce(name: string, store: SecretStore): Promise<Written> {
  const value = new Secret(randomBytes(BYTES).toString('base64url'));
  if (await store.add(name, value.reveal())) return { name, result: 'written', value };
  // Writing is what was asked for; reading only serves the hash and a hint.
  const found = await store.read([name]).catch(() => undefined);
  return { name, result: 'exists', value: found?.get(name)?.value };
}

function saltHash(written: readonly Written[], saltName: string): string | undefined {
  const salt = written.find(({ name }) => name === saltName)?.value;
  return salt === undefined || isUnfilled(salt.reveal()) ? undefined : saltSha256Hash(salt);
}

function show(
  written: readonly Written[],
  hash: string | undefined,
  { values, terminal }: CommandCall,
): void {
  if (values['json'] === true) {
    const names = written.map(({ name, result }) => ({ name, result }));
    terminal.stdout.write(`${JSON.stringify({ names, saltSha256Hash: hash })}\n`);
    return;
  }
  for (const { name, result } of written) {
    terminal.stdout.write(
      result === 'written' ? `written  ${name}\n` : `exists   ${name}  (left as it is)\n`,
    );
  }
  if (hash !== undefined) terminal.stdout.write(`saltSha256Hash  ${hash}\n`);
}

/** What a person should know now. A placeholder that is left means that nothing works yet. */
function advise(
  written: readonly Written[],
  hash: string | undefined,
  { terminal: { stderr } }: CommandCall,
): 0 | 1 {
  const placeholders = written.filter(
    ({ value }) => value !== undefined && isUnfilled(value.reveal()),
  );
  for (const { name } of placeholders) {
    stderr.write(`${name} holds only a placeholder: delete it and run this command again.\n`);
  }
  if (placeholders.length > 0) return 1;
  if (hash === undefined) stderr.write('The salt is there, but you may not read it.\n');
  stderr.write(
    'Every pseudonym depends on the salt: keep it for as long as anyone compares pseudonyms.\n',
  );
  return 0;
}

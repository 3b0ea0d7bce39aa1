import { createUndiciUpstream } from '../../http/undici-upstream.ts';
import { Secret } from '../../secret.ts';
import { settingsTable } from '../../settings.ts';
import { isUnfilled } from '../../settings/read-environment.ts';
import {
  createMint,
  type MintOutcome,
  type ZoomCredentials,
} from '../../sources/zoom/token-request.ts';
import { version } from '../../version.ts';
import { explainAwsError } from '../aws-access.ts';
import { UsageError, type Command, type CommandCall, type ExitCode } from '../command.ts';
import { createPrompter, type Prompter } from '../prompter.ts';
import { credentialRemedies } from '../remedies.ts';
import { openSecretStore, prefixOption, WRITE_OPTIONS } from '../secret-store.ts';
import { TOKEN_URL_OPTION, tokenUrlOption } from '../token-url.ts';

const TIMEOUT_MS = 15_000;

export const secretsSet: Command = {
  summary: 'asks for the credentials of a source, proves them and stores them',
  positionals: 'zoom',
  example: 'scrim secrets set zoom --prefix /scrim/acme/ZOOM_ --region eu-central-1',
  options: {
    prefix: {
      type: 'string',
      placeholder: 'NAMESPACE',
      description: 'text in front of CLIENT_ID: PATH_TO_INSTANCE_CONFIG of the function',
    },
    ...WRITE_OPTIONS,
    'token-url': TOKEN_URL_OPTION,
    unproven: {
      type: 'boolean',
      description: 'stores without asking Zoom, where this machine cannot reach it',
    },
  },
  async run(call) {
    const [source, ...more] = call.positionals;
    if (source !== 'zoom' || more.length > 0) throw new UsageError('name the source: zoom');
    const prefix = prefixOption(call);
    const endpoint = tokenUrlOption(call) ?? settingsTable.REFRESH_ENDPOINT.fallback;
    const store = openSecretStore(call);
    const credentials = await askForCredentials(call);
    if (call.values['unproven'] !== true) {
      const outcome = await prove(credentials, endpoint);
      if (outcome.kind === 'failed') return refuse(outcome, call);
    }
    const values = [
      ['ACCOUNT_ID', credentials.accountId],
      ['CLIENT_ID', credentials.clientId],
      ['CLIENT_SECRET', credentials.clientSecret.reveal()],
    ] as const;
    const stored: string[] = [];
    try {
      for (const [name, value] of values) {
        await store.write(`${prefix}${name}`, value);
        stored.push(`${prefix}${name}`);
      }
    } catch (error) {
      show(stored, call);
      const reason = explainAwsError(error, store.permission);
      call.terminal.stderr.write(`scrim secrets set: ${reason}; run it again afterwards\n`);
      return 1;
    }
    show(stored, call);
    call.terminal.stderr.write('The proxy reads them within 5 minutes.\n');
    return 0;
  },
};

async function askForCredentials(call: CommandCall): Promise<ZoomCredentials> {
  const prompter = createPrompter(call.terminal);
  try {
    return {
      accountId: await ask(prompter, 'Account ID'),
      clientId: await ask(prompter, 'Client ID'),
      clientSecret: new Secret(await ask(prompter, 'Client secret')),
    };
  } finally {
    prompter.close();
  }
}

/** One value, without the blanks and quotes that come along with a copy. */
async function ask(prompter: Prompter, label: string): Promise<string> {
  const line = await prompter.ask(label);
  if (line === undefined) {
    throw new UsageError('three lines are needed: account id, client id, client secret');
  }
  const value = line
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .trim();
  if (isUnfilled(value)) throw new UsageError(`${label.toLowerCase()} is empty or a placeholder`);
  if (!/^[!-~]+$/.test(value)) {
    throw new UsageError(`${label.toLowerCase()} holds a character that no Zoom credential has`);
  }
  return value;
}

async function prove(credentials: ZoomCredentials, endpoint: string): Promise<MintOutcome> {
  const upstream = createUndiciUpstream({ minTlsVersion: 'TLSv1.3' });
  try {
    return await createMint(upstream, endpoint, `Scrim/${version}`)(credentials, TIMEOUT_MS);
  } finally {
    await upstream.close();
  }
}

function refuse(
  { failure }: Extract<MintOutcome, { kind: 'failed' }>,
  { terminal }: CommandCall,
): ExitCode {
  const { meaning, remedy } = credentialRemedies[failure];
  terminal.stderr.write(`scrim secrets set: nothing was stored. ${meaning} ${remedy}\n`);
  return 1;
}

function show(stored: readonly string[], { values, terminal: { stdout } }: CommandCall): void {
  if (values['json'] === true) stdout.write(`${JSON.stringify({ stored })}\n`);
  else for (const name of stored) stdout.write(`stored  ${name}\n`);
}

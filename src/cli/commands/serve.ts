import { createSecureContext } from 'node:tls';
import {
  UsageError,
  portOption,
  requiredOption,
  textOption,
  type Command,
  type CommandCall,
  type Terminal,
} from '../command.ts';
import { createLocalInstallation, type LocalInstallation } from '../local-installation.ts';
import { startLocalServer } from '../local-server.ts';
import {
  OWN_RULES_MODE_OPTION,
  ownModeOption,
  readRulesFile,
  readTextFile,
  RULES_OPTION,
} from '../rules-file.ts';
import type { RulesMode } from '../../rules/document.ts';
import { createPreview, PREVIEW_PATH } from '../../preview/preview.ts';
import { isLoopbackUrl, toTargetHost, toTokenEndpoint } from '../../settings/target.ts';

export const serve: Command = {
  summary: 'runs the proxy on this machine, in front of Zoom or any --target',
  positionals: '',
  example: 'scrim serve --rules rules/zoom.yaml --env-file zoom.local.env',
  options: {
    rules: RULES_OPTION,
    mode: OWN_RULES_MODE_OPTION,
    source: {
      type: 'string',
      placeholder: 'NAME',
      description: 'the API; absent: SOURCE, or zoom',
    },
    target: {
      type: 'string',
      placeholder: 'URL',
      description: 'of the API, with --token-url; http on loopback only',
    },
    'token-url': {
      type: 'string',
      placeholder: 'URL',
      description: 'where access tokens come from, with --target',
    },
    port: {
      type: 'string',
      placeholder: 'N',
      description: 'to listen on; 0: any',
      default: '8080',
    },
    'tls-cert': { type: 'string', placeholder: 'FILE', description: 'certificate, PEM, for HTTPS' },
    'tls-key': { type: 'string', placeholder: 'FILE', description: 'its private key, PEM' },
  },
  endsInOrder: true,
  async run(call) {
    const { terminal, positionals } = call;
    if (positionals.length > 0) throw new UsageError('it takes no words beside its options');
    const file = requiredOption(call, 'rules');
    const mode = ownModeOption(call);
    const rules = readRulesFile(file, mode);
    if (rules.kind === 'problems') {
      terminal.stderr.write(`${rules.problems.join('\n')}\n`);
      return 2;
    }
    const port = portOption(call, 'port');
    const tls = toTls(call);
    let isListening = false;
    const installation = createLocalInstallation({
      environment: toEnvironment(call, mode),
      rules: rules.text,
      // Until it listens, what is wrong is said in words.
      writeLog: (line) => isListening && terminal.stderr.write(`${line}\n`),
      ...toTarget(call),
    });
    if (!(await isConfigured(installation, terminal))) return 2;
    isListening = true;
    const served = { name: file, text: rules.text, mode };
    const page = createPreview({ rules: [served], examples: [] });
    const server = await startLocalServer({ installation, port, ...(page && { page }), ...tls });
    const preview = page === undefined ? '' : `; preview at ${server.url}${PREVIEW_PATH}`;
    terminal.stdout.write(`Scrim listens on ${server.url}${preview}\n`);
    await stopOf(terminal);
    await server.close();
    await installation.close();
    return 0;
  },
};

function toEnvironment(call: CommandCall, mode: RulesMode): Terminal['environment'] {
  const { environment } = call.terminal;
  const source = textOption(call, 'source') ?? environment['SOURCE'] ?? 'zoom';
  return { ...environment, SOURCE: source, RULES_MODE: mode };
}

/** Says what is missing before anything listens. */
async function isConfigured(
  installation: LocalInstallation,
  { stderr }: Terminal,
): Promise<boolean> {
  const { missingConfigProperties: missing, configurationProblems: problems } =
    await installation.health();
  for (const name of missing)
    stderr.write(`scrim serve: ${name} is missing; see docs/settings.md\n`);
  for (const problem of problems) stderr.write(`scrim serve: ${problem}\n`);
  return missing.length === 0 && problems.length === 0;
}

interface Target {
  readonly target?: { readonly targetBase: string; readonly tokenEndpoint: string };
}

/** Both addresses, so that a token of the real Zoom never goes to a target that is not Zoom. */
function toTarget(call: CommandCall): Target {
  const target = textOption(call, 'target');
  const tokenUrl = textOption(call, 'token-url');
  if (target === undefined && tokenUrl === undefined) return {};
  if (target === undefined || tokenUrl === undefined) {
    throw new UsageError('--target and --token-url go together');
  }
  const targetBase = isLoopbackUrl(target) ? target.replace(/\/+$/, '') : toTargetHost(target);
  const tokenEndpoint = isLoopbackUrl(tokenUrl) ? tokenUrl : toTokenEndpoint(tokenUrl);
  if (targetBase === undefined) throw new UsageError('--target must be https, or http on loopback');
  if (tokenEndpoint === undefined) {
    throw new UsageError('--token-url must be https, or http on loopback');
  }
  return { target: { targetBase, tokenEndpoint } };
}

function toTls(call: CommandCall): { tls?: { cert: string; key: string } } {
  const cert = textOption(call, 'tls-cert');
  const key = textOption(call, 'tls-key');
  if (cert === undefined && key === undefined) return {};
  if (cert === undefined || key === undefined) {
    throw new UsageError('--tls-cert and --tls-key go together');
  }
  const tls = { cert: readTextFile(cert), key: readTextFile(key) };
  try {
    createSecureContext(tls);
  } catch {
    throw new UsageError(
      '--tls-cert and --tls-key must be a certificate and its own key, both PEM',
    );
  }
  return { tls };
}

/** Until the person at the terminal ends it. */
export function stopOf({ stopped }: Terminal): Promise<void> {
  return new Promise((resolve) => {
    if (stopped.aborted) resolve();
    else stopped.addEventListener('abort', () => resolve(), { once: true });
  });
}

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
  modeOption,
  readRulesFile,
  readTextFile,
  RULES_MODE_OPTION,
  RULES_OPTION,
} from '../rules-file.ts';
import { createPreview, PREVIEW_PATH } from '../../preview/preview.ts';
import { isLoopbackUrl, toTargetHost, toTokenEndpoint } from '../../settings/target.ts';

export const serve: Command = {
  summary: 'runs the proxy on this machine, in front of Zoom or any --target',
  positionals: '',
  example: 'scrim serve --rules rules/zoom.yaml --env-file zoom.local.env',
  options: {
    rules: RULES_OPTION,
    mode: RULES_MODE_OPTION,
    source: { type: 'string', placeholder: 'NAME', description: 'the API', default: 'zoom' },
    target: {
      type: 'string',
      placeholder: 'URL',
      description: 'of the API; http on loopback only',
    },
    'token-url': {
      type: 'string',
      placeholder: 'URL',
      description: 'where access tokens come from',
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
  async run(call) {
    const { terminal } = call;
    const file = requiredOption(call, 'rules');
    const rules = readRulesFile(file, modeOption(call));
    if (rules.kind === 'problems') {
      terminal.stderr.write(`${rules.problems.join('\n')}\n`);
      return 2;
    }
    const port = portOption(call, 'port');
    const tls = toTls(call);
    let isListening = false;
    const installation = createLocalInstallation({
      environment: toEnvironment(call),
      rules: readTextFile(file),
      // Until it listens, what is wrong is said in words.
      writeLog: (line) => isListening && terminal.stderr.write(`${line}\n`),
      ...toTarget(call),
    });
    if (!(await isConfigured(installation, terminal))) return 2;
    isListening = true;
    const served = { name: file, text: readTextFile(file), mode: modeOption(call) };
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

function toEnvironment(call: CommandCall): Terminal['environment'] {
  return {
    ...call.terminal.environment,
    SOURCE: requiredOption(call, 'source'),
    RULES_MODE: modeOption(call),
  };
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
  return { tls: { cert: readTextFile(cert), key: readTextFile(key) } };
}

/** Until the person at the terminal ends it. */
export function stopOf({ stopped }: Terminal): Promise<void> {
  return new Promise((resolve) => {
    if (stopped.aborted) resolve();
    else stopped.addEventListener('abort', () => resolve(), { once: true });
  });
}

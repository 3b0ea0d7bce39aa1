import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { portOption, UsageError, type Command, type Terminal } from '../command.ts';
import { DEMO_SECRETS } from '../demo-secrets.ts';
import { indentJson } from '../indent-json.ts';
import { createLocalInstallation } from '../local-installation.ts';
import { startLocalServer, type LocalServer } from '../local-server.ts';
import { stopOf } from './serve.ts';
import { createPreview, PREVIEW_PATH } from '../../preview/preview.ts';
import { shippedContent } from '../../preview/shipped-content.ts';
import { createExampleContent } from '../../../zoom-simulator/example-content.ts';
import { SIMULATED_CREDENTIALS, startZoomSimulator } from '../../../zoom-simulator/simulator.ts';

const root = new URL('../../../', import.meta.url);
const pathOf = (name: string): string => fileURLToPath(new URL(name, root));
const EXAMPLES = 'example-api-responses/zoom';

export const demo: Command = {
  summary: 'runs the proxy in front of a simulated Zoom, offline, and shows what leaves',
  positionals: '',
  example: 'scrim demo --once',
  options: {
    port: {
      type: 'string',
      placeholder: 'N',
      description: 'to listen on; 0: any',
      default: '8080',
    },
    once: { type: 'boolean', description: 'makes one call, shows it and stops' },
    verbose: { type: 'boolean', description: 'shows the log of the proxy on stderr' },
  },
  endsInOrder: true,
  async run(call) {
    const { positionals, terminal, values } = call;
    if (positionals.length > 0) throw new UsageError('it takes no words beside its options');
    const port = values['once'] === true ? 0 : portOption(call, 'port');
    const zoom = await startZoomSimulator({ content: createExampleContent(pathOf(EXAMPLES)) });
    const installation = createLocalInstallation({
      environment: {
        ...DEMO_SECRETS,
        SOURCE: 'zoom',
        ACCOUNT_ID: SIMULATED_CREDENTIALS.accountId,
        CLIENT_ID: SIMULATED_CREDENTIALS.clientId,
        CLIENT_SECRET: SIMULATED_CREDENTIALS.clientSecret,
      },
      rules: readFileSync(pathOf('rules/zoom.yaml'), 'utf8'),
      target: { targetBase: zoom.url, tokenEndpoint: zoom.tokenEndpoint },
      writeLog: (line) => values['verbose'] === true && terminal.stderr.write(`${line}\n`),
    });
    try {
      const page = createPreview(shippedContent());
      const server = await startLocalServer({ installation, port, ...(page && { page }) });
      await showOneCall(server, terminal);
      if (values['once'] !== true) {
        showAddresses(server, zoom.url, terminal);
        await stopOf(terminal);
      }
      await server.close();
    } finally {
      await installation.close();
      await zoom.close();
    }
    return 0;
  },
};

async function showOneCall(server: LocalServer, { stdout }: Terminal): Promise<void> {
  const answer = await fetch(`${server.url}/v2/users`);
  const original = readFileSync(pathOf(`${EXAMPLES}/original/list-users.json`), 'utf8');
  stdout.write(`What the simulated Zoom answers to GET /v2/users:\n\n${original}\n`);
  stdout.write(`What leaves (status ${String(answer.status)}):\n\n`);
  stdout.write(`${indentJson(await answer.text())}\n`);
}

function showAddresses(server: LocalServer, zoomUrl: string, { stdout }: Terminal): void {
  stdout.write(
    [
      `Scrim           ${server.url}`,
      `Preview         ${server.url}${PREVIEW_PATH}   (open it in a browser)`,
      `Simulated Zoom  ${zoomUrl}`,
      '',
      'Try, in another terminal:',
      `  curl ${server.url}/v2/users`,
      `  curl -X DELETE ${server.url}/v2/users/me`,
      `  curl -H 'X-Psoxy-Health-Check: deep' ${server.url}/`,
      '',
      'Ctrl-C ends it.',
      '',
    ].join('\n'),
  );
}

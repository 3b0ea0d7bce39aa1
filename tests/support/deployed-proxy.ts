import { SIMULATED_CREDENTIALS, startZoomSimulator } from '../../zoom-simulator/simulator.ts';
import type { ZoomSimulator } from '../../zoom-simulator/simulator.ts';
import { DEMO_SECRETS } from '../../src/cli/demo-secrets.ts';
import { startFakeAws, type FakeAws } from './fake-aws.ts';
import { exampleContent } from './local-proxy.ts';
import { LOOPBACK_CERTIFICATE, startTlsFront } from './tls-front.ts';

/** All that a deployed proxy talks to, on this machine, with its parameters filled in. */
export interface Surroundings {
  readonly zoom: ZoomSimulator;
  readonly aws: FakeAws;
  /** What Terraform would set, and what points the function here. */
  readonly environment: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

const SHARED = '/scrim/acme/';
const INSTANCE = `${SHARED}ZOOM_`;

/** Names and values of the parameters, as `scrim secrets` fills them. */
export const STORED = {
  [`${INSTANCE}ACCOUNT_ID`]: SIMULATED_CREDENTIALS.accountId,
  [`${INSTANCE}CLIENT_ID`]: SIMULATED_CREDENTIALS.clientId,
  [`${INSTANCE}CLIENT_SECRET`]: SIMULATED_CREDENTIALS.clientSecret,
  [`${SHARED}PSOXY_SALT`]: DEMO_SECRETS.PSOXY_SALT,
  [`${SHARED}PSOXY_ENCRYPTION_KEY`]: DEMO_SECRETS.PSOXY_ENCRYPTION_KEY,
} as const;

export async function startSurroundings(): Promise<Surroundings> {
  const zoom = await startZoomSimulator({ content: exampleContent });
  const front = await startTlsFront(zoom.url);
  const aws = await startFakeAws();
  for (const [name, value] of Object.entries(STORED)) aws.setParameter(name, value);
  return {
    zoom,
    aws,
    environment: {
      ...aws.environment,
      SOURCE: 'zoom',
      SECRETS_STORE: 'AWS_SSM_PARAMETER_STORE',
      PATH_TO_SHARED_CONFIG: SHARED,
      PATH_TO_INSTANCE_CONFIG: INSTANCE,
      TARGET_HOST: front.url,
      REFRESH_ENDPOINT: `${front.url}/oauth/token`,
      BUNDLE_FILENAME: 'api.zip',
      NODE_EXTRA_CA_CERTS: LOOPBACK_CERTIFICATE,
    },
    close: async () => {
      await Promise.all([front.close(), zoom.close(), aws.close()]);
    },
  };
}

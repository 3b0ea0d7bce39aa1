import type { ClientAccess, Source, TokenOutcome } from './ports.ts';
import type { ProxyRequest } from './request.ts';

/** What may be told of an installation: no secret, no name of a person. Keys are those of the answer. */
export interface HealthFacts {
  readonly source: Source | undefined;
  readonly missingConfigProperties: readonly string[];
  readonly configurationProblems: readonly string[];
  readonly configuredSource: string | undefined;
  readonly hasValidSalt: boolean;
  readonly saltSha256Hash: string | undefined;
  readonly version: string;
  /** The fields of docs/api.md, "Health check", that are the same for every caller. */
  readonly report: Readonly<Record<string, unknown>>;
}

export interface HealthReport {
  readonly passed: boolean;
  readonly saltSha256Hash: string | undefined;
  /** One JSON object with sorted keys and a final CRLF. */
  readonly body: string;
}

const DEEP_TIMEOUT_MS = 20_000;

/** Tells a client whether the proxy is ready, and why not. Never calls the source; `deep` proves the credentials. */
export async function checkHealth(
  request: ProxyRequest,
  access: ClientAccess,
  readFacts: () => Promise<HealthFacts>,
): Promise<HealthReport> {
  const facts = await readFacts();
  const callerIp = request.clientIp ?? 'unknown';
  // Privacy: to a stranger the proxy says no more than that he is one.
  if (!access.allows(request.clientIp)) {
    const { version } = facts;
    const body = toBody({ callerIp, clientIpAuthorized: false, version: `v${version}` });
    return { passed: false, saltSha256Hash: undefined, body };
  }
  const isDeep = request.headers.get('x-psoxy-health-check')?.trim().toLowerCase() === 'deep';
  const proof = isDeep ? await facts.source?.prove(DEEP_TIMEOUT_MS) : undefined;
  const credentials = proof && credentialsOf(proof);
  const passed =
    facts.configuredSource !== undefined &&
    facts.hasValidSalt &&
    facts.missingConfigProperties.length === 0 &&
    facts.configurationProblems.length === 0 &&
    (!isDeep || credentials === 'ok');
  const body = toBody({
    ...facts.report,
    callerIp,
    ...(access.isOpen ? {} : { clientIpAuthorized: true }),
    configurationProblems: facts.configurationProblems,
    configuredSource: facts.configuredSource,
    missingConfigProperties: facts.missingConfigProperties,
    nonDefaultSalt: facts.hasValidSalt,
    saltSha256Hash: facts.saltSha256Hash,
    sourceCredentials: credentials,
    userAgent: request.headers.get('user-agent')?.slice(0, 128),
    version: `v${facts.version}`,
  });
  return { passed, saltSha256Hash: facts.saltSha256Hash, body };
}

/** Absent where credentials are missing: then `missingConfigProperties` says it. */
function credentialsOf(proof: TokenOutcome): string | undefined {
  if (proof.kind === 'token') return 'ok';
  return proof.failure === 'missing' ? undefined : proof.failure;
}

function toBody(fields: Readonly<Record<string, unknown>>): string {
  const sorted = Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted))}\r\n`;
}

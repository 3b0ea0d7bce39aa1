import { assumeRole, ownKeys, type AwsKeys, type RoleToAssume } from '../aws/caller.ts';
import { signRequest } from '../aws/sign-request.ts';
import { createUndiciUpstream } from '../http/undici-upstream.ts';
import type { UpstreamResult } from '../proxy/ports.ts';
import { version } from '../version.ts';
import { awsOptions, explainAwsError, REGION_OPTION } from './aws-access.ts';
import { textOption, UsageError, type CommandCall, type CommandOption } from './command.ts';
import { targetOf, type ProxyAddress } from './proxy-address.ts';

/** Longer than any proxy works on one request. */
const TIMEOUT_MS = 910_000;
/** More than Lambda can answer. */
const MAX_BYTES = 64 * 1024 * 1024;

export const CALL_OPTIONS = {
  role: { type: 'string', placeholder: 'ARN', description: 'role to call as' },
  'external-id': {
    type: 'string',
    placeholder: 'TEXT',
    description: 'that the trust of the role asks for',
  },
  region: REGION_OPTION,
  service: {
    type: 'string',
    placeholder: 'NAME',
    description: 'lambda or execute-api, where the host does not tell (a domain of your own)',
  },
} as const satisfies Record<string, CommandOption>;

export interface ProxyAnswer {
  readonly kind: 'answer';
  readonly status: number;
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export type CallOutcome = ProxyAnswer | { readonly kind: 'failed'; readonly problem: string };

export interface ProxyCall {
  readonly method: 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
}

/** Asks for the health check, with the credentials of the source proved. */
export const HEALTH_CALL: ProxyCall = {
  method: 'GET',
  headers: { 'x-psoxy-health-check': 'deep' },
};

/** One signed call to a deployed proxy. */
export async function callProxy(
  address: ProxyAddress,
  { method, headers }: ProxyCall,
  call: CommandCall,
): Promise<CallOutcome> {
  const region = address.region ?? awsOptions(call, 'STS').region;
  if (region === undefined) throw new UsageError('--region is missing: the host does not tell it');
  const role = roleOption(call);
  let keys: AwsKeys;
  try {
    const options = { region, ...awsOptions(call, 'STS') };
    keys = await (role === undefined ? ownKeys(options) : assumeRole(options, role));
  } catch (error) {
    return { kind: 'failed', problem: explainAwsError(error, 'sts:AssumeRole on this role') };
  }
  const request = {
    ...address,
    method,
    headers: { ...headers, 'user-agent': `scrim-call/${version}` },
  };
  const signed = await signRequest(request, { keys, service: address.service, region });
  const upstream = createUndiciUpstream({ minTlsVersion: 'TLSv1.2' });
  try {
    return toOutcome(
      await upstream.send({
        method,
        url: `${address.origin}${targetOf(address)}`,
        headers: Object.entries({ ...signed, 'accept-encoding': 'gzip' }),
        body: undefined,
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_BYTES,
      }),
    );
  } finally {
    await upstream.close();
  }
}

function roleOption(call: CommandCall): RoleToAssume | undefined {
  const arn = textOption(call, 'role');
  if (arn === undefined) return undefined;
  if (!/^arn:[a-z-]+:iam::\d{12}:role\/\S+$/.test(arn)) {
    throw new UsageError('--role must be the ARN of a role: arn:aws:iam::…:role/…');
  }
  return { arn, externalId: textOption(call, 'external-id') };
}

function toOutcome(result: UpstreamResult): CallOutcome {
  switch (result.kind) {
    case 'answer': {
      const { status, headers, body } = result;
      return { kind: 'answer', status, headers, body: new TextDecoder().decode(body.bytes()) };
    }
    case 'no-connection':
      return { kind: 'failed', problem: 'no connection: check the URL and the network' };
    case 'cut':
      return { kind: 'failed', problem: 'the connection ended in the middle of the answer' };
    case 'timeout':
      return { kind: 'failed', problem: 'no answer in 15 minutes' };
    case 'too-large':
    case 'unreadable':
      return { kind: 'failed', problem: 'the answer is none of Scrim: check the URL' };
    default:
      return result satisfies never;
  }
}

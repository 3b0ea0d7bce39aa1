import type { ErrorCode } from '../errors.ts';
import type {
  AccessToken,
  Clock,
  Source,
  TokenFailure,
  Upstream,
  UpstreamAnswer,
  UpstreamCall,
  UpstreamResult,
} from './ports.ts';
import { refuse, type Refusal } from './outcome.ts';

/** A call without its access token and time. */
export type SourceCall = Pick<UpstreamCall, 'method' | 'url' | 'headers' | 'body' | 'maxBytes'>;

export interface CallParts {
  readonly source: Source;
  readonly upstream: Upstream;
  readonly clock: Clock;
  /** When everything must be over. */
  readonly deadline: number;
  /** Told what was done, for the log. */
  readonly trace: CallTrace;
}

/** What the calls of one request cost. */
export interface CallTrace {
  calls: number;
  retriedAfter: 'connection' | 'token' | undefined;
  sourceMs: number;
  tokenMinted: boolean;
}

const MAX_CALLS = 3;
/** Repeating these changes nothing, so they may be sent again although the source may have seen them. */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Calls the source with a valid token: one more try after a broken connection, one with a new token after a 401. */
export async function callSource(
  call: SourceCall,
  parts: CallParts,
): Promise<UpstreamAnswer | Refusal> {
  let token = await tokenFor(parts);
  let hasNewToken = false;
  let hasReconnected = false;
  for (let number = 1; ; number += 1) {
    if (token.kind === 'refused') return token;
    const result = await send(call, token.token, parts);
    const isLast = number === MAX_CALLS;
    if (result.kind === 'answer' && result.status === 401 && !hasNewToken && !isLast) {
      parts.source.forget(token.token);
      hasNewToken = true;
      parts.trace.retriedAfter = 'token';
      token = await tokenFor(parts);
    } else if (mayReconnect(result, call.method) && !hasReconnected && !isLast) {
      hasReconnected = true;
      parts.trace.retriedAfter = 'connection';
    } else {
      return result.kind === 'answer' ? result : refuse(codeOf(result));
    }
  }
}

type Failure = Exclude<UpstreamResult, { kind: 'answer' }>;

function mayReconnect(result: UpstreamResult, method: string): boolean {
  if (result.kind !== 'no-connection') return false;
  return !result.connected || SAFE_METHODS.has(method);
}

async function send(
  call: SourceCall,
  token: AccessToken,
  { upstream, clock, deadline, trace }: CallParts,
): Promise<UpstreamResult> {
  const started = clock();
  if (started >= deadline) return { kind: 'timeout' };
  trace.calls += 1;
  const result = await upstream.send({
    ...call,
    headers: [...call.headers, ['Authorization', token.authorization()]],
    timeoutMs: deadline - started,
  });
  trace.sourceMs += clock() - started;
  return result;
}

async function tokenFor({
  source,
  clock,
  deadline,
  trace,
}: CallParts): Promise<{ readonly kind: 'token'; readonly token: AccessToken } | Refusal> {
  const outcome = await source.token(deadline - clock());
  if (outcome.kind === 'failed') return refuse(TOKEN_CODES[outcome.failure]);
  trace.tokenMinted ||= outcome.minted;
  return outcome;
}

const TOKEN_CODES = {
  missing: 'CONNECTION_SETUP',
  invalid_client: 'CONNECTION_SETUP',
  invalid_account: 'CONNECTION_SETUP',
  unreachable: 'NETWORK_EGRESS_BLOCKED',
} as const satisfies Record<TokenFailure, ErrorCode>;

function codeOf(failure: Failure): ErrorCode {
  switch (failure.kind) {
    case 'no-connection':
    case 'cut':
      return 'CONNECTION_TO_SOURCE';
    case 'timeout':
      return 'SOURCE_API_READ_TIMEOUT';
    case 'too-large':
      return 'SOURCE_RESPONSE_TOO_LARGE';
    case 'unreadable':
      return 'UNSANITIZABLE_RESPONSE';
    default:
      return failure satisfies never;
  }
}

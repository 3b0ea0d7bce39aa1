import { ScrimError } from '../errors.ts';
import { toAnswer, type Answer } from './answer.ts';
import { callSource } from './call-source.ts';
import { classifyAnswer } from './classify-answer.ts';
import { checkHealth } from './health.ts';
import type { Installation, Ready } from './installation.ts';
import { toNormalRequest } from './normal-form.ts';
import { refuse, type Outcome, type Refusal } from './outcome.ts';
import { startTrace, type Trace } from './record.ts';
import type { ProxyRequest } from './request.ts';
import { toRequestBody } from './request-body.ts';
import { reverseRequest, type ClearRequest } from './reverse-request.ts';
import { headersToPass, trackingIdOf } from './source-headers.ts';

/** Kept back from the time a request has, to answer in. */
const ANSWER_MS = 2000;
const GATEWAY_MS = 29_000;

/** One request from event to answer. Never throws: what nobody expected is UNKNOWN. */
export async function handleRequest(
  request: ProxyRequest,
  installation: Installation,
): Promise<Answer> {
  const trace = startTrace(request, installation.clock());
  const outcome = await decide(request, installation, trace).catch((error: unknown) =>
    toRefusal(error, trace),
  );
  const answer = toAnswer(outcome, trace);
  installation.record({
    trace,
    status: answer.status,
    code: answer.code,
    reason: answer.reason,
    bytesToClient: answer.body.length,
    totalMs: installation.clock() - trace.startedAt,
  });
  return answer;
}

/** The steps in their order; the first that refuses ends the story. */
async function decide(
  request: ProxyRequest,
  installation: Installation,
  trace: Trace,
): Promise<Outcome> {
  if ((request.headers.get('x-forwarded-proto') ?? 'https').toLowerCase() !== 'https') {
    return refuse('HTTPS_REQUIRED');
  }
  const { access } = installation;
  if (request.headers.has('x-psoxy-health-check')) {
    return { kind: 'health', report: await checkHealth(request, access, installation.health) };
  }
  if (!access.allows(request.clientIp)) return refuse('UNAUTHORIZED_IP_ADDRESS');
  const ready = await installation.ready();
  if (ready.kind === 'refused') return ready;
  const clear = admit(request, ready, trace);
  if (clear.kind === 'refused') return clear;
  return exchange(clear, { request, ready, installation, trace });
}

/** Checks a request against the rules, token by token, and turns it into what the source is to see. */
function admit(request: ProxyRequest, ready: Ready, trace: Trace): ClearRequest | Refusal {
  const normal = toNormalRequest(request, ready.prefixes);
  if (normal.kind === 'refused') return normal;
  const body = toRequestBody(request);
  if (body.kind === 'refused') return body;
  const match = ready.policy.match(normal, ready.source.rewriteParameter);
  if (match.kind === 'blocked') return refuse('BLOCKED_BY_RULES', match.reason);
  trace.endpoint = match.endpoint;
  trace.rulesSha = ready.policy.rulesSha;
  if (!match.endpoint.acceptsBody(body)) return refuse('BLOCKED_BY_RULES', 'body');
  const headers = [...request.headers].filter(([name]) => match.endpoint.forwardsHeader(name));
  const { path, query } = normal;
  const { parameters } = match;
  const tokenized = { path, query, parameters, headers, body };
  const clear = reverseRequest(tokenized, ready.pseudonymizer, ready.source);
  if (clear.kind === 'clear') trace.tokensReversed = clear.tokensReversed;
  return clear;
}

interface Scene {
  readonly request: ProxyRequest;
  readonly ready: Ready;
  readonly installation: Installation;
  readonly trace: Trace;
}

/** Calls the source and lets out what the policy makes of its answer. */
async function exchange(
  clear: ClearRequest,
  { request, ready, installation, trace }: Scene,
): Promise<Outcome> {
  const { clock } = installation;
  const method = request.method.toUpperCase();
  const answer = await callSource(
    {
      method,
      url: `${ready.targetBase}${clear.path}${clear.query === '' ? '' : `?${clear.query}`}`,
      headers: headersToSend(clear, request, ready.userAgent),
      body: clear.body,
      maxBytes: ready.maxSourceBytes,
    },
    { ...ready, clock, trace, deadline: trace.startedAt + budgetMs(request, ready) },
  );
  if (answer.kind === 'refused') return answer;
  trace.sourceStatus = answer.status;
  trace.sourceTrackingId = trackingIdOf(answer.headers);
  trace.bytesFromSource = answer.body.byteLength;
  trace.passedHeaders = headersToPass(answer.headers);
  const declaresAtRoot = (name: string): boolean => trace.endpoint?.declaresAtRoot(name) === true;
  const classified = classifyAnswer(answer, method, declaresAtRoot);
  if (classified.kind === 'source-error') trace.sourceCode = classified.sourceCode;
  if (classified.kind !== 'content' || trace.endpoint === undefined) {
    return classified.kind === 'content' ? refuse('UNKNOWN') : classified;
  }
  const started = performance.now();
  const { body, counts } = trace.endpoint.sanitize(classified.text);
  trace.sanitizeMs = performance.now() - started;
  trace.counts = counts;
  return { kind: 'sanitized', status: classified.status, body };
}

/** All that a request may take: its own limit, what the platform grants, what a gateway waits. */
function budgetMs(request: ProxyRequest, { requestTimeoutMs }: Ready): number {
  const gatewayMs = request.isBehindGateway ? GATEWAY_MS : Infinity;
  return Math.min(requestTimeoutMs, request.timeLeftMs, gatewayMs) - ANSWER_MS;
}

/** Nothing of the client but what the rules forward. `Authorization` comes last, with each try. */
function headersToSend(
  clear: ClearRequest,
  request: ProxyRequest,
  userAgent: string,
): readonly (readonly [string, string])[] {
  const isForwarded = (wanted: string): boolean => clear.headers.some(([name]) => name === wanted);
  const contentType = request.headers.get('content-type') ?? 'application/json';
  return [
    ...(isForwarded('accept') ? [] : [['Accept', 'application/json'] as const]),
    ['Accept-Encoding', 'gzip'],
    ...(isForwarded('user-agent') ? [] : [['User-Agent', userAgent] as const]),
    ...(clear.body === undefined || isForwarded('content-type')
      ? []
      : [['Content-Type', contentType] as const]),
    ...clear.headers,
  ];
}

/** Closed by default: whatever was thrown, the caller learns a code. */
function toRefusal(error: unknown, trace: Trace): Refusal {
  if (error instanceof ScrimError) {
    return { kind: 'refused', code: error.code, status: error.status };
  }
  const frames = error instanceof Error ? (error.stack ?? '').split('\n    at ').slice(1, 9) : [];
  trace.unexpected = {
    name: error instanceof Error ? error.constructor.name : typeof error,
    frames,
  };
  return refuse('UNKNOWN');
}

import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { errorTable, type ErrorCode } from '../errors.ts';
import { SanitizedBody } from '../sanitize/sanitized-body.ts';
import { version } from '../version.ts';
import { refuse, type Outcome, type Refusal } from './outcome.ts';
import type { Trace } from './record.ts';

/** What goes back to the platform. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The body is gzip, not text. */
  readonly isGzipped: boolean;
  readonly code: ErrorCode | undefined;
  readonly reason: string | undefined;
}

declare const fixed: unique symbol;
/** Text of our own making: error bodies, envelopes, the health report. */
type FixedBody = string & { readonly [fixed]: true };

/** Privacy: only what the policy sanitized, or our own words. */
type AnswerBody = SanitizedBody | FixedBody;

interface Content {
  readonly status: number;
  readonly body: AnswerBody | undefined;
  readonly code?: ErrorCode;
  readonly reason?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The platform takes 6 MB; what is larger would be lost without a reason. */
const MAX_ANSWER_BYTES = 6_000_000;
const MIN_GZIP_BYTES = 2048;
/** Fastest level: it costs a millisecond where the default costs five. */
const GZIP_LEVEL = 1;

/** The answer of an outcome; one that is too large becomes RESPONSE_TOO_LARGE. */
export function toAnswer(outcome: Outcome, trace: Trace): Answer {
  const answer = encode(toContent(outcome, trace), trace);
  const isTooLarge = eventBytes(answer) > MAX_ANSWER_BYTES;
  return isTooLarge ? encode(toContent(refuse('RESPONSE_TOO_LARGE'), trace), trace) : answer;
}

function toContent(outcome: Outcome, trace: Trace): Content {
  switch (outcome.kind) {
    case 'sanitized':
      return { status: outcome.status, body: outcome.body };
    case 'empty':
      return { status: outcome.status, body: undefined };
    case 'health': {
      const { passed, body, saltSha256Hash } = outcome.report;
      const headers =
        saltSha256Hash === undefined ? {} : { 'X-Psoxy-PII-Salt-Sha256': saltSha256Hash };
      return { status: passed ? 200 : 412, body: toFixedBody(body), headers };
    }
    case 'source-error': {
      const body = toFixedBody(sourceErrorText(outcome));
      return { status: outcome.status, body, code: 'API_ERROR' };
    }
    case 'refused':
      return refusalContent(outcome, trace.request.requestId);
    default:
      return outcome satisfies never;
  }
}

/** What is answered in place of an error of the source. */
export function sourceErrorText({
  sourceCode: code,
  message,
}: Extract<Outcome, { kind: 'source-error' }>): string {
  return JSON.stringify({ code, message });
}

function refusalContent({ code, status, reason }: Refusal, requestId: string): Content {
  const entry = errorTable[code];
  const body = JSON.stringify({ error: code, message: entry.message, reason, requestId });
  return { status: status ?? entry.status, body: toFixedBody(body), code, reason };
}

function toFixedBody(text: string): FixedBody {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- a brand is minted by assertion
  return text as FixedBody;
}

function encode(content: Content, trace: Trace): Answer {
  const acceptsGzip = namesGzip(trace.request.headers.get('accept-encoding') ?? '');
  const hasBody = trace.request.method.toUpperCase() !== 'HEAD' && content.status !== 204;
  const bytes = toBytes(hasBody ? content.body : undefined);
  const isGzipped = acceptsGzip && bytes.length >= MIN_GZIP_BYTES;
  return {
    status: content.status,
    headers: {
      ...(bytes.length === 0 ? {} : { 'Content-Type': 'application/json; charset=utf-8' }),
      ...(isGzipped ? { 'Content-Encoding': 'gzip' } : {}),
      'Cache-Control': 'no-store',
      ...Object.fromEntries(trace.passedHeaders),
      ...(trace.calls > 0 ? originHeaders(trace) : {}),
      ...(content.code === undefined ? {} : { 'X-Psoxy-Error': content.code }),
      ...(acceptsGzip ? {} : { 'X-Psoxy-Warning': 'compression-not-requested' }),
      ...content.headers,
    },
    body: isGzipped ? gzipSync(bytes, { level: GZIP_LEVEL }) : bytes,
    isGzipped,
    code: content.code,
    reason: content.reason,
  };
}

function toBytes(body: AnswerBody | undefined): Buffer {
  if (!(body instanceof SanitizedBody)) return Buffer.from(body ?? '');
  const { pieces } = body;
  const bytes = Buffer.allocUnsafe(pieces.reduce((sum, one) => sum + Buffer.byteLength(one), 0));
  let at = 0;
  for (const piece of pieces) at += bytes.write(piece, at);
  // Privacy: the memory may hold anything behind what was written.
  return bytes.subarray(0, at);
}

function originHeaders({ rulesSha }: Trace): Readonly<Record<string, string>> {
  return {
    'X-Psoxy-Rules-SHA': rulesSha ?? '',
    // Doubled on purpose: that is how readers know it.
    'X-Psoxy-Psoxy-Version': `v${version}`,
  };
}

/** `gzip` with a weight other than 0. Source: RFC 9110, 12.5.3. */
function namesGzip(acceptEncoding: string): boolean {
  return acceptEncoding.split(',').some((part) => {
    const [coding = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    return coding === 'gzip' && !parameters.some((one) => /^q=0(?:\.0*)?$/.test(one));
  });
}

/** Size of the answer event as JSON. A body is counted exactly only where it could matter. */
function eventBytes(answer: Answer): number {
  const { body, isGzipped, status, headers } = answer;
  const most = body.length * 2;
  if (most < MAX_ANSWER_BYTES / 2) return most;
  const text = body.toString(isGzipped ? 'base64' : 'utf8');
  return Buffer.byteLength(JSON.stringify({ status, headers, body: text }));
}

import type { ErrorCode } from '../errors.ts';
import type { Endpoint } from '../rules/policy.ts';
import type { SanitizeCounts } from '../sanitize/sanitizer.ts';
import type { CallTrace } from './call-source.ts';
import type { ProxyRequest } from './request.ts';

/** What happened to one request while it was told; numbers and closed words, no value of it. */
export interface Trace extends CallTrace {
  readonly request: ProxyRequest;
  readonly startedAt: number;
  endpoint: Endpoint | undefined;
  rulesSha: string | undefined;
  sourceStatus: number | undefined;
  sourceCode: number | undefined;
  sourceTrackingId: string | undefined;
  bytesFromSource: number;
  sanitizeMs: number;
  tokensReversed: number;
  counts: SanitizeCounts | undefined;
  /** Headers of the source that go on to the client. */
  passedHeaders: readonly (readonly [name: string, value: string])[];
  /** An error nobody expected: its class and frames. */
  unexpected: { readonly name: string; readonly frames: readonly string[] } | undefined;
}

/** A finished request: what the log line and the metrics say. */
export interface RequestRecord {
  readonly trace: Trace;
  readonly status: number;
  readonly code: ErrorCode | undefined;
  readonly reason: string | undefined;
  readonly bytesToClient: number;
  readonly totalMs: number;
}

export function startTrace(request: ProxyRequest, startedAt: number): Trace {
  return {
    request,
    startedAt,
    endpoint: undefined,
    rulesSha: undefined,
    calls: 0,
    retriedAfter: undefined,
    sourceMs: 0,
    tokenMinted: false,
    sourceStatus: undefined,
    sourceCode: undefined,
    sourceTrackingId: undefined,
    bytesFromSource: 0,
    sanitizeMs: 0,
    tokensReversed: 0,
    counts: undefined,
    passedHeaders: [],
    unexpected: undefined,
  };
}

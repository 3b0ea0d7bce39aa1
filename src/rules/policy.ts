import type { JsonValue } from '../json.ts';
import type { Sanitize } from '../sanitize/sanitizer.ts';
import type { QueryParameter } from './request-form.ts';

/** The rules, compiled once per cold start. */
export interface Policy {
  /** Lower-case hex SHA-256 of the document as canonical JSON. */
  readonly rulesSha: string;
  readonly endpoints: readonly Endpoint[];
  /** First endpoint in document order whose path, method, parameters and query all pass. */
  match(request: PolicyRequest, rewrite: ParameterRewriter): MatchOutcome;
}

/** A request in normal form. */
export interface PolicyRequest {
  readonly method: string;
  readonly path: string;
  readonly query: readonly QueryParameter[];
}

export interface Endpoint {
  readonly id: string;
  readonly methods: readonly string[];
  /** The template or regex as written, for logs at cold start. */
  readonly pathText: string;
  /** True if a request header of this name (any case) may be forwarded. */
  forwardsHeader(name: string): boolean;
  /** True if the response schema declares this name at the root; false without a schema. */
  declaresAtRoot(name: string): boolean;
  /** True if the rules let this request body through; no body always passes unless one is required. */
  acceptsBody(body: RequestBody): boolean;
  readonly sanitize: Sanitize;
}

/** A request body in its one form, tokens still in place. */
export type RequestBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly contentType: string; readonly value: JsonValue }
  | {
      readonly kind: 'form';
      readonly contentType: string;
      readonly parameters: readonly (readonly [name: string, value: string])[];
    };

export type BlockedReason = 'path' | 'method' | 'parameter' | 'query';

export type MatchOutcome =
  | { readonly kind: 'blocked'; readonly reason: BlockedReason }
  | {
      readonly kind: 'matched';
      readonly endpoint: Endpoint;
      readonly parameters: readonly PathParameter[];
    };

/** A piece of the path that may hold a token: a template parameter, a named group, or a segment of a regex match. */
export interface PathParameter {
  /** Undefined for a plain segment of a regex match. */
  readonly name: string | undefined;
  /** Span of the captured text in the path, UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** The captured text, percent-decoded once, or what the rewriter made of it. */
  readonly value: string;
  /** True if the rewriter chose the value, so that it must be written anew. */
  readonly rewritten: boolean;
}

/** A source module's say in path parameters: the value to check instead of the decoded text, or undefined to leave it. */
export type ParameterRewriter = (name: string, captured: string) => string | undefined;

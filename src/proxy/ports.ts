import type { RawBody } from '../raw-body.ts';
import type { ParameterRewriter } from '../rules/policy.ts';

/** What the request story needs from outside. */

/** Milliseconds since the epoch. */
export type Clock = () => number;

/** Who may call, by address. */
export interface ClientAccess {
  /** No allow-list is configured. */
  readonly isOpen: boolean;
  readonly allows: (ip: string | undefined) => boolean;
}

/** One call over HTTP. Never follows redirects, retries nothing, counts bytes after inflation. */
export interface Upstream {
  send(call: UpstreamCall): Promise<UpstreamResult>;
}

export interface UpstreamCall {
  readonly method: string;
  /** Absolute URL as text; no parser rewrites its path. */
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
  /** Time for the whole call. */
  readonly timeoutMs: number;
  /** Most bytes of a 2xx body after inflation. */
  readonly maxBytes: number;
}

export interface UpstreamAnswer {
  readonly kind: 'answer';
  readonly status: number;
  /** Lower-case names; several values joined by `, `. */
  readonly headers: ReadonlyMap<string, string>;
  /** Of a non-2xx answer at most 64 KiB. */
  readonly body: RawBody;
}

export type UpstreamResult =
  | UpstreamAnswer
  /** No answer began. `connected` tells whether the request may have reached the source. */
  | { readonly kind: 'no-connection'; readonly connected: boolean }
  /** The connection ended in the middle of an answer. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'too-large' }
  /** No valid HTTP, or a Content-Encoding that is unknown or broken. */
  | { readonly kind: 'unreadable' };

/** One API that is proxied: its credentials and the shape of its paths. */
export interface Source {
  /** An access token that is still valid for a while, minted at most once at a time. */
  token(timeoutMs: number): Promise<TokenOutcome>;
  /** The source refused this token: forget exactly it. */
  forget(token: AccessToken): void;
  /** Mints anew to prove the credentials (deep health check). */
  prove(timeoutMs: number): Promise<TokenOutcome>;
  readonly rewriteParameter: ParameterRewriter;
  /** Encodes a path parameter as one segment in the form the source wants. */
  encodeParameter(name: string | undefined, value: string): string;
}

/** A token that prints as `[secret]`. */
export interface AccessToken {
  /** The value of the `Authorization` header. */
  authorization(): string;
}

export type TokenFailure = 'missing' | 'invalid_client' | 'invalid_account' | 'unreachable';

export type TokenOutcome =
  | { readonly kind: 'token'; readonly token: AccessToken; readonly minted: boolean }
  | { readonly kind: 'failed'; readonly failure: TokenFailure };

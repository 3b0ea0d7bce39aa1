import { Buffer } from 'node:buffer';
import * as z from 'zod/mini';
import type { AccessToken, TokenFailure, Upstream, UpstreamResult } from '../../proxy/ports.ts';
import { Secret } from '../../secret.ts';

/** What a Server-to-Server app signs in with. */
export interface ZoomCredentials {
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
}

export type MintOutcome =
  | { readonly kind: 'minted'; readonly token: AccessToken; readonly lifeMs: number }
  | { readonly kind: 'failed'; readonly failure: Exclude<TokenFailure, 'missing'> };

export type Mint = (credentials: ZoomCredentials, timeoutMs: number) => Promise<MintOutcome>;

const MAX_MS = 10_000;
const MAX_BYTES = 64 * 1024;
const DEFAULT_LIFE_S = 3600;

const SUCCESS = z.object({
  // Printable ASCII without blanks: it goes into a header.
  access_token: z.string().check(z.regex(/^[!-~]{1,8192}$/)),
  token_type: z.optional(z.string().check(z.regex(/^bearer$/i))),
  expires_in: z.optional(z.unknown()),
});
const LIFE = z.int().check(z.gte(1), z.lte(86_400));
const FAILURE = z.object({ error: z.string() });

/** Asks Zoom for a token by account credentials. Source: Zoom, "Server-to-Server OAuth". */
export function createMint(upstream: Upstream, endpoint: string, userAgent: string): Mint {
  return async (credentials, timeoutMs) => {
    const deadline = performance.now() + Math.min(MAX_MS, timeoutMs);
    const ask = (): Promise<UpstreamResult> =>
      upstream.send({
        method: 'POST',
        url: endpoint,
        headers: tokenHeaders(credentials, userAgent),
        body: new URLSearchParams({
          account_id: credentials.accountId,
          grant_type: 'account_credentials',
        }).toString(),
        timeoutMs: deadline - performance.now(),
        maxBytes: MAX_BYTES,
      });
    const first = await ask();
    const isBroken = first.kind === 'no-connection' || first.kind === 'cut';
    return readAnswer(isBroken ? await ask() : first);
  };
}

function tokenHeaders(
  { clientId, clientSecret }: ZoomCredentials,
  userAgent: string,
): readonly (readonly [string, string])[] {
  const basic = Buffer.from(`${clientId}:${clientSecret.reveal()}`).toString('base64');
  return [
    ['Accept', 'application/json'],
    ['Accept-Encoding', 'gzip'],
    ['User-Agent', userAgent],
    ['Content-Type', 'application/x-www-form-urlencoded'],
    ['Authorization', `Basic ${basic}`],
  ];
}

function readAnswer(result: UpstreamResult): MintOutcome {
  if (result.kind !== 'answer') return { kind: 'failed', failure: 'unreachable' };
  const body = parseBody(result.body.bytes());
  if (result.status === 200) {
    const success = SUCCESS.safeParse(body);
    if (!success.success) return { kind: 'failed', failure: 'unreachable' };
    const life = LIFE.safeParse(success.data.expires_in);
    const lifeMs = (life.success ? life.data : DEFAULT_LIFE_S) * 1000;
    return { kind: 'minted', token: toAccessToken(new Secret(success.data.access_token)), lifeMs };
  }
  return { kind: 'failed', failure: failureOf(result.status, body) };
}

function failureOf(status: number, body: unknown): Exclude<TokenFailure, 'missing'> {
  if (status < 400 || status > 499 || status === 429) return 'unreachable';
  const failure = FAILURE.safeParse(body);
  const isNamed = [400, 401, 403].includes(status) && failure.success;
  return isNamed && failure.data.error === 'invalid_request' ? 'invalid_account' : 'invalid_client';
}

function parseBody(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

export function toAccessToken(token: Secret): AccessToken {
  const authorization = new Secret(`Bearer ${token.reveal()}`);
  return {
    authorization: () => authorization.reveal(),
  };
}

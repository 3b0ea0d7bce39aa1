import type { AccessToken, Clock, TokenFailure, TokenOutcome } from '../../proxy/ports.ts';
import type { Mint, MintOutcome, ZoomCredentials } from './token-request.ts';

const RENEW_BEFORE_MS = 60_000;
/** So that containers that started together do not renew together. */
const RENEW_SPREAD_MS = 60_000;
const LAST_USE_MS = 5000;
const REMEMBER_MS = 10_000;

export interface TokenCacheParts {
  readonly mint: Mint;
  /** Undefined where one of them is missing. `fresh` reads the stores again first. */
  readonly credentials: (freshness: 'kept' | 'fresh') => Promise<ZoomCredentials | undefined>;
  readonly clock: Clock;
  /** From 0 to 1, drawn once. */
  readonly random: number;
  readonly events?: TokenEvents;
}

/** Told of each token request, for metrics and for sharing. */
export interface TokenEvents {
  minted(token: AccessToken, expiresAt: number): void;
  mintFailed(failure: TokenFailure): void;
  /** A token that another container left, if there is one that lives on for a while. */
  shared(): Promise<{ readonly token: AccessToken; readonly expiresAt: number } | undefined>;
}

export interface TokenCache {
  token(timeoutMs: number): Promise<TokenOutcome>;
  forget(token: AccessToken): void;
  prove(timeoutMs: number): Promise<TokenOutcome>;
}

interface Held {
  readonly token: AccessToken;
  readonly expiresAt: number;
}

interface Past {
  readonly at: number;
  readonly outcome: TokenOutcome;
}

/** One token for all requests of a container: one request to Zoom at a time, renewed shortly before it ends. */
export function createTokenCache(parts: TokenCacheParts): TokenCache {
  const { clock } = parts;
  const renewBeforeMs = RENEW_BEFORE_MS + parts.random * RENEW_SPREAD_MS;
  let held: Held | undefined;
  let lastFailure: Past | undefined;
  let lastProof: Past | undefined;
  const inFlight = singleFlight();
  const heldFor = (ms: number): TokenOutcome | undefined =>
    held !== undefined && held.expiresAt - clock() >= ms
      ? { kind: 'token', token: held.token, minted: false }
      : undefined;
  const request = async (timeoutMs: number): Promise<TokenOutcome> => {
    const deadline = clock() + timeoutMs;
    const outcome = await mintWith(parts, () => deadline - clock());
    if (outcome.kind === 'failed') {
      parts.events?.mintFailed(outcome.failure);
      lastFailure = { at: clock(), outcome };
      return outcome;
    }
    lastFailure = undefined;
    held = { token: outcome.token, expiresAt: clock() + outcome.lifeMs };
    parts.events?.minted(held.token, held.expiresAt);
    return { kind: 'token', token: outcome.token, minted: true };
  };
  const lookForShared = once(async () => {
    held = (await parts.events?.shared()) ?? held;
  });
  const obtain = async (timeoutMs: number): Promise<TokenOutcome> => {
    await lookForShared();
    return heldFor(renewBeforeMs) ?? request(timeoutMs);
  };

  return {
    async token(timeoutMs) {
      const ready = heldFor(renewBeforeMs);
      if (ready !== undefined) return ready;
      const outcome = recent(lastFailure, clock()) ?? (await inFlight(() => obtain(timeoutMs)));
      // A renewal that failed does no harm while the old token lives.
      return outcome.kind === 'failed' ? (heldFor(LAST_USE_MS) ?? outcome) : outcome;
    },
    forget(token) {
      if (held?.token === token) held = undefined;
    },
    async prove(timeoutMs) {
      const known = recent(lastProof, clock());
      if (known !== undefined) return known;
      const outcome = await inFlight(() => request(timeoutMs));
      lastProof = { at: clock(), outcome };
      return outcome;
    },
  };
}

/** An outcome that is reported again instead of asking anew. */
function recent(past: Past | undefined, now: number): TokenOutcome | undefined {
  return past !== undefined && now - past.at < REMEMBER_MS ? past.outcome : undefined;
}

/** Whoever comes while a token is on its way waits for that one. */
function singleFlight(): (start: () => Promise<TokenOutcome>) => Promise<TokenOutcome> {
  let flight: Promise<TokenOutcome> | undefined;
  return (start) =>
    (flight ??= start().finally(() => {
      flight = undefined;
    }));
}

function once(act: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= act());
}

type FailedOutcome = Extract<TokenOutcome, { kind: 'failed' }>;

/** One token request; after `invalid_client` the credentials are read again, and if they changed, one more. */
async function mintWith(
  { mint, credentials }: TokenCacheParts,
  timeLeft: () => number,
): Promise<Extract<MintOutcome, { kind: 'minted' }> | FailedOutcome> {
  const kept = await credentials('kept');
  if (kept === undefined) return { kind: 'failed', failure: 'missing' };
  const first = await mint(kept, timeLeft());
  if (first.kind === 'minted' || first.failure !== 'invalid_client') return first;
  const fresh = await credentials('fresh');
  if (fresh === undefined || isSame(kept, fresh)) return first;
  return mint(fresh, timeLeft());
}

function isSame(one: ZoomCredentials, other: ZoomCredentials): boolean {
  return (
    one.accountId === other.accountId &&
    one.clientId === other.clientId &&
    one.clientSecret.reveal() === other.clientSecret.reveal()
  );
}

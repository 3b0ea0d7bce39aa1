import * as z from 'zod/mini';
import type { Clock, Source, Upstream } from '../proxy/ports.ts';
import { Secret } from '../secret.ts';
import { keepValues } from '../settings/kept-values.ts';
import type { Settings } from '../settings/read-environment.ts';
import type { ReadStoredValues, StoredValues } from '../settings/stored-values.ts';
import { createTokenCache, type TokenEvents } from '../sources/zoom/token-cache.ts';
import { createMint, toAccessToken, type ZoomCredentials } from '../sources/zoom/token-request.ts';
import { createZoomSource } from '../sources/zoom/zoom-source.ts';

const CREDENTIALS = ['ACCOUNT_ID', 'CLIENT_ID', 'CLIENT_SECRET'] as const;
const CREDENTIALS_LIFE_MS = 5 * 60_000;
const RETRY_MS = 30_000;
const MIN_SHARED_LIFE_MS = 5 * 60_000;

export interface ZoomWiring {
  readonly settings: Settings;
  readonly first: StoredValues;
  readonly read: ReadStoredValues;
  readonly upstream: Upstream;
  readonly userAgent: string;
  readonly tokenEndpoint: string;
  readonly clock: Clock;
  readonly random: number;
  readonly countMint: (outcome: 'TokenMints' | 'TokenMintFailures') => void;
  /** Writes the shared token; undefined where nothing may be written. */
  readonly writeSharedToken: ((text: string) => Promise<void>) | undefined;
}

export interface WiredZoom {
  readonly source: Source;
  readonly areSecretsStale: () => boolean;
}

/** Zoom's credentials from the stores, its tokens from its token endpoint. */
export function wireZoom(wiring: ZoomWiring): WiredZoom {
  const { clock } = wiring;
  const kept = keepValues({
    first: wiring.first,
    read: () => wiring.read(CREDENTIALS, 'together'),
    clock,
    lifeMs: CREDENTIALS_LIFE_MS,
    retryMs: RETRY_MS,
  });
  const tokens = createTokenCache({
    mint: createMint(wiring.upstream, wiring.tokenEndpoint, wiring.userAgent),
    credentials: async (freshness) =>
      toCredentials(await (freshness === 'fresh' ? kept.refresh() : kept.current())),
    clock,
    random: wiring.random,
    events: tokenEvents(wiring),
  });
  return { source: createZoomSource(tokens), areSecretsStale: kept.isStale };
}

function toCredentials(values: StoredValues): ZoomCredentials | undefined {
  const [accountId, clientId, clientSecret] = CREDENTIALS.map((name) =>
    values.value(name)?.reveal().trim(),
  );
  if (accountId === undefined || clientId === undefined || clientSecret === undefined)
    return undefined;
  return { accountId, clientId, clientSecret: new Secret(clientSecret) };
}

const SHARED = z.object({
  token: z.string().check(z.regex(/^[!-~]{1,8192}$/)),
  expirationDate: z.int(),
});

function tokenEvents(wiring: ZoomWiring): TokenEvents {
  const isShared = wiring.settings.USE_SHARED_TOKEN;
  return {
    minted(token, expiresAt) {
      wiring.countMint('TokenMints');
      if (!isShared) return;
      const text = token.authorization().replace(/^Bearer /, '');
      const shared = JSON.stringify({ token: text, expirationDate: expiresAt });
      // Other containers mint their own if this fails.
      wiring.writeSharedToken?.(shared).catch(() => undefined);
    },
    mintFailed: () => wiring.countMint('TokenMintFailures'),
    async shared() {
      if (!isShared) return undefined;
      const values = await wiring.read(['ACCESS_TOKEN'], 'together').catch(() => undefined);
      const parsed = SHARED.safeParse(parseJson(values?.value('ACCESS_TOKEN')?.reveal()));
      if (!parsed.success) return undefined;
      const { token, expirationDate } = parsed.data;
      if (expirationDate - wiring.clock() < MIN_SHARED_LIFE_MS) return undefined;
      return { token: toAccessToken(new Secret(token)), expiresAt: expirationDate };
    },
  };
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

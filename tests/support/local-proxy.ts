import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { createUndiciUpstream } from '../../src/http/undici-upstream.ts';
import { createApiHandler } from '../../src/lambda/api-handler.ts';
import { assembleApi } from '../../src/lambda/assemble.ts';
import type { ApiParts } from '../../src/lambda/load-api.ts';
import type { AnswerEvent } from '../../src/lambda/events.ts';
import { createExampleContent } from '../../zoom-simulator/example-content.ts';
import {
  SIMULATED_CREDENTIALS,
  startZoomSimulator,
  type SimulatorOptions,
  type ZoomSimulator,
} from '../../zoom-simulator/simulator.ts';
import { canariesIn } from './canaries.ts';
import { functionUrlEvent, type CallOptions } from './events.ts';

export const TEST_SECRETS = {
  PSOXY_SALT: 'Xq7!pL2#vB9@kD4$mN6%',
  PSOXY_ENCRYPTION_KEY: 'correct-horse-battery-staple-32!',
} as const;

export const ZOOM_RULES = readFileSync(new URL('../../rules/zoom.yaml', import.meta.url), 'utf8');

const EXAMPLES = fileURLToPath(new URL('../../example-api-responses/zoom', import.meta.url));
export const exampleContent = createExampleContent(EXAMPLES);

export interface ProxyOptions {
  readonly zoom?: Partial<SimulatorOptions>;
  /** Settings besides those that a working proxy needs; undefined takes one away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly parts?: Partial<ApiParts>;
  /** Another server in the place of the simulated API or its token endpoint. */
  readonly targetBase?: string;
  readonly tokenEndpoint?: string;
  /** What Lambda says is left of its time. */
  readonly timeLeftMs?: number;
}

export interface ProxyAnswer {
  readonly status: number;
  /** Names as written. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded and inflated. */
  readonly body: string;
  readonly event: AnswerEvent;
}

export interface ProxyUnderTest {
  readonly zoom: ZoomSimulator;
  /** Log lines and metrics, parsed. */
  readonly log: () => readonly Readonly<Record<string, unknown>>[];
  /** The line of the last request. */
  readonly lastRequest: () => Readonly<Record<string, unknown>>;
  readonly call: (method: string, path: string, options?: CallOptions) => Promise<ProxyAnswer>;
  readonly send: (event: unknown) => Promise<ProxyAnswer>;
  /** Also looks for canaries in every log line, header and error of all calls. */
  readonly close: () => Promise<void>;
}

/** The whole function, from event to answer event, in front of a simulated Zoom on loopback. */
export async function startProxy(options: ProxyOptions = {}): Promise<ProxyUnderTest> {
  const zoom = await startZoomSimulator({ content: exampleContent, ...options.zoom });
  const upstream = createUndiciUpstream({ minTlsVersion: 'TLSv1.3' });
  const lines: string[] = [];
  const captured: string[] = [];
  const handler = createApiHandler(
    assembleApi({
      environment: {
        ...TEST_SECRETS,
        SOURCE: 'zoom',
        ACCOUNT_ID: SIMULATED_CREDENTIALS.accountId,
        CLIENT_ID: SIMULATED_CREDENTIALS.clientId,
        CLIENT_SECRET: SIMULATED_CREDENTIALS.clientSecret,
        ...options.environment,
      },
      openStores: () => ({ parameters: () => Promise.resolve(new Map()), secrets: undefined }),
      openUpstream: () => upstream,
      readRulesObject: () => Promise.resolve(undefined),
      readShippedRules: (name) => (name === 'zoom' ? { text: ZOOM_RULES } : undefined),
      clock: () => Date.now(),
      writeLine: (line) => lines.push(line),
      local: {
        targetBase: options.targetBase ?? zoom.url,
        tokenEndpoint: options.tokenEndpoint ?? zoom.tokenEndpoint,
      },
      ...options.parts,
    }),
  );
  const send = async (event: unknown): Promise<ProxyAnswer> => {
    const timeLeftMs = options.timeLeftMs ?? 60_000;
    const answer = toProxyAnswer(
      await handler(event, { getRemainingTimeInMillis: () => timeLeftMs }),
    );
    captured.push(JSON.stringify(answer.headers));
    if (answer.status >= 400) captured.push(answer.body);
    return answer;
  };
  const log = (): readonly Readonly<Record<string, unknown>>[] =>
    lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return {
    zoom,
    log,
    lastRequest: () => log().findLast(({ message }) => message === 'request') ?? {},
    call: (method, path, call) => send(functionUrlEvent(method, path, call)),
    send,
    async close() {
      await upstream.close();
      await zoom.close();
      const secrets = [SIMULATED_CREDENTIALS.clientSecret, ...Object.values(TEST_SECRETS)];
      // Lines that differ in their times alone are one.
      const distinct = new Set([...lines, ...captured].map((line) => line.replaceAll(TIMES, '')));
      const found = canariesIn([...distinct].join('\n'), [...secrets, 'Bearer ']);
      if (found.length > 0) throw new Error(`leaked: ${found.join(' · ')}`);
    },
  };
}

const TIMES = /"(?:time|Timestamp|totalMs|sourceMs|TotalMs|SourceMs|SanitizeMs)":[^,}]+/g;

function toProxyAnswer(event: AnswerEvent): ProxyAnswer {
  const { statusCode: status, headers, body, isBase64Encoded } = event;
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  const isGzip = headers['Content-Encoding'] === 'gzip';
  return { status, headers, body: (isGzip ? gunzipSync(bytes) : bytes).toString('utf8'), event };
}

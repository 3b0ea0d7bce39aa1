import { Buffer } from 'node:buffer';
import Pool from 'undici/lib/dispatcher/pool.js';
import type { Dispatcher } from 'undici';
import type { Upstream, UpstreamCall, UpstreamResult } from '../proxy/ports.ts';
import { readContent } from './read-content.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_MS = 30_000;
/** Most bytes read of an answer that is no success. */
const MAX_ERROR_BYTES = 64 * 1024;

export interface UpstreamOptions {
  readonly minTlsVersion: 'TLSv1.2' | 'TLSv1.3';
}

/** Calls over HTTP/1.1 with undici: kept-alive connections by origin, no redirects, no cookies. Source: undici, "Dispatcher.dispatch". */
export function createUndiciUpstream({ minTlsVersion }: UpstreamOptions): Upstream & {
  close(): Promise<void>;
} {
  const pools = new Map<string, Pool>();
  const poolOf = (origin: string): Pool => {
    const known = pools.get(origin);
    if (known !== undefined) return known;
    const pool = new Pool(origin, {
      allowH2: false,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connect: { timeout: CONNECT_TIMEOUT_MS, minVersion: minTlsVersion },
    });
    pools.set(origin, pool);
    return pool;
  };
  return {
    send(call) {
      const [, origin = '', path = ''] = /^(https?:\/\/[^/?#]+)(.*)$/s.exec(call.url) ?? [];
      return exchange(poolOf(origin), path === '' ? '/' : path, call);
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

/** What is known of one call so far. */
interface Exchange {
  controller: Dispatcher.DispatchController | undefined;
  isOver: boolean;
  status: number;
  headers: ReadonlyMap<string, string>;
  readonly chunks: Buffer[];
  length: number;
}

function exchange(pool: Pool, path: string, call: UpstreamCall): Promise<UpstreamResult> {
  const state: Exchange = {
    controller: undefined,
    isOver: false,
    status: 0,
    headers: new Map(),
    chunks: [],
    length: 0,
  };
  return new Promise((resolve, reject) => {
    const end = (result: UpstreamResult | Promise<UpstreamResult>): void => {
      if (state.isOver) return;
      state.isOver = true;
      clearTimeout(timer);
      resolve(result);
    };
    const stop = (result: UpstreamResult | Promise<UpstreamResult>): void => {
      end(result);
      state.controller?.abort(new Error('stopped'));
    };
    const timer = setTimeout(
      () => {
        stop({ kind: 'timeout' });
      },
      Math.max(0, call.timeoutMs),
    );
    try {
      pool.dispatch(
        {
          path,
          method: toMethod(call.method),
          headers: call.headers.flat(),
          body: call.body ?? null,
        },
        answerHandler(state, { call, end, stop }),
      );
    } catch (error) {
      clearTimeout(timer);
      reject(error instanceof Error ? error : new Error('the call could not be sent'));
    }
  });
}

interface Ends {
  readonly call: UpstreamCall;
  readonly end: (result: UpstreamResult | Promise<UpstreamResult>) => void;
  /** Ends and closes the connection. */
  readonly stop: (result: UpstreamResult | Promise<UpstreamResult>) => void;
}

function answerHandler(state: Exchange, { call, end, stop }: Ends): Dispatcher.DispatchHandler {
  const isSuccess = (): boolean => state.status >= 200 && state.status < 300;
  const content = (): Promise<UpstreamResult> =>
    readContent({
      status: state.status,
      headers: state.headers,
      bytes: Buffer.concat(state.chunks),
      maxBytes: isSuccess() ? call.maxBytes : MAX_ERROR_BYTES,
    });
  return {
    onRequestStart(controller) {
      state.controller = controller;
      // The time was up before a connection was made.
      if (state.isOver) controller.abort(new Error('stopped'));
    },
    onResponseStart(_controller, status, headers) {
      // Interim answers (1xx) precede the real one.
      if (status < 200) return;
      state.status = status;
      state.headers = toHeaders(headers);
    },
    onResponseData(_controller, chunk) {
      if (state.isOver) return;
      state.length += chunk.length;
      state.chunks.push(chunk);
      if (isSuccess() && state.length > call.maxBytes) stop({ kind: 'too-large' });
      else if (!isSuccess() && state.length > MAX_ERROR_BYTES) stop(content());
    },
    onResponseEnd() {
      end(content());
    },
    onResponseError(controller, error) {
      state.controller ??= controller;
      end(toFailure(error, state));
    },
  };
}

/** No message of undici goes on: it may quote the answer. */
function toFailure(error: Error, state: Exchange): UpstreamResult {
  const code = 'code' in error ? String(error.code) : '';
  const isInvalidHttp = error.name === 'HTTPParserError' || UNREADABLE_CODES.has(code);
  if (isInvalidHttp) return { kind: 'unreadable' };
  if (state.status > 0) return { kind: 'cut' };
  return { kind: 'no-connection', connected: state.controller !== undefined };
}

const UNREADABLE_CODES = new Set([
  'UND_ERR_HEADERS_OVERFLOW',
  'UND_ERR_INVALID_ARG',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
]);

function toHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [[name.toLowerCase(), typeof value === 'string' ? value : value.join(', ')] as const],
    ),
  );
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

function toMethod(method: string): Dispatcher.HttpMethod {
  const known = METHODS.find((one) => one === method);
  if (known === undefined) throw new TypeError('the method is not known');
  return known;
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { notFound, type SimulatedAnswer, type ZoomContent } from './content.ts';
import { createTokenIssuer, type SimulatedCredentials, type TokenIssuer } from './oauth.ts';
import { findRoute } from './routes.ts';

/** One request that reached the simulator, as it came over the wire. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query, undecoded. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface SimulatorOptions {
  readonly content: ZoomContent;
  readonly credentials?: SimulatedCredentials;
  /** False keeps no list of what came, for runs with many calls. */
  readonly keepsCalls?: boolean;
  /** Waits this long before each answer of the API. */
  readonly latencyMs?: number;
  /** Takes the place of the simulator for some requests; undefined lets it answer itself. */
  readonly intercept?: (request: SeenRequest) => SimulatedAnswer | undefined;
}

export interface ZoomSimulator {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly tokenEndpoint: string;
  /** What reached the API, in order. */
  readonly calls: readonly SeenRequest[];
  readonly tokenRequests: readonly SeenRequest[];
  readonly issuer: TokenIssuer;
  close(): Promise<void>;
}

export const SIMULATED_CREDENTIALS: SimulatedCredentials = {
  accountId: 'simulated-account-id',
  clientId: 'simulated-client-id',
  clientSecret: 'simulated-client-secret',
};

/** A small Zoom on this machine: its token endpoint and 33 endpoints of its API, over real HTTP. */
export async function startZoomSimulator(options: SimulatorOptions): Promise<ZoomSimulator> {
  const issuer = createTokenIssuer(options.credentials ?? SIMULATED_CREDENTIALS);
  const calls: SeenRequest[] = [];
  const tokenRequests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void read(request).then(async (seen) => {
      const isTokenRequest = seen.target.split('?')[0] === '/oauth/token';
      if (options.keepsCalls !== false) (isTokenRequest ? tokenRequests : calls).push(seen);
      if (!isTokenRequest && options.latencyMs !== undefined) await setTimeout(options.latencyMs);
      const own = isTokenRequest
        ? answerToken(seen, issuer)
        : answerApi(seen, issuer, options.content);
      write(response, options.intercept?.(seen) ?? own);
    });
  });
  const url = await listen(server);
  return {
    url,
    tokenEndpoint: `${url}/oauth/token`,
    calls,
    tokenRequests,
    issuer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<SeenRequest> {
  const { method = 'GET', url: target = '/', headers } = request;
  return { method, target, headers, body: await text(request) };
}

function answerToken({ target, headers, body }: SeenRequest, issuer: TokenIssuer): SimulatedAnswer {
  const query = target.split('?')[1] ?? '';
  return issuer.answer(headers.authorization ?? '', new URLSearchParams(`${query}&${body}`));
}

function answerApi(
  { target, headers, method }: SeenRequest,
  issuer: TokenIssuer,
  content: ZoomContent,
): SimulatedAnswer {
  if (!issuer.accepts(headers.authorization ?? '')) {
    return { status: 401, body: JSON.stringify({ code: 124, message: 'Invalid access token.' }) };
  }
  const [path = '', query = ''] = target.split('?');
  const route = findRoute(path);
  if (route === undefined || (method !== 'GET' && method !== 'HEAD')) {
    return { status: 400, body: JSON.stringify({ code: 2300, message: `Unknown: ${target}` }) };
  }
  const body = content.answer(route, new URLSearchParams(query));
  return body === undefined ? notFound(route) : { status: 200, body };
}

/** The headers that Zoom sends with every answer; none of them may reach a client of the proxy. */
const ZOOM_HEADERS = {
  'content-type': 'application/json;charset=UTF-8',
  'x-zm-trackingid': 'v=2.0;clid=us02;rid=WEB_0123456789abcdef0123456789abcdef',
  'set-cookie': 'zm_aid=simulated-cookie; Path=/; Secure; HttpOnly',
  'x-ratelimit-category': 'Medium',
};

function write(response: ServerResponse, { status, headers, body }: SimulatedAnswer): void {
  response.writeHead(status, { ...ZOOM_HEADERS, ...headers });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') {
        reject(new Error('the simulator has no port'));
      } else resolve(`http://127.0.0.1:${String(address.port)}`);
    });
  });
}

import type { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { Answer } from '../proxy/answer.ts';
import { handleRequest } from '../proxy/handle-request.ts';
import type { Installation } from '../proxy/installation.ts';
import type { ProxyRequest } from '../proxy/request.ts';
import { UsageError } from './command.ts';

/** Answers a request that is not for the proxy; false leaves it to the proxy. */
export type ServePage = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface LocalServerOptions {
  readonly installation: Installation;
  readonly port: number;
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly page?: ServePage;
}

export interface LocalServer {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  close(): Promise<void>;
}

/** The proxy as a server on this machine alone: the same request story, another way in. */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const { installation, page, tls } = options;
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    if (page?.(request, response) === true) return;
    answerOver(request, response, installation).catch(() => response.destroy());
  };
  const server: Server =
    tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  const port = await listen(server, options.port);
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${String(port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerOver(
  request: IncomingMessage,
  response: ServerResponse,
  installation: Installation,
): Promise<void> {
  write(response, await handleRequest(await toProxyRequest(request), installation));
}

async function toProxyRequest(request: IncomingMessage): Promise<ProxyRequest> {
  const { method = 'GET', url = '/', headers } = request;
  const [path = '', ...query] = url.split('?');
  const named = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [[name, typeof value === 'string' ? value : value.join(', ')] as const],
  );
  return {
    method,
    path,
    query: query.join('?'),
    headers: new Map(named),
    body: await readBody(request),
    clientIp: request.socket.remoteAddress,
    callerArn: undefined,
    requestId: randomUUID(),
    isBehindGateway: false,
    timeLeftMs: Infinity,
  };
}

/** Most calls have none; then the wait for its end is spared. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  return length === undefined && encoding === undefined ? undefined : buffer(request);
}

function write(response: ServerResponse, answer: Answer): void {
  const length = answer.body.length === 0 ? {} : { 'Content-Length': answer.body.length };
  response.writeHead(answer.status, { ...answer.headers, ...length });
  response.end(answer.body);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const isTaken = 'code' in error && error.code === 'EADDRINUSE';
      reject(
        isTaken ? new UsageError(`port ${String(port)} is in use; --port names another`) : error,
      );
    });
    // Privacy: never on an address that others can reach.
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(address === null || typeof address === 'string' ? port : address.port);
    });
  });
}

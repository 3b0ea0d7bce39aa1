import { createServer, type Socket } from 'node:net';

export interface RawServer {
  readonly url: string;
  /** Requests so far. */
  readonly requests: () => number;
  /** Bytes written so far on all connections. */
  readonly bytesSent: () => number;
  close(): Promise<void>;
}

/** What to do with the n-th request (from 1), on its bare socket. */
export type AnswerRaw = (socket: Socket, number: number) => void;

/** A server on loopback that writes whatever bytes a test wants: no HTTP library keeps it honest. */
export async function startRawServer(answer: AnswerRaw): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let requests = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    let pending = '';
    socket.on('data', (chunk) => {
      pending += chunk.toString('latin1');
      while (pending.includes('\r\n\r\n')) {
        pending = pending.slice(pending.indexOf('\r\n\r\n') + 4);
        requests += 1;
        answer(socket, requests);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    requests: () => requests,
    bytesSent: () => [...sockets].reduce((sum, socket) => sum + socket.bytesWritten, 0),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** An answer as text, with its true length. */
export function rawAnswer(status: number, headers: readonly string[], body: string): string {
  const length = `content-length: ${String(Buffer.byteLength(body))}`;
  return [`HTTP/1.1 ${String(status)} Any`, ...headers, length, '', body].join('\r\n');
}

import { readFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { fileURLToPath } from 'node:url';

/**
 * Self-signed, for 127.0.0.1 and tests alone: `openssl req -x509 -newkey ec -pkeyopt
 * ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj /CN=127.0.0.1 -addext
 * subjectAltName=IP:127.0.0.1`.
 */
const FOLDER = new URL('../fixtures/loopback/', import.meta.url);

/** For NODE_EXTRA_CA_CERTS of whoever shall trust a front. */
export const LOOPBACK_CERTIFICATE = fileURLToPath(new URL('certificate.pem', FOLDER));

export interface TlsFront {
  /** `https://127.0.0.1:<port>`. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** TLS in front of a plain server on this machine: the deployed function calls nothing without. */
export async function startTlsFront(target: string): Promise<TlsFront> {
  const port = Number(new URL(target).port);
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer(
    {
      key: readFileSync(new URL('key.pem', FOLDER)),
      cert: readFileSync(new URL('certificate.pem', FOLDER)),
      minVersion: 'TLSv1.3',
    },
    (secure) => {
      const plain = connect(port, '127.0.0.1');
      for (const socket of [secure, plain]) {
        sockets.add(socket);
        // A form that comes behind its headers would wait for their acknowledgement.
        socket.setNoDelay(true);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => sockets.delete(socket));
      }
      secure.pipe(plain).pipe(secure);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

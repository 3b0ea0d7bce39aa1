import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Gate {
  /** `http://127.0.0.1:<port>`, which leads to the target while the gate is open. */
  readonly url: string;
  /** Ends every connection, and each new one at once. */
  shut(): void;
  open(): void;
  close(): Promise<void>;
}

/** A way to a server on this machine that can be shut and opened again, as a network can. */
export async function startGate(target: string): Promise<Gate> {
  const port = Number(new URL(target).port);
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (!isOpen) {
      socket.destroy();
      return;
    }
    const onward = connect(port, '127.0.0.1');
    for (const one of [socket, onward]) {
      sockets.add(one);
      one.on('error', () => undefined).on('close', () => sockets.delete(one));
    }
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const shut = (): void => {
    isOpen = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    shut,
    open: () => {
      isOpen = true;
    },
    close: () => {
      shut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

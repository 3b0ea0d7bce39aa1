import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPreview } from '../../src/preview/preview.ts';
import { shippedContent } from '../../src/preview/shipped-content.ts';

export interface PreviewServer {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  close(): void;
}

/** The preview on a server of its own; what is not for it is answered 418. */
export async function startPreviewServer(content = shippedContent()): Promise<PreviewServer> {
  const page = createPreview(content);
  const server = createServer((request, response) => {
    if (page?.(request, response) !== true) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

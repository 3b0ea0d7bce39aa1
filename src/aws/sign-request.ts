import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsKeys } from './caller.ts';

export interface RequestToSign {
  readonly method: string;
  /** With its port, where it is not that of the scheme. */
  readonly host: string;
  /** As it is sent, encoded once. */
  readonly path: string;
  /** Decoded, in the order in which it is sent. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: Readonly<Record<string, string>>;
}

export interface Signing {
  readonly keys: AwsKeys;
  readonly service: 'lambda' | 'execute-api';
  readonly region: string;
}

/** The headers of a request without body, signature among them. Source: AWS IAM, "Signature Version 4". */
export async function signRequest(
  request: RequestToSign,
  { keys, service, region }: Signing,
): Promise<Readonly<Record<string, string>>> {
  const signer = new SignatureV4({ service, region, credentials: keys, sha256: Sha256 });
  const query = new Map<string, string[]>();
  for (const [name, value] of request.query) query.set(name, [...(query.get(name) ?? []), value]);
  const signed = await signer.sign({
    method: request.method,
    protocol: 'https:',
    hostname: request.host,
    path: request.path,
    query: Object.fromEntries(query),
    headers: { ...request.headers, host: request.host },
  });
  return signed.headers;
}

/** Node's SHA-256 in the shape that the signer wants. */
class Sha256 {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined ? createHash('sha256') : createHmac('sha256', toBytes(secret));
  }

  update(chunk: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(toBytes(chunk));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    throw new TypeError('a digest is made once');
  }
}

function toBytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return new TextEncoder().encode(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

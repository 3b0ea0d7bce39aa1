import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { FIRST_KEYS } from './fake-aws-sts.ts';
import { S3Bucket, S3Error } from './s3-buckets.ts';
import type { RunningS3 } from './radosgw.ts';
import {
  operationOf,
  perform,
  xml,
  type S3Answer,
  type S3Operation,
  type S3Request,
} from './s3-operations.ts';
import { readSignature } from './signature.ts';

export interface S3Call {
  readonly operation: S3Operation;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: S3Request['headers'];
  /** How many calls of this operation came, this one included. */
  readonly count: number;
}

/**
 * What goes wrong with one call. *error*: refused, nothing is done. *drop*: the connection ends,
 * nothing is done. *drop-answer*: it is done, and the connection ends without an answer. *cut* and
 * *stall*: the body ends, or hangs, after some bytes.
 */
export type Mishap =
  | { readonly kind: 'error'; readonly status: number; readonly code: string }
  | { readonly kind: 'drop' }
  | { readonly kind: 'drop-answer' }
  | { readonly kind: 'cut'; readonly afterBytes: number }
  | { readonly kind: 'stall'; readonly afterBytes: number };

export interface S3Server extends RunningS3 {
  /** What points the SDK's client here: endpoint, region and credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** Made on first use. */
  readonly bucket: (name: string) => S3Bucket;
  /** Every call that was signed rightly, in order. */
  readonly calls: readonly S3Call[];
  /** Asked before each call is done; may change what is stored meanwhile. */
  before: (call: S3Call) => Mishap | undefined | Promise<Mishap | undefined>;
  /** Told after each call is done, before it is answered. */
  after: (call: S3Call) => void | Promise<void>;
}

const REGION = 'eu-central-1';
/** The same as at the other services: a function signs all its calls with one key. */
const { accessKeyId, secretAccessKey } = FIRST_KEYS;
const KEYS = { accessKeyId, secretAccessKey };

/**
 * The part of S3 that file runs need, on loopback, for the real client of the SDK: signatures
 * checked, conditions, multipart, ranges, versions. `s3-conformance.ts` holds it against a server
 * that others wrote.
 */
export async function startS3Server(): Promise<S3Server> {
  const buckets = new Map<string, S3Bucket>();
  const calls: S3Call[] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const s3: S3Server = {
    endpoint: url,
    region: REGION,
    credentials: KEYS,
    environment: environmentFor(url),
    bucket: (name) => {
      const bucket = buckets.get(name) ?? new S3Bucket();
      buckets.set(name, bucket);
      return bucket;
    },
    calls,
    before: () => undefined,
    after: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return s3;

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = toRequest(message, await buffer(message));
    const operation = operationOf(request);
    if (!isSigned(request, message.url ?? '') || operation === undefined) {
      return send(response, toErrorAnswer(403, 'SignatureDoesNotMatch'), message.method);
    }
    const { bucket, key, query, headers } = request;
    const count = calls.filter((one) => one.operation === operation).length + 1;
    const call = { operation, bucket, key, query, headers, count };
    calls.push(call);
    const mishap = await s3.before(call);
    if (mishap?.kind === 'drop') throw new Error('dropped');
    const result =
      mishap?.kind === 'error'
        ? toErrorAnswer(mishap.status, mishap.code)
        : tryTo(operation, request, buckets);
    await s3.after(call);
    if (mishap?.kind === 'drop-answer') throw new Error('dropped');
    await send(response, result, message.method, mishap);
  }
}

function environmentFor(url: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL_S3: url,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
    AWS_SESSION_TOKEN: '',
    AWS_PROFILE: '',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}

function tryTo(
  operation: S3Operation,
  request: S3Request,
  buckets: Map<string, S3Bucket>,
): S3Answer {
  try {
    return perform(operation, request, buckets);
  } catch (error) {
    if (error instanceof S3Error) return toErrorAnswer(error.status, error.code);
    throw error;
  }
}

function toErrorAnswer(status: number, code: string): S3Answer {
  return xml('Error', `<Code>${code}</Code><Message>${code}</Message>`, status);
}

function toRequest(message: IncomingMessage, body: Buffer): S3Request {
  const [path = '', query = ''] = (message.url ?? '').split(/\?(.*)/s);
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return {
    method: message.method ?? '',
    bucket,
    key: decodeURIComponent(key),
    query: new URLSearchParams(query),
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
    ),
    body,
  };
}

/** Signed with the one key, for exactly this body; bodies in signed chunks are not known here. */
function isSigned({ method, headers, body }: S3Request, url: string): boolean {
  const isBody = headers['x-amz-content-sha256'] === sha256(body);
  const secretOf = (id: string): string | undefined =>
    id === KEYS.accessKeyId ? KEYS.secretAccessKey : undefined;
  return isBody && readSignature({ method, url, headers, body }, secretOf)?.service === 's3';
}

function sha256(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}

const CHUNK_BYTES = 64 * 1024;

async function send(
  response: ServerResponse,
  { status, headers, body = '' }: S3Answer,
  method: string | undefined,
  mishap?: Mishap,
): Promise<void> {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  const end = mishap !== undefined && 'afterBytes' in mishap ? mishap.afterBytes : bytes.length;
  for (let at = 0; method !== 'HEAD' && at < end; at += CHUNK_BYTES) {
    await write(response, bytes.subarray(at, Math.min(at + CHUNK_BYTES, end)));
  }
  if (mishap?.kind === 'stall') return;
  if (mishap?.kind === 'cut') response.destroy();
  else response.end();
}

function write(response: ServerResponse, chunk: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    response.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
}

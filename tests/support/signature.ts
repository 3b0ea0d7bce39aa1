import { createHash, createHmac } from 'node:crypto';

/** A request as it came over the wire. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string | Uint8Array;
}

export interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/**
 * Who signed a request, or undefined if the signature is absent or wrong. Written from the
 * description alone, to check clients that others wrote. Source: AWS IAM, "Create a signed AWS
 * API request".
 */
export function readSignature(
  request: SignedRequest,
  secretOf: (accessKeyId: string) => string | undefined,
): Signature | undefined {
  const match = AUTHORIZATION.exec(request.headers['authorization'] ?? '');
  if (match === null) return undefined;
  const [, accessKeyId = '', day = '', region = '', service = '', headers = '', given] = match;
  const secret = secretOf(accessKeyId);
  if (secret === undefined) return undefined;
  const signedHeaders = headers.split(';');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = [
    'AWS4-HMAC-SHA256',
    request.headers['x-amz-date'] ?? '',
    scope,
    sha256(canonicalRequest(request, { signedHeaders, service })),
  ].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
    (chain, part) => hmac(chain, part),
    `AWS4${secret}`,
  );
  const isRight = hmac(key, text).toString('hex') === given;
  return isRight ? { accessKeyId, region, service, signedHeaders } : undefined;
}

function canonicalRequest(
  request: SignedRequest,
  { signedHeaders, service }: Pick<Signature, 'signedHeaders' | 'service'>,
): string {
  const [path = '/', query = ''] = request.url.split(/\?(.*)/s);
  return [
    request.method,
    service === 's3' ? path : normalPath(path),
    canonicalQuery(query),
    ...signedHeaders.map((name) => `${name}:${normalBlanks(request.headers[name] ?? '')}`),
    '',
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n');
}

/** Every service but S3 reads the path without empty segments and encodes it once more. */
function normalPath(path: string): string {
  return path
    .replaceAll(/\/{2,}/g, '/')
    .split('/')
    .map(encode)
    .join('/');
}

function canonicalQuery(query: string): string {
  if (query === '') return '';
  const pairs = query.split('&').map((pair) => {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    return `${encode(decodeURIComponent(name))}=${encode(decodeURIComponent(value))}`;
  });
  return pairs.sort((one, other) => (one < other ? -1 : 1)).join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function normalBlanks(value: string): string {
  return value.trim().replaceAll(/ +/g, ' ');
}

function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

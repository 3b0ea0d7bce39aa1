import { constants, gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import { RawBody } from '../raw-body.ts';
import type { UpstreamResult } from '../proxy/ports.ts';

const inflate = promisify(gunzip);

export interface EncodedAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly bytes: Uint8Array;
  readonly maxBytes: number;
}

/** Undoes gzip with a bound on what comes out. A body of an error that cannot be read counts as empty. */
export async function readContent(answer: EncodedAnswer): Promise<UpstreamResult> {
  const { status, headers } = answer;
  const isError = status < 200 || status > 299;
  const content = await decode(answer, isError);
  if (content.kind === 'bytes') {
    return { kind: 'answer', status, headers, body: new RawBody(content.bytes) };
  }
  if (isError) return { kind: 'answer', status, headers, body: new RawBody(new Uint8Array()) };
  return content;
}

type Content =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unreadable' };

async function decode(
  { headers, bytes, maxBytes }: EncodedAnswer,
  isError: boolean,
): Promise<Content> {
  const encoding = (headers.get('content-encoding') ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '' || bytes.length === 0)
    return { kind: 'bytes', bytes };
  if (encoding !== 'gzip') return { kind: 'unreadable' };
  try {
    const options = { maxOutputLength: maxBytes, ...(isError ? CUT_SHORT : {}) };
    return { kind: 'bytes', bytes: await inflate(bytes, options) };
  } catch (error) {
    const isBomb =
      error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return { kind: isBomb ? 'too-large' : 'unreadable' };
  }
}

/** Only the first bytes of an error are read, so its gzip may end early. */
const CUT_SHORT = { finishFlush: constants.Z_SYNC_FLUSH };

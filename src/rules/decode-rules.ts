import { Buffer } from 'node:buffer';
import { gunzipSync } from 'node:zlib';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const MAX_BYTES = 1024 * 1024;

export type DecodedRules =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'problem'; readonly message: string };

/** The YAML in a `RULES` value: as it stands, or base64 of it, plain or gzip. */
export function decodeRules(written: string): DecodedRules {
  const trimmed = written.trim();
  if (trimmed === '' || !BASE64.test(trimmed)) {
    const isLarge = Buffer.byteLength(written) > MAX_BYTES;
    return isLarge ? tooLarge : { kind: 'text', text: written.replace(/^\uFEFF/, '') };
  }
  const bytes = Buffer.from(trimmed, 'base64');
  try {
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const yaml = isGzip ? gunzipSync(bytes, { maxOutputLength: MAX_BYTES }) : bytes;
    if (yaml.length > MAX_BYTES) return tooLarge;
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(yaml) };
  } catch (error) {
    const isLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return isLarge ? tooLarge : { kind: 'problem', message: 'the rules are base64 of neither UTF-8 text nor gzip of it' };
  }
}

const tooLarge = { kind: 'problem', message: 'the rules are larger than 1 MiB' } as const;

import { Buffer } from 'node:buffer';
import { encodingError, type Decoder } from './decoder.ts';

/** Strict UTF-16: a lone surrogate, NUL or half a unit ends it. */
export function decodeUtf16(encoding: 'utf-16le' | 'utf-16be'): Decoder {
  const name = encoding.toUpperCase();
  let before = 0;
  let split = Buffer.alloc(0);
  return {
    encoding,
    *push(chunk) {
      const bytes = Buffer.concat([split, chunk]);
      const even = bytes.length - (bytes.length % 2);
      if (encoding === 'utf-16be') bytes.subarray(0, even).swap16();
      const cut = even - (endsWithHighSurrogate(bytes, even) ? 2 : 0);
      yield* check(bytes.toString('utf16le', 0, cut), before, name);
      before += cut;
      if (encoding === 'utf-16be') bytes.subarray(cut, even).swap16();
      split = Buffer.from(bytes.subarray(cut));
    },
    *end() {
      yield* [];
      if (split.length > 0) throw encodingError(name, before);
    },
  };
}

/** Reads little-endian units. */
function endsWithHighSurrogate(bytes: Buffer, end: number): boolean {
  return end >= 2 && ((bytes[end - 1] ?? 0) & 0xfc) === 0xd8;
}

function* check(text: string, offset: number, name: string): Generator<Buffer> {
  const nul = text.indexOf('\0');
  const clean = nul === -1 ? text : text.slice(0, nul);
  const good = clean.isWellFormed() ? clean.length : loneSurrogate(clean);
  if (good > 0) yield Buffer.from(clean.slice(0, good));
  if (good < text.length) throw encodingError(name, offset + good * 2);
}

function loneSurrogate(text: string): number {
  const lone = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
  return text.search(lone);
}

import type { Buffer } from 'node:buffer';
import { createTextDecoding } from './stream/decode-text.ts';
import type { Encoding } from './stream/decoder.ts';
import type { TextSanitizer } from './text-sanitizer.ts';

/** What the first bytes of a source tell. */
export interface StreamFacts {
  isGzip: boolean;
  encoding: Encoding | null;
}

export interface StreamParts {
  readonly sanitizer: TextSanitizer;
  /** The encoding is filled in at the end, whatever that is. */
  readonly facts: StreamFacts;
}

/**
 * Bytes, inflated → text → sanitized blocks, as fast as blocks are taken. A block is the
 * caller's only until the next one is asked for. Throws BulkError; whatever comes first in the file
 * is the error that is thrown, however the bytes are cut into chunks.
 */
export async function* sanitizeStream(
  source: AsyncIterable<Buffer>,
  parts: StreamParts,
): AsyncGenerator<Buffer> {
  const { sanitizer } = parts;
  const texts = readTexts(source, parts);
  try {
    for (;;) {
      const next = await nextText(texts, sanitizer);
      if (next.done === true) break;
      yield* sanitizer.push(next.value);
    }
    yield* sanitizer.end();
  } finally {
    await texts.return(undefined);
  }
}

async function* readTexts(
  source: AsyncIterable<Buffer>,
  { facts }: StreamParts,
): AsyncGenerator<Buffer, undefined> {
  const decoding = createTextDecoding();
  try {
    for await (const chunk of source) yield* decoding.push(chunk);
    yield* decoding.end();
  } finally {
    facts.encoding = decoding.encoding();
  }
  return undefined;
}

/** Errors of the text before the place where a source breaks come first. */
async function nextText(
  texts: AsyncGenerator<Buffer, undefined>,
  sanitizer: TextSanitizer,
): Promise<IteratorResult<Buffer, undefined>> {
  try {
    return await texts.next();
  } catch (error) {
    // Its blocks are of no use any more.
    Array.from(sanitizer.flush());
    throw error;
  }
}

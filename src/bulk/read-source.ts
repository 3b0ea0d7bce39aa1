import { BulkError } from './bulk-error.ts';
import type { ObjectFacts, ReadOutcome, SourceStore } from './ports.ts';
import type { SourceObject } from './story.ts';

const MAX_BREAKS = 5;

export type OpenedSource =
  | {
      readonly kind: 'opened';
      readonly facts: ObjectFacts;
      readonly body: AsyncIterable<Uint8Array>;
    }
  /** Another object is there by now; it has an event of its own. */
  | { readonly kind: 'superseded' };

/** Opens a source as its event named it. Throws BulkError SOURCE_GONE and SOURCE_READ_FAILED. */
export async function openSource(
  sources: SourceStore,
  source: SourceObject,
): Promise<OpenedSource> {
  const opened = await read(sources, source, 0);
  return opened.kind === 'changed' ? { kind: 'superseded' } : { ...opened, kind: 'opened' };
}

/** Another object took the place of the source while it was read. */
export class SourceReplaced extends Error {
  override readonly name = 'SourceReplaced';
}

/**
 * All bytes of a source. A body that breaks off is asked for again from the byte that is missing,
 * under the same conditions; five breaks without progress end it.
 */
export async function* readToEnd(
  opened: Extract<OpenedSource, { kind: 'opened' }>,
  sources: SourceStore,
  source: SourceObject,
): AsyncGenerator<Uint8Array> {
  const { byteLength } = opened.facts;
  let [received, breaks] = [0, 0];
  let { body } = opened;
  for (;;) {
    const before = received;
    const pulling = new Pulling(body);
    for await (const chunk of pulling) {
      received += chunk.length;
      if (received > (byteLength ?? Infinity)) throw readFailed('too many bytes');
      yield chunk;
    }
    if (byteLength === undefined ? !pulling.isBroken : received === byteLength) return;
    breaks = received > before ? 0 : breaks + 1;
    if (breaks >= MAX_BREAKS || byteLength === undefined) {
      throw readFailed('the body keeps breaking off');
    }
    const again = await read(sources, source, received);
    if (again.kind === 'changed') throw new SourceReplaced();
    ({ body } = again);
  }
}

/** A body whose break is an end like another: what the connection says of it is of no use. */
class Pulling {
  isBroken = false;
  readonly #body: AsyncIterable<Uint8Array>;

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#body = body;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const chunks = this.#body[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await chunks.next().catch(() => undefined);
        this.isBroken = next === undefined;
        if (next === undefined || next.done === true) return;
        yield next.value;
      }
    } finally {
      await chunks.return?.().catch(() => undefined);
    }
  }
}

function readFailed(detail: string, call = 'GetObject'): BulkError {
  return new BulkError('SOURCE_READ_FAILED', `the source cannot be read: ${detail}`, {
    call,
    detail,
  });
}

async function read(
  sources: SourceStore,
  { bucket, key, etag, versionId }: SourceObject,
  fromByte: number,
): Promise<Extract<ReadOutcome, { kind: 'found' | 'changed' }>> {
  const outcome = await sources.read({
    bucket,
    key,
    versionId,
    fromByte,
    etag: etag === '' ? undefined : etag,
  });
  switch (outcome.kind) {
    case 'found':
    case 'changed':
      return outcome;
    case 'absent':
      throw new BulkError('SOURCE_GONE', 'the source is not there any more');
    case 'denied':
      throw readFailed(outcome.answer ?? 'access denied', outcome.call);
    case 'unavailable':
      throw readFailed(outcome.answer ?? 'the store fails', outcome.call);
    default:
      return outcome satisfies never;
  }
}

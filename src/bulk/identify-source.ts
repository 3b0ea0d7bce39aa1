import { BulkError } from './bulk-error.ts';
import type { ObjectAddress, OutputStore } from './ports.ts';
import type { SourceObject } from './story.ts';

/** Any version, and the order of events, where nobody told. */
interface NamedObject extends ObjectAddress {
  readonly versionId?: string | undefined;
  readonly sequencer?: string | undefined;
}

/**
 * A source whose ETag no event told: what is there now, or was as the version that it named. Throws BulkError SOURCE_GONE and
 * SOURCE_READ_FAILED.
 */
export async function identifySource(
  { bucket, key, versionId, sequencer }: NamedObject,
  store: Pick<OutputStore, 'head'>,
): Promise<SourceObject> {
  const head = await store.head({ bucket, key, versionId });
  switch (head.kind) {
    case 'found':
      return { bucket, key, etag: head.facts.etag, versionId, sequencer };
    case 'absent':
      throw new BulkError('SOURCE_GONE', 'the source is not there');
    case 'denied':
    case 'unavailable':
      throw new BulkError('SOURCE_READ_FAILED', 'the source cannot be looked at', {
        call: head.call,
        ...(head.answer === undefined ? {} : { detail: head.answer }),
      });
    default:
      return head satisfies never;
  }
}

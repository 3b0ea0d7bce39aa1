import { BulkError } from './bulk-error.ts';
import type { CommitCondition, HeadOutcome, ObjectFacts } from './ports.ts';
import { sourceSha } from './object-names.ts';
import type { SourceObject } from './story.ts';
import { writeFailed } from './write-output.ts';

/** What an output that is there means for a run: its own metadata is the only memory. */
export type Judgement =
  | { readonly kind: 'go-on'; readonly condition: CommitCondition }
  /** A newer event has been here. */
  | { readonly kind: 'superseded' }
  | { readonly kind: 'already-done' };

/** Throws BulkError OUTPUT_READ_DENIED, OUTPUT_WRITE_FAILED and OUTPUT_TAKEN. */
export function judgeOutput(
  head: HeadOutcome,
  source: SourceObject,
  treatmentSha: string,
): Judgement {
  switch (head.kind) {
    case 'absent':
      return { kind: 'go-on', condition: { kind: 'absent' } };
    case 'denied':
      // Privacy: "absent" would let a second run write over what is there.
      throw new BulkError('OUTPUT_READ_DENIED', 'the output may not be looked at', {
        call: head.call,
      });
    case 'unavailable':
      throw writeFailed(head);
    case 'found':
      return judgeFound(head.facts, source, treatmentSha);
    default:
      return head satisfies never;
  }
}

function judgeFound(
  { metadata, etag }: ObjectFacts,
  source: SourceObject,
  treatmentSha: string,
): Judgement {
  const ofSource = metadata.get('scrim-source-sha');
  if (ofSource !== undefined && ofSource !== sourceSha(source)) {
    throw new BulkError('OUTPUT_TAKEN', 'the output holds another source: two map to one key');
  }
  const sequencer = metadata.get('scrim-source-sequencer');
  if (isNewer(sequencer, source.sequencer)) return { kind: 'superseded' };
  if (isOurs(metadata, source, treatmentSha)) return { kind: 'already-done' };
  return { kind: 'go-on', condition: { kind: 'replaces', etag } };
}

/** Whether an output was made from exactly this source by exactly this treatment. */
export function isOurs(
  metadata: ObjectFacts['metadata'],
  source: SourceObject,
  treatmentSha: string,
): boolean {
  return (
    metadata.get('scrim-source-sha') === sourceSha(source) &&
    metadata.get('scrim-source-etag') === source.etag &&
    metadata.get('scrim-treatment-sha') === treatmentSha
  );
}

/** Whether one sequencer is newer than another; an event without one counts as not older. */
function isNewer(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return compareSequencers(one, other) > 0;
}

/** Hex text of one key: the shorter is padded with zeros on its right. */
export function compareSequencers(one: string, other: string): number {
  const width = Math.max(one.length, other.length);
  const [left, right] = [one, other].map((text) => text.toUpperCase().padEnd(width, '0'));
  if (left === right) return 0;
  return (left ?? '') < (right ?? '') ? -1 : 1;
}

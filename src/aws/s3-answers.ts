import type { CommitCondition, ObjectFacts, StoreTrouble } from '../bulk/ports.ts';
import { isDenied, kindOf } from './store-calls.ts';

/** What S3 tells of an object with its head or its bytes. */
interface ObjectAnswer {
  readonly ETag?: string | undefined;
  readonly ContentLength?: number | undefined;
  readonly ContentRange?: string | undefined;
  readonly ContentType?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly Metadata?: Readonly<Record<string, string>> | undefined;
}

export function toFacts(answer: ObjectAnswer): ObjectFacts {
  return {
    etag: withoutQuotes(answer.ETag ?? ''),
    byteLength: rangeOf(answer)?.total ?? answer.ContentLength,
    contentType: answer.ContentType,
    contentEncoding: answer.ContentEncoding,
    metadata: new Map(
      Object.entries(answer.Metadata ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    ),
  };
}

function withoutQuotes(etag: string): string {
  return etag.replaceAll('"', '');
}

/** First byte of an answer and length of the whole object; a store that ignores `Range` starts at 0. */
export function rangeOf({
  ContentRange = '',
}: ObjectAnswer): { readonly first: number; readonly total: number } | undefined {
  const [, first, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(ContentRange) ?? [];
  return first === undefined ? undefined : { first: Number(first), total: Number(total) };
}

/**
 * The condition of a write. S3 compares the bare ETag, with or without quotes; servers that speak
 * its language may want it bare.
 */
export function toConditionInput(
  condition: CommitCondition,
): { readonly IfNoneMatch: '*' } | { readonly IfMatch: string } {
  return condition.kind === 'absent' ? { IfNoneMatch: '*' } : { IfMatch: condition.etag };
}

/** HTTP status of an error of the SDK; undefined where no usable answer came. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error && '$metadata' in error)) return undefined;
  const { $metadata: metadata } = error;
  const isAnswer = typeof metadata === 'object' && metadata !== null;
  const status = isAnswer && 'httpStatusCode' in metadata ? metadata.httpStatusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

export function toTrouble(error: unknown, call: string): StoreTrouble {
  const kind = isDenied(error) || statusOf(error) === 403 ? 'denied' : 'unavailable';
  return { kind, call, answer: toCode(error) };
}

/** Privacy: a code comes over the network, too; what does not look like one is not repeated. */
function toCode(error: unknown): string {
  const code = kindOf(error);
  return /^[A-Za-z][A-Za-z0-9_.]{0,63}$/.test(code) ? code : 'unknown error';
}

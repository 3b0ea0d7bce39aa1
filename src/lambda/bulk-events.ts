import * as z from 'zod/mini';
import type { ObjectAddress } from '../bulk/ports.ts';

/** What an event says of one object; the ETag is absent from events that a person made by hand. */
export interface NamedSource extends ObjectAddress {
  /** Without quotes. */
  readonly etag: string | undefined;
  readonly versionId: string | undefined;
  readonly sequencer: string | undefined;
}

/** One record of a notification. */
export type BulkRecord =
  | { readonly kind: 'created'; readonly source: NamedSource }
  /** Something else happened to an object; `eventName` is one of S3's words, or `unknown`. */
  | { readonly kind: 'other'; readonly eventName: string }
  | { readonly kind: 'unreadable' };

/** What a notification, or the text of a message, holds. */
export type Notification =
  | { readonly kind: 'records'; readonly records: readonly BulkRecord[] }
  /** S3 tries whether it may write to a new destination. */
  | { readonly kind: 'test' }
  | { readonly kind: 'unreadable' };

export interface QueueMessage {
  readonly messageId: string;
  readonly notification: Notification;
}

export type BulkEvent =
  Notification | { readonly kind: 'messages'; readonly messages: readonly QueueMessage[] };

const TEST = z.object({ Event: z.literal('s3:TestEvent') });
const NOTIFICATION = z.object({
  Records: z.array(z.object({ eventSource: z.literal('aws:s3') })).check(z.minLength(1)),
});
const MESSAGES = z.object({
  Records: z
    .array(
      z.object({
        eventSource: z.literal('aws:sqs'),
        messageId: z.string().check(z.regex(/^[\w-]{1,128}$/)),
        body: z.string(),
      }),
    )
    .check(z.minLength(1)),
});

/** Printable ASCII without blanks, as S3 makes it; it goes into headers and metadata. */
const word = (maxLength: number) =>
  z.string().check(z.regex(/^[\x21-\x7e]+$/), z.maxLength(maxLength));
const optional = (schema: ReturnType<typeof word>) => z.optional(z.nullable(schema));
const RECORD = z.object({
  eventName: z.string(),
  s3: z.object({
    bucket: z.object({ name: word(255) }),
    object: z.object({
      key: z.string().check(z.minLength(1)),
      eTag: optional(word(256)),
      versionId: optional(word(1024)),
      sequencer: z.optional(z.nullable(z.string().check(z.regex(/^[0-9A-Fa-f]{1,64}$/)))),
    }),
  }),
});

/** What came: notifications of S3, directly or as messages of a queue. Source: Amazon S3, "Event message structure". */
export function readBulkEvent(event: unknown): BulkEvent {
  const messages = MESSAGES.safeParse(event);
  if (messages.success) {
    return {
      kind: 'messages',
      messages: messages.data.Records.map(({ messageId, body }) => ({
        messageId,
        notification: readNotification(parse(body)),
      })),
    };
  }
  return readNotification(event);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function readNotification(value: unknown): Notification {
  if (TEST.safeParse(value).success) return { kind: 'test' };
  if (!NOTIFICATION.safeParse(value).success) return { kind: 'unreadable' };
  // Read again as they came: one that is wrong must not take the others with it.
  const { Records: records } = z.object({ Records: z.array(z.unknown()) }).parse(value);
  return { kind: 'records', records: records.map(readRecord) };
}

const OTHER_EVENT = z.object({ eventName: z.string() });

function readRecord(record: unknown): BulkRecord {
  const name = OTHER_EVENT.safeParse(record);
  if (name.success && !name.data.eventName.startsWith('ObjectCreated:')) {
    const { eventName } = name.data;
    return {
      kind: 'other',
      eventName: /^[A-Za-z:]{1,64}$/.test(eventName) ? eventName : 'unknown',
    };
  }
  const read = RECORD.safeParse(record);
  if (!read.success) return { kind: 'unreadable' };
  const { bucket, object } = read.data.s3;
  const key = decodeKey(object.key);
  if (key === undefined) return { kind: 'unreadable' };
  return {
    kind: 'created',
    source: {
      bucket: bucket.name,
      key,
      etag: object.eTag?.replaceAll('"', ''),
      versionId: object.versionId ?? undefined,
      sequencer: object.sequencer ?? undefined,
    },
  };
}

/** Form-decoded: `+` is a blank, `%XX` are bytes of UTF-8. */
function decodeKey(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

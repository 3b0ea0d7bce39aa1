import { Buffer } from 'node:buffer';
import type { BatchAnswer } from '../../src/lambda/bulk-handler.ts';
import { startBulk, type BulkFunction, type BulkFunctionOptions } from './bulk-function.ts';
import { s3Event, sqsEvent, type CreatedObject } from './s3-events.ts';
import { startS3Server, type S3Server } from './s3-server.ts';

/** Two buckets, and functions that carry files from one to the other. */
export interface FileDrop {
  readonly s3: S3Server;
  /** A container of the function. */
  readonly start: (options?: BulkFunctionOptions) => BulkFunction;
  /** Puts a source where functions look for it; what S3 tells of it. */
  readonly put: (key: string, content: string, sequencer?: string) => CreatedObject;
  /** The text of an output; undefined if there is none. */
  readonly output: (key: string) => string | undefined;
  readonly close: () => Promise<void>;
}

export async function startFileDrop(): Promise<FileDrop> {
  const s3 = await startS3Server();
  const [sources, outputs] = [s3.bucket('in'), s3.bucket('out')];
  return {
    s3,
    start: (options) => startBulk(s3, options),
    put: (key, content, sequencer) => {
      const { etag } = sources.put(key, Buffer.from(content));
      return { bucket: 'in', key, etag, ...(sequencer === undefined ? {} : { sequencer }) };
    },
    output: (key) => outputs.objects.get(key)?.bytes.toString(),
    close: () => s3.close(),
  };
}

/** One batch of a queue, a message for each object: `message-1`, `message-2`, … */
export function deliver(
  bulk: BulkFunction,
  objects: readonly CreatedObject[],
  remainingMs?: () => number,
): Promise<BatchAnswer | undefined> {
  const bodies = objects.map(
    (object, index) => [`message-${String(index + 1)}`, s3Event(object)] as const,
  );
  return bulk.invoke(sqsEvent(Object.fromEntries(bodies)), remainingMs);
}

export const ALL_DONE = { batchItemFailures: [] };
/** The first message is to come again. */
export const FIRST_AGAIN = { batchItemFailures: [{ itemIdentifier: 'message-1' }] };

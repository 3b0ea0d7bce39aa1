import { readBulkEvent } from './bulk-events.ts';
import { runNotification, type Invocation, type RecordRunner } from './run-notification.ts';

/** What Lambda tells of an invocation. */
export interface BulkContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** Messages that are to come again. Source: AWS Lambda, "Reporting batch item failures". */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

export type BulkHandler = (
  event: unknown,
  context: BulkContext,
) => Promise<BatchAnswer | undefined>;

/** Tells Lambda to repeat a direct event, and then to hand it to its on-failure destination. */
class BulkEventFailed extends Error {
  override readonly name = 'BulkEventFailed';
}

/** The function that Lambda calls. All records are handled, one after another, each on its own. */
export function createBulkHandler(runner: RecordRunner): BulkHandler {
  return async (event, context) => {
    const remainingMs = (): number => context.getRemainingTimeInMillis();
    const direct = { id: context.awsRequestId, remainingMs, invocationMs: remainingMs() };
    const read = readBulkEvent(event);
    if (read.kind === 'messages') return runMessages(read.messages, { runner, direct });
    const failed = await runNotification(read, runner, direct);
    if (failed.length === 0) return undefined;
    throw new BulkEventFailed(`not every record became a file: ${failed.join(', ')}`);
  };
}

type Messages = Extract<ReturnType<typeof readBulkEvent>, { kind: 'messages' }>['messages'];

async function runMessages(
  messages: Messages,
  { runner, direct }: { readonly runner: RecordRunner; readonly direct: Invocation },
): Promise<BatchAnswer> {
  const failures: { readonly itemIdentifier: string }[] = [];
  for (const { messageId, notification } of messages) {
    const failed = await runNotification(notification, runner, { ...direct, id: messageId });
    if (failed.length > 0) failures.push({ itemIdentifier: messageId });
  }
  return { batchItemFailures: failures };
}

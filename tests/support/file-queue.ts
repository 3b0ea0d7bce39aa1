import type { AddressInfo } from 'node:net';
import { createSqsServer } from 'local-aws-sqs';
import type { BulkFunction } from './bulk-function.ts';

export interface QueuedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
}

export type QueueName = 'files' | 'dead';

/** The two queues of a function, as Terraform makes them: what fails three times stays among the dead letters. */
export interface FileQueue {
  readonly send: (body: unknown) => Promise<void>;
  /** Delivers as Lambda does until the queue is empty: one message at a time, the failed ones again. */
  readonly drain: (bulk: BulkFunction) => Promise<void>;
  /** The messages that are visible; each stays where it is. */
  readonly waitingIn: (name: QueueName) => Promise<readonly QueuedMessage[]>;
  /** What an administrator does once the cause is mended: dead letters go back to the files. */
  readonly redrive: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const REGION = 'eu-central-1';
const ACCOUNT = '123456789012';
const arnOf = (name: QueueName): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;

export async function startFileQueue(): Promise<FileQueue> {
  const redrive = { deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 3 };
  const server = await createSqsServer({
    port: 0,
    hostname: '127.0.0.1',
    region: REGION,
    accountId: ACCOUNT,
    queues: [
      { QueueName: 'dead' },
      {
        QueueName: 'files',
        Attributes: { VisibilityTimeout: '5400', RedrivePolicy: JSON.stringify(redrive) },
      },
    ],
  });
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const ask = createClient(url);
  const receive = async (name: QueueName): Promise<QueuedMessage | undefined> => {
    const input = { MaxNumberOfMessages: 1, WaitTimeSeconds: 0 };
    const { Messages = [] } = await ask(name, 'ReceiveMessage', input);
    return Messages[0];
  };
  const showAgain = (name: QueueName, { ReceiptHandle }: QueuedMessage): Promise<unknown> =>
    ask(name, 'ChangeMessageVisibility', { ReceiptHandle, VisibilityTimeout: 0 });
  const send = async (body: unknown): Promise<void> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    await ask('files', 'SendMessage', { MessageBody: text });
  };
  return {
    send,
    async drain(bulk) {
      // The server tells nothing once in a while as it moves a message; twice is empty.
      for (let empty = 0; empty < 2;) {
        const message = await receive('files');
        if (message === undefined) {
          empty += 1;
          continue;
        }
        empty = 0;
        const answer = await bulk.invoke({ Records: [toEventRecord(message)] });
        const hasFailed = answer?.batchItemFailures.some(
          ({ itemIdentifier }) => itemIdentifier === message.MessageId,
        );
        if (hasFailed === false) {
          await ask('files', 'DeleteMessage', { ReceiptHandle: message.ReceiptHandle });
        } else await showAgain('files', message);
      }
    },
    async waitingIn(name) {
      const found: QueuedMessage[] = [];
      for (let next = await receive(name); next !== undefined; next = await receive(name)) {
        found.push(next);
      }
      for (const message of found) await showAgain(name, message);
      return found;
    },
    async redrive() {
      for (let next = await receive('dead'); next !== undefined; next = await receive('dead')) {
        await send(next.Body);
        await ask('dead', 'DeleteMessage', { ReceiptHandle: next.ReceiptHandle });
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Ask = (
  name: QueueName,
  action: string,
  input: object,
) => Promise<{ readonly Messages?: readonly QueuedMessage[] }>;

/** Source: Amazon SQS Developer Guide, "Amazon SQS API requests using AWS JSON protocol". */
function createClient(url: string): Ask {
  return async (name, action, input) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${action}`,
        authorization: `AWS4-HMAC-SHA256 Credential=key/20260102/${REGION}/sqs/aws4_request`,
      },
      body: JSON.stringify({ QueueUrl: `${url}/${ACCOUNT}/${name}`, ...input }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${action} answered ${String(response.status)}: ${text}`);
    return JSON.parse(text === '' ? '{}' : text) as Awaited<ReturnType<Ask>>;
  };
}

function toEventRecord({ MessageId, ReceiptHandle, Body }: QueuedMessage): object {
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: {},
    messageAttributes: {},
    eventSource: 'aws:sqs',
    eventSourceARN: arnOf('files'),
    awsRegion: REGION,
  };
}

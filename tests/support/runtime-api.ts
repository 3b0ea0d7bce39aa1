import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What the function gave back for one event. */
export type Invocation =
  | { readonly kind: 'answer'; readonly value: unknown }
  | { readonly kind: 'error'; readonly value: unknown };

export interface RuntimeApi {
  /** `127.0.0.1:<port>`, for AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  /** Ends when the function asks for its first event, or never will. */
  readonly ready: Promise<undefined>;
  /** Hands an event to the function as soon as it asks for one. */
  readonly invoke: (event: unknown) => Promise<Invocation>;
  /** Ends every event that has no answer, those to come included. */
  readonly fail: (reason: string) => void;
  readonly close: () => Promise<void>;
}

interface Waiting {
  readonly id: string;
  readonly event: unknown;
  readonly resolve: (invocation: Invocation) => void;
}

const LIMIT_MS = 60_000;
const FUNCTION_ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:scrim-zoom';

/** The side of AWS Lambda that a runtime talks to. Source: AWS Lambda, "Runtime API", 2018-06-01. */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const queue = createQueue();
  const server = createServer((request, response) => {
    answer(request, response, queue).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    ready: queue.ready,
    invoke: queue.invoke,
    fail: queue.fail,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Queue = ReturnType<typeof createQueue>;

/** Events that wait for the function, and the function where it waits for an event. */
function createQueue() {
  const events: Waiting[] = [];
  const running = new Map<string, Waiting>();
  const { promise: ready, resolve: isReady } = Promise.withResolvers<undefined>();
  let idle: ((waiting: Waiting) => void) | undefined;
  let count = 0;
  let failure: Invocation | undefined;
  const hand = (waiting: Waiting, take: (waiting: Waiting) => void): void => {
    running.set(waiting.id, waiting);
    take(waiting);
  };
  const settle = (id: string, invocation: Invocation): void => {
    running.get(id)?.resolve(invocation);
    running.delete(id);
  };
  return {
    ready,
    invoke: (event: unknown) =>
      new Promise<Invocation>((resolve) => {
        count += 1;
        const waiting = { id: `invocation-${String(count)}`, event, resolve };
        if (failure !== undefined) resolve(failure);
        else if (idle === undefined) events.push(waiting);
        else hand(waiting, idle);
        idle = undefined;
      }),
    next: (take: (waiting: Waiting) => void): void => {
      isReady(undefined);
      const waiting = events.shift();
      if (waiting === undefined) idle = take;
      else hand(waiting, take);
    },
    settle,
    fail: (reason: string): void => {
      const invocation: Invocation = { kind: 'error', value: reason };
      failure = invocation;
      isReady(undefined);
      for (const { resolve } of [...events.splice(0), ...running.values()]) resolve(invocation);
      running.clear();
    },
  };
}

const INVOCATION = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/;

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  queue: Queue,
): Promise<void> {
  if (request.url === '/2018-06-01/runtime/invocation/next') {
    queue.next(({ id, event }) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': id,
        'lambda-runtime-deadline-ms': String(Date.now() + LIMIT_MS),
        'lambda-runtime-invoked-function-arn': FUNCTION_ARN,
      });
      response.end(JSON.stringify(event));
    });
    return;
  }
  const body = await text(request);
  response.writeHead(202).end();
  if (request.url === '/2018-06-01/runtime/init/error') return queue.fail(body);
  const [, id = '', end] = INVOCATION.exec(request.url ?? '') ?? [];
  queue.settle(id, { kind: end === 'response' ? 'answer' : 'error', value: JSON.parse(body) });
}

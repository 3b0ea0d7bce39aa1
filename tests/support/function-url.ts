import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { AnswerEvent } from '../../src/lambda/events.ts';
import { functionUrlEvent } from './events.ts';
import type { FakeAws } from './fake-aws.ts';
import { readSignature, type Signature } from './signature.ts';

export interface FunctionUrl {
  /** Ends in `/`. */
  readonly url: string;
  /** What came with a right signature. */
  readonly calls: readonly {
    readonly target: string;
    readonly signature: Signature;
    readonly arn: string;
  }[];
  close(): Promise<void>;
}

export interface FunctionUrlOptions {
  readonly aws: FakeAws;
  /** Whom IAM lets in, by the ARN; absent: whoever signed rightly. */
  readonly allows?: (arn: string) => boolean;
  readonly handle: (event: object) => Promise<AnswerEvent>;
}

/** The address of a function as AWS puts it in front: IAM decides, then the function is called. Source: AWS Lambda, "Function URLs". */
export async function startFunctionUrl(options: FunctionUrlOptions): Promise<FunctionUrl> {
  const calls: { target: string; signature: Signature; arn: string }[] = [];
  const server = createServer((request, response) => {
    void answer(request, options, calls).then((event) => send(response, event));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  { aws, allows = () => true, handle }: FunctionUrlOptions,
  calls: { target: string; signature: Signature; arn: string }[],
): Promise<AnswerEvent> {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const { method = '', url: target = '' } = request;
  const signed = { method, url: target, headers, body: await text(request) };
  const signature = readSignature(signed, (id) => aws.keys.get(id)?.secretAccessKey);
  if (signature?.service !== 'lambda' && signature?.service !== 'execute-api') {
    return refusal(
      'InvalidSignatureException',
      'The request signature we calculated does not match',
    );
  }
  const arn = aws.keys.get(signature.accessKeyId)?.arn ?? '';
  if (!allows(arn)) return refusal('AccessDeniedException', 'Forbidden');
  calls.push({ target, signature, arn });
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  return handle(functionUrlEvent(method, path, { headers, query, sourceIp: '203.0.113.7' }));
}

function refusal(type: string, message: string): AnswerEvent {
  return {
    statusCode: 403,
    headers: { 'x-amzn-ErrorType': type, 'content-type': 'application/json' },
    body: JSON.stringify({ Message: message }),
    isBase64Encoded: false,
  };
}

function send(response: ServerResponse, event: AnswerEvent): void {
  response
    .writeHead(event.statusCode, { ...event.headers })
    .end(Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8'));
}

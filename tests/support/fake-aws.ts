import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  AwsError,
  jsonOperations,
  namesOf,
  type FakeParameter,
  type FakeSecret,
} from './fake-aws-stores.ts';
import { applyFailure, FailurePlan, type Failure } from './fake-aws-failures.ts';
import { answerSts, FIRST_KEYS, stsError, type FakeKeys } from './fake-aws-sts.ts';
import { readSignature, type Signature } from './signature.ts';

export interface FakeCall {
  /** `GetParameters`, `BatchGetSecretValue`, `AssumeRole`, … */
  readonly operation: string;
  /** Parameters or secrets that were asked for, or written. */
  readonly names: readonly string[];
  /** Who signed, for which region and service. */
  readonly signature: Signature;
}

export interface FakeAws {
  /** One address for all three services. */
  readonly url: string;
  /** What points the SDK's clients here: endpoints, region and credentials. */
  readonly environment: Readonly<Record<string, string>>;
  readonly parameters: Map<string, FakeParameter>;
  readonly secrets: Map<string, FakeSecret>;
  /** Keys by their id: those of `environment` and those that STS gave out. */
  readonly keys: ReadonlyMap<string, FakeKeys>;
  /** Every call that was signed rightly, in order, failed ones included. */
  readonly calls: readonly FakeCall[];
  setParameter(name: string, value: string, type?: FakeParameter['type']): void;
  setSecret(name: string, value: string | undefined): void;
  failWith(failure: Failure): void;
  /** Ends all failures. */
  heal(): void;
  close(): Promise<void>;
}

/**
 * Parameter Store, Secrets Manager and STS on loopback, for the real clients of the SDK. It
 * checks signatures, keeps what is written, records the calls, and fails on demand. Point clients
 * here with `vi.stubEnv` of each entry of `environment`, or hand that to a child process.
 *
 * A batch of parameters is refused as a whole if one of its names is denied; a batch of secrets
 * tells name by name.
 */
export async function startFakeAws(): Promise<FakeAws> {
  const parameters = new Map<string, FakeParameter>();
  const secrets = new Map<string, FakeSecret>();
  const keys = new Map([[FIRST_KEYS.accessKeyId, FIRST_KEYS]]);
  const calls: FakeCall[] = [];
  const failures = new FailurePlan();
  const server = createServer((request, response) => {
    answer(request, { parameters, secrets, keys, calls, failures })
      .then((result) => send(response, result))
      .catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url,
    environment: environmentFor(url),
    parameters,
    secrets,
    keys,
    calls,
    setParameter: (name, value, type = 'SecureString') => {
      const version = (parameters.get(name)?.version ?? 0) + 1;
      parameters.set(name, { value, type, version, keyId: undefined, lastModified: new Date() });
    },
    setSecret: (name, value) => {
      secrets.set(name, { value, keyId: undefined, createdAt: new Date() });
    },
    failWith: (failure) => failures.add(failure),
    heal: () => failures.clear(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function environmentFor(url: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL_SSM: url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: url,
    AWS_ENDPOINT_URL_STS: url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: FIRST_KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: FIRST_KEYS.secretAccessKey,
    AWS_SESSION_TOKEN: '',
    AWS_PROFILE: '',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly errorCode?: string;
}

interface State {
  readonly parameters: Map<string, FakeParameter>;
  readonly secrets: Map<string, FakeSecret>;
  readonly keys: Map<string, FakeKeys>;
  readonly calls: FakeCall[];
  readonly failures: FailurePlan;
}

/** Throws if the connection is to end without an answer. */
async function answer(request: IncomingMessage, state: State): Promise<Answer> {
  const body = await text(request);
  const target = request.headers['x-amz-target'];
  const isJson = typeof target === 'string';
  const toError = isJson ? jsonError : xmlError;
  const signature = signatureOf(request, body, state.keys);
  const caller = signature && state.keys.get(signature.accessKeyId);
  if (signature === undefined || caller === undefined) {
    return toError('UnrecognizedClientException', 403);
  }
  const form = new URLSearchParams(isJson ? '' : body);
  const input = isJson ? (JSON.parse(body) as Readonly<Record<string, unknown>>) : {};
  const operation = (isJson ? target.split('.')[1] : form.get('Action')) ?? '';
  const names = isJson ? namesOf(input) : [];
  state.calls.push({ operation, names, signature });
  try {
    const failed = await applyFailure(state.failures.take(operation, names), operation);
    if (!isJson) return xml(answerSts(form, caller, state.keys));
    const run = jsonOperations.get(target);
    if (run === undefined) throw new AwsError('UnknownOperationException');
    return json(run({ ...state, input, failed }));
  } catch (error) {
    if (error instanceof AwsError) return toError(error.code, error.status);
    throw error;
  }
}

function signatureOf(
  request: IncomingMessage,
  body: string,
  keys: ReadonlyMap<string, FakeKeys>,
): Signature | undefined {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const signed = { method: request.method ?? '', url: request.url ?? '', headers, body };
  const signature = readSignature(signed, (id) => keys.get(id)?.secretAccessKey);
  const token = signature && keys.get(signature.accessKeyId)?.sessionToken;
  return headers['x-amz-security-token'] === token ? signature : undefined;
}

function json(body: object): Answer {
  return { status: 200, type: 'application/x-amz-json-1.1', body: JSON.stringify(body) };
}

function xml(body: string): Answer {
  return { status: 200, type: 'text/xml', body };
}

function jsonError(errorCode: string, status: number): Answer {
  const body = JSON.stringify({ __type: errorCode, message: `${errorCode} by the fake` });
  return { status, type: 'application/x-amz-json-1.1', body, errorCode };
}

function xmlError(errorCode: string, status: number): Answer {
  return { status, type: 'text/xml', body: stsError(errorCode), errorCode };
}

function send(response: ServerResponse, { status, type, body, errorCode }: Answer): void {
  response
    .writeHead(status, {
      'content-type': type,
      'x-amzn-requestid': 'fake',
      ...(errorCode === undefined ? {} : { 'x-amzn-errortype': errorCode }),
    })
    .end(body);
}

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

/** Something that goes wrong on demand, for the calls it applies to. */
export interface Failure {
  /**
   * `throttle`, `deny`, `server-error` (500), `drop` (the connection ends without an answer),
   * `hang` (no answer ever), `delay` (a right answer, late), `error-in-batch` (a batch of secrets
   * that says of these names that they failed).
   */
  readonly kind:
    'throttle' | 'deny' | 'server-error' | 'drop' | 'hang' | 'delay' | 'error-in-batch';
  /** Only this operation; absent: all. */
  readonly operation?: string;
  /** Only calls that name one of these; absent: all. */
  readonly names?: readonly string[];
  /** How many calls; absent: until `heal()`. */
  readonly times?: number;
  /** Of `delay`. */
  readonly delayMs?: number;
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

/** The failures that are in force; each is used up by the calls it applies to. */
class FailurePlan {
  #failures: { readonly failure: Failure; left: number }[] = [];

  add(failure: Failure): void {
    this.#failures.push({ failure, left: failure.times ?? Infinity });
  }

  clear(): void {
    this.#failures = [];
  }

  take(operation: string, names: readonly string[]): Failure | undefined {
    const found = this.#failures.find(
      ({ failure, left }) =>
        left > 0 &&
        (failure.operation ?? operation) === operation &&
        (failure.names === undefined || failure.names.some((name) => names.includes(name))),
    );
    if (found !== undefined) found.left -= 1;
    return found?.failure;
  }
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

/** Fails as planned, or tells which names of a batch of secrets fail one by one, and how. */
async function applyFailure(
  failure: Failure | undefined,
  operation: string,
): Promise<ReadonlyMap<string, string>> {
  if (failure === undefined) return new Map();
  const each = (code: string): ReadonlyMap<string, string> =>
    new Map(failure.names?.map((name) => [name, code]));
  switch (failure.kind) {
    case 'throttle':
      throw new AwsError('ThrottlingException');
    case 'server-error':
      throw new AwsError('InternalServerError', 500);
    case 'drop':
      throw new Error('dropped');
    case 'hang':
      return new Promise(() => undefined);
    case 'delay':
      await new Promise((resolve) => setTimeout(resolve, failure.delayMs ?? 0));
      break;
    case 'deny': {
      const isBatch = operation === 'BatchGetSecretValue' && failure.names !== undefined;
      if (!isBatch) throw new AwsError('AccessDeniedException');
      return each('AccessDeniedException');
    }
    case 'error-in-batch':
      return each('InternalServiceError');
    default:
      failure.kind satisfies never;
  }
  return new Map();
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

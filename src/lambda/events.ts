import { Buffer } from 'node:buffer';
import * as z from 'zod/mini';
import type { Answer } from '../proxy/answer.ts';
import type { ProxyRequest } from '../proxy/request.ts';

/** The two shapes in which AWS hands over an HTTP call. Source: AWS Lambda, "Payload format version". */

const texts = z.record(z.string(), z.optional(z.string()));
const body = z.optional(z.nullable(z.string()));
const isBase64Encoded = z.optional(z.nullable(z.boolean()));
const requestId = z.optional(z.string());
const domainName = z.optional(z.string());

const EVENT_2 = z.object({
  version: z.string().check(z.regex(/^2\.0/)),
  rawPath: z.string(),
  rawQueryString: z.optional(z.string()),
  headers: z.optional(z.nullable(texts)),
  body,
  isBase64Encoded,
  requestContext: z.object({
    stage: z.optional(z.string()),
    requestId,
    domainName,
    http: z.object({ method: z.string(), sourceIp: z.optional(z.string()) }),
    authorizer: z.optional(
      z.nullable(
        z.object({ iam: z.optional(z.nullable(z.object({ userArn: z.optional(z.string()) }))) }),
      ),
    ),
  }),
});

const manyTexts = z.record(z.string(), z.optional(z.nullable(z.array(z.string()))));
const EVENT_1 = z.object({
  version: z.optional(z.string().check(z.regex(/^1\.0/))),
  path: z.string(),
  resource: z.optional(z.nullable(z.string())),
  headers: z.optional(z.nullable(texts)),
  multiValueHeaders: z.optional(z.nullable(manyTexts)),
  queryStringParameters: z.optional(z.nullable(texts)),
  multiValueQueryStringParameters: z.optional(z.nullable(manyTexts)),
  body,
  isBase64Encoded,
  requestContext: z.object({
    stage: z.optional(z.string()),
    requestId,
    domainName,
    httpMethod: z.string(),
    identity: z.optional(
      z.nullable(
        z.object({
          sourceIp: z.optional(z.nullable(z.string())),
          userArn: z.optional(z.nullable(z.string())),
        }),
      ),
    ),
  }),
});

export interface ReadEvent {
  readonly payload: '1.0' | '2.0';
  readonly request: ProxyRequest;
}

/** The call in an event of either payload; undefined for anything else. `timeLeftMs` is what the platform grants. */
export function readEvent(event: unknown, timeLeftMs: number): ReadEvent | undefined {
  const two = EVENT_2.safeParse(event);
  if (two.success) return { payload: '2.0', request: fromPayload2(two.data, timeLeftMs) };
  const one = EVENT_1.safeParse(event);
  if (one.success) return { payload: '1.0', request: fromPayload1(one.data, timeLeftMs) };
  return undefined;
}

function fromPayload2(event: z.infer<typeof EVENT_2>, timeLeftMs: number): ProxyRequest {
  const { http, stage = '$default', authorizer } = event.requestContext;
  const path = stage === '$default' ? event.rawPath : withoutPrefix(event.rawPath, `/${stage}`);
  return {
    ...shared(event, timeLeftMs),
    method: http.method,
    path: withLeadingSlash(path),
    query: event.rawQueryString ?? '',
    headers: toHeaders(Object.entries(event.headers ?? {})),
    clientIp: http.sourceIp,
    callerArn: authorizer?.iam?.userArn,
  };
}

function fromPayload1(event: z.infer<typeof EVENT_1>, timeLeftMs: number): ProxyRequest {
  const { httpMethod, identity, stage } = event.requestContext;
  const beforeProxy = (event.resource ?? '').split('{proxy+}')[0] ?? '';
  const mapped = event.resource?.includes('{proxy+}') === true ? beforeProxy : '';
  const prefix = `${stage === undefined ? '' : `/${stage}`}${mapped}`.replace(/\/+$/, '');
  const many = Object.entries(event.multiValueHeaders ?? {}).map(
    ([name, values]) => [name, values?.join(', ')] as const,
  );
  return {
    ...shared(event, timeLeftMs),
    method: httpMethod,
    path: withLeadingSlash(withoutPrefix(event.path, prefix)),
    query: toQuery(event),
    headers: toHeaders(many.length > 0 ? many : Object.entries(event.headers ?? {})),
    clientIp: identity?.sourceIp ?? undefined,
    callerArn: identity?.userArn ?? undefined,
  };
}

type AnyEvent = Pick<z.infer<typeof EVENT_2>, 'body' | 'isBase64Encoded'> & {
  readonly requestContext: {
    readonly requestId?: string | undefined;
    readonly domainName?: string | undefined;
  };
};

function shared(
  { body: text, isBase64Encoded: isBase64, requestContext }: AnyEvent,
  timeLeftMs: number,
): Pick<ProxyRequest, 'body' | 'requestId' | 'isBehindGateway' | 'timeLeftMs'> {
  return {
    body: text == null ? undefined : Buffer.from(text, isBase64 === true ? 'base64' : 'utf8'),
    requestId: requestContext.requestId ?? 'unknown',
    isBehindGateway: requestContext.domainName?.includes('execute-api') === true,
    timeLeftMs,
  };
}

/** Dropped once, where a segment ends. */
function withoutPrefix(path: string, prefix: string): string {
  if (prefix === '' || !path.startsWith(prefix)) return path;
  const rest = path.slice(prefix.length);
  return rest === '' || rest.startsWith('/') ? rest : path;
}

function withLeadingSlash(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}

/** Decoded by the platform; encoded again so that the story reads one form. */
function toQuery(event: z.infer<typeof EVENT_1>): string {
  const many = Object.entries(event.multiValueQueryStringParameters ?? {});
  const pairs =
    many.length > 0
      ? many.flatMap(([name, values]) => (values ?? []).map((value) => [name, value] as const))
      : Object.entries(event.queryStringParameters ?? {});
  return pairs.map(([name, value]) => `${encoded(name)}=${encoded(value ?? '')}`).join('&');
}

/** Half a character, which nothing can send, becomes the mark of one that was lost. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function toHeaders(
  entries: Iterable<readonly [string, string | undefined]>,
): ReadonlyMap<string, string> {
  return new Map(
    [...entries].flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), value] as const],
    ),
  );
}

/** What Lambda gives back to the platform. */
export interface AnswerEvent {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

export function toAnswerEvent(answer: Answer, payload: '1.0' | '2.0'): AnswerEvent {
  const { status, headers, body, isGzipped } = answer;
  const many = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return {
    statusCode: status,
    headers,
    ...(payload === '1.0' ? { multiValueHeaders: many } : {}),
    body: body.toString(isGzipped ? 'base64' : 'utf8'),
    isBase64Encoded: isGzipped,
  };
}

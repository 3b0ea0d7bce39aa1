import {
  isJsonObject,
  setProperty,
  writeJson,
  type JsonObject,
  type JsonValue,
  namesOf,
} from '../json.ts';
import { JsonSyntaxError, parseJson } from '../parse-json.ts';
import type { RequestBody } from '../rules/policy.ts';
import { encodeQueryText } from '../rules/request-form.ts';
import { refuse, type Refusal } from './outcome.ts';
import type { ProxyRequest } from './request.ts';

/** A text with its tokens turned back. */
export type ReverseText = (text: string) => string;

const PLAIN_ENCODINGS = new Set(['', 'identity', 'utf-8', 'utf8', 'us-ascii', 'ascii']);
const FORM = 'application/x-www-form-urlencoded';

/** Reads the body that a call brings, or says why it cannot be used. */
export function toRequestBody(request: ProxyRequest): RequestBody | Refusal {
  const text = decodeText(request.body);
  const isRead = ['GET', 'HEAD'].includes(request.method.toUpperCase());
  if (isRead && text?.trim() !== '') return refuse('INVALID_REQUEST', 'body-on-get');
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? '';
  if (!PLAIN_ENCODINGS.has(encoding)) return refuse('INVALID_REQUEST', 'content-encoding');
  if (text === undefined) return refuse('INVALID_REQUEST', 'body-form');
  if (text.trim() === '') return { kind: 'none' };
  const contentType = request.headers.get('content-type') ?? 'application/json';
  const bare = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (bare === FORM)
    return { kind: 'form', contentType, parameters: [...new URLSearchParams(text)] };
  const isJson = bare === 'application/json' || /^application\/[a-z0-9.+-]+\+json$/.test(bare);
  return isJson ? toJsonBody(text, contentType) : refuse('INVALID_REQUEST', 'content-type');
}

function toJsonBody(text: string, contentType: string): RequestBody | Refusal {
  try {
    return { kind: 'json', contentType, value: parseJson(text) };
  } catch (error) {
    if (error instanceof JsonSyntaxError) return refuse('INVALID_REQUEST', 'body-form');
    throw error;
  }
}

function decodeText(bytes: Uint8Array | undefined): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes ?? new Uint8Array());
  } catch {
    return undefined;
  }
}

/** The body as it is sent: compact, with tokens in its values reversed. Undefined for none. */
export function writeRequestBody(body: RequestBody, reverse: ReverseText): string | undefined {
  switch (body.kind) {
    case 'none':
      return undefined;
    case 'json':
      return writeJson(reversedJson(body.value, reverse));
    case 'form':
      return body.parameters
        .map(([name, value]) => `${encodeQueryText(name)}=${encodeQueryText(reverse(value))}`)
        .join('&');
    default:
      return body satisfies never;
  }
}

function reversedJson(value: JsonValue, reverse: ReverseText): JsonValue {
  if (typeof value === 'string') return reverse(value);
  if (Array.isArray(value)) return value.map((element) => reversedJson(element, reverse));
  if (!isJsonObject(value)) return value;
  const reversed: JsonObject = {};
  for (const name of namesOf(value)) {
    setProperty(reversed, name, reversedJson(value[name] ?? null, reverse));
  }
  return reversed;
}

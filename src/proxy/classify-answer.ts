import { refuse, type Outcome, type Refusal } from './outcome.ts';
import type { UpstreamAnswer } from './ports.ts';

/** What an answer of the source is, before a value of it is used. */
export type ClassifiedAnswer =
  | { readonly kind: 'content'; readonly status: number; readonly text: string }
  | Extract<Outcome, { kind: 'empty' | 'source-error' }>
  | Refusal;

/** Larger codes could be identifiers. */
const MAX_CODE = 999_999;

/** `declaresAtRoot` tells which names the endpoint's schema expects in data, so that data with a `code` and a `message` of their own is no error. */
export function classifyAnswer(
  { status, body }: UpstreamAnswer,
  method: string,
  declaresAtRoot: (name: string) => boolean,
): ClassifiedAnswer {
  const text = decode(body.bytes());
  if (status < 200 || status > 299) return toSourceError(status, codeAtRoot(parseRoot(text)));
  if (method === 'HEAD' || body.byteLength === 0) return { kind: 'empty', status };
  if (text === undefined) return refuse('UNSANITIZABLE_RESPONSE');
  if (!mayBeErrorBody(text)) return { kind: 'content', status, text };
  const root = parseRoot(text);
  const isErrorBody =
    isFailureCode(root?.code) &&
    typeof root?.message === 'string' &&
    !Object.keys(root).some(declaresAtRoot);
  return isErrorBody ? toSourceError(status, codeAtRoot(root)) : { kind: 'content', status, text };
}

/** UTF-8 without its BOM; undefined if it is not UTF-8. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Spares most answers a second parse: both names must stand there, in clear or escaped. */
function mayBeErrorBody(text: string): boolean {
  return text.includes('\\u') || (text.includes('"code"') && text.includes('"message"'));
}

interface ErrorRoot {
  readonly code?: unknown;
  readonly message?: unknown;
}

function parseRoot(text: string | undefined): ErrorRoot | undefined {
  try {
    const root: unknown = JSON.parse(text ?? '');
    return typeof root === 'object' && root !== null && !Array.isArray(root) ? root : undefined;
  } catch {
    // Zoom's own errors are not always JSON; nothing of them is used then.
    return undefined;
  }
}

function isFailureCode(code: unknown): boolean {
  return Number.isInteger(code) && code !== 0;
}

function codeAtRoot(root: ErrorRoot | undefined): number | undefined {
  const code = root?.code;
  const isShowable = typeof code === 'number' && Number.isInteger(code) && code >= 0;
  return isShowable && code <= MAX_CODE ? code : undefined;
}

function toSourceError(
  sourceStatus: number,
  sourceCode: number | undefined,
): Extract<Outcome, { kind: 'source-error' }> {
  const isRedirect = sourceStatus >= 300 && sourceStatus < 400;
  return {
    kind: 'source-error',
    status: isRedirect ? 502 : sourceStatus,
    sourceCode: isRedirect ? undefined : sourceCode,
    message: messageOf(sourceStatus),
  };
}

const MESSAGES = new Map([
  [401, 'The source did not accept the credentials of the proxy.'],
  [403, 'The source refused access.'],
  [404, 'The source has no such resource.'],
  [409, 'The source reported a conflict.'],
  [410, 'The source has no such resource.'],
  [429, 'The source is limiting requests.'],
]);

/** Our own words: those of the source may repeat an e-mail. */
function messageOf(status: number): string {
  if (status < 300) return 'The source reported an error.';
  if (status < 400) return 'The source answered with a redirect.';
  if (status >= 500) return 'The source failed.';
  return MESSAGES.get(status) ?? 'The source rejected the request.';
}

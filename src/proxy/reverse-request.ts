import type { Pseudonymizer } from '../pseudonym/pseudonymizer.ts';
import type { PathParameter, RequestBody } from '../rules/policy.ts';
import { writeQuery, type QueryParameter } from '../rules/request-form.ts';
import type { Source } from './ports.ts';
import { writeRequestBody, type ReverseText } from './request-body.ts';
import { refuse, type Refusal } from './outcome.ts';

/** A matched request with its tokens still in place. */
export interface TokenizedRequest {
  readonly path: string;
  readonly parameters: readonly PathParameter[];
  readonly query: readonly QueryParameter[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: RequestBody;
}

/** The same for the source: clear values in their encoded places. */
export interface ClearRequest {
  readonly kind: 'clear';
  readonly path: string;
  /** Without `?`; empty for none. */
  readonly query: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
  readonly tokensReversed: number;
}

/** What a header may hold. Source: RFC 9110, section 5.5. */
const SENDABLE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

/**
 * Turns every token of an allowed request back. All places are looked at before the answer, which
 * is the same whichever token failed and why.
 */
export function reverseRequest(
  request: TokenizedRequest,
  pseudonymizer: Pick<Pseudonymizer, 'reverseTokens'>,
  source: Pick<Source, 'encodeParameter'>,
): ClearRequest | Refusal {
  const tally = { reversed: 0, isRejected: false };
  const reverseIn =
    (place: 'path-segment' | 'other') =>
    (text: string): string => {
      const unit = pseudonymizer.reverseTokens(text, place);
      if (unit.kind === 'rejected') {
        tally.isRejected = true;
        return '';
      }
      tally.reversed += unit.count;
      return unit.text;
    };
  const reverse = reverseIn('other');
  const path = writePath(request, reverseIn('path-segment'), source);
  const query = writeQuery(
    request.query.map(({ name, value }) => ({ name, value: value && reverse(value) })),
  );
  const headers = request.headers.map(([name, value]) => [name, reverse(value)] as const);
  const body = writeRequestBody(request.body, reverse);
  if (tally.isRejected) return refuse('TOKENIZED_REQUEST_PARAMETER_INVALID');
  const canBeSent = headers.every(([, value]) => SENDABLE.test(value));
  if (path === undefined || !canBeSent) return refuse('FAILED_TO_BUILD_URL');
  return { kind: 'clear', path, query, headers, body, tokensReversed: tally.reversed };
}

/**
 * Parameters that held a token, or whose value the source module chose, are written anew; all else
 * stays as it was matched. Undefined if a parameter would no longer be one segment.
 */
function writePath(
  { path, parameters }: TokenizedRequest,
  reverse: ReverseText,
  source: Pick<Source, 'encodeParameter'>,
): string | undefined {
  const pieces: string[] = [];
  let at = 0;
  for (const { name, start, end, value, rewritten } of parameters) {
    const clear = reverse(value);
    const isChanged = rewritten || clear !== value;
    const written = isChanged ? source.encodeParameter(name, clear) : path.slice(start, end);
    // Privacy: what the rules allowed must be what is called.
    if (isChanged && !ONE_SEGMENT.test(written)) return undefined;
    pieces.push(path.slice(at, start), written);
    at = end;
  }
  return pieces.join('') + path.slice(at);
}

/** Unreserved characters and escapes, and no segment that a server resolves. */
const ONE_SEGMENT = /^(?!\.{1,2}$)(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*$/;

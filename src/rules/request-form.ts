import { Buffer } from 'node:buffer';

/** The normal form of paths and queries: what is checked is what is sent. Source: docs/rules.md, "Requests". */

/** One parameter of a query, percent-decoded; `value` is undefined where there was no `=`. */
export interface QueryParameter {
  readonly name: string;
  readonly value: string | undefined;
}

export type FormRefusal = 'too-long' | 'path-form' | 'encoding';

const MAX_BYTES = 8192;
const MAX_DECODE_ROUNDS = 3;
const UNRESERVED = /[A-Za-z0-9\-._~]/;
const MAY_STAND_IN_PATH = /[A-Za-z0-9\-._~!$&'()*+,;=:@/%]/;
const CONTROL = /[\u0000-\u001f\u007f]/;
const CONTROL_OR_BACKSLASH = /[\u0000-\u001f\u007f\\]/;

/** Why a path and query as received are refused, or undefined. */
export function refusalOf(path: string, query: string): FormRefusal | undefined {
  if (Buffer.byteLength(path) + Buffer.byteLength(query) > MAX_BYTES) return 'too-long';
  if (!path.startsWith('/') || path.startsWith('//')) return 'path-form';
  if (!path.isWellFormed() || !query.isWellFormed()) return 'encoding';
  if (strictlyDecoded(path) === undefined || !isUtf8Query(query)) return 'encoding';
  if (CONTROL.test(query)) return 'path-form';
  return hidesSegments(path) ? 'path-form' : undefined;
}

/** True if the path, as received or after some rounds of decoding, holds dot segments, backslashes or control characters. */
function hidesSegments(path: string): boolean {
  let text: string | undefined = path;
  for (let round = 0; round <= MAX_DECODE_ROUNDS && text !== undefined; round += 1) {
    const hasDots = text.split('/').some((segment) => segment === '.' || segment === '..');
    if (hasDots || CONTROL_OR_BACKSLASH.test(text)) return true;
    const decoded = strictlyDecoded(text);
    text = decoded === text ? undefined : decoded;
  }
  return false;
}

function strictlyDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function isUtf8Query(query: string): boolean {
  return [...query.matchAll(/(?:%[0-9A-Fa-f]{2})+/g)].every(
    ([escapes]) => strictlyDecoded(escapes) !== undefined,
  );
}

/** Escapes of unreserved characters decoded, other escapes in upper case, all else encoded that may not stand in a path. */
export function normalizePath(path: string): string {
  return path.replaceAll(/%[0-9A-Fa-f]{2}|[^]/gu, (piece) => {
    if (piece.length === 3 && piece.startsWith('%')) {
      const character = String.fromCharCode(Number.parseInt(piece.slice(1), 16));
      return UNRESERVED.test(character) ? character : piece.toUpperCase();
    }
    return MAY_STAND_IN_PATH.test(piece) ? piece : encodeURIComponent(piece);
  });
}

/** Separators `&` and `;`, `+` is a blank; parameters with an empty name are dropped. */
export function parseQuery(query: string): readonly QueryParameter[] {
  return query
    .split(/[&;]/)
    .map((part) => {
      const at = part.indexOf('=');
      const name = decodeQueryText(at === -1 ? part : part.slice(0, at));
      return { name, value: at === -1 ? undefined : decodeQueryText(part.slice(at + 1)) };
    })
    .filter(({ name }) => name !== '');
}

function decodeQueryText(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replaceAll(/(?:%[0-9A-Fa-f]{2})+/g, (escapes) => strictlyDecoded(escapes) ?? escapes);
}

/** The query in normal form; the empty text for no query. */
export function writeQuery(parameters: readonly QueryParameter[]): string {
  return parameters
    .map(({ name, value }) =>
      value === undefined
        ? encodeQueryText(name)
        : `${encodeQueryText(name)}=${encodeQueryText(value)}`,
    )
    .join('&');
}

/** Percent-encodes a query name or value: blanks as %20, a plus sign as %2B. */
export function encodeQueryText(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(/%(?:24|2C|2F|3A|3F|40)/g, (escape) =>
    decodeURIComponent(escape),
  );
}

/** Percent-encodes a text as one path segment: every character but the unreserved ones. */
export function encodeSegment(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

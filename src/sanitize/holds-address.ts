import { Buffer } from 'node:buffer';

/** Characters that nobody sees and that do not end a word: zero-width ones, word joiner, soft hyphen. */
const INVISIBLE = /[\u200B-\u200D\u2060\uFEFF\u00AD]/g;
/** Also the full-width one. */
const AT = /[@＠](?=[\p{L}\p{N}])/gu;
/** What cannot end a local part. */
const NO_LOCAL_PART = /[\s\0-\x1f@＠,;:<>()[\]"]/;
const DOMAIN = /[\p{L}\p{N}][\p{L}\p{M}\p{N}.-]*?\.\p{L}\p{M}*\p{L}/uy;
const MIN_HASH_LENGTH = 43;

/**
 * Whether a text, or its percent-decoded form, holds an e-mail address or anything that reads like
 * one. A token before the `@` is a pseudonym, no address. Linear: the search starts from each `@`.
 */
export function holdsAddress(text: string): boolean {
  if (!MAY_HOLD.test(text)) return false;
  const visible = text.replaceAll(INVISIBLE, '');
  if (findsAddress(visible, endsInToken)) return true;
  const decoded = percentDecoded(visible);
  return decoded !== visible && findsAddress(decoded.replaceAll(INVISIBLE, ''), endsInToken);
}

const MAY_HOLD = /[@＠%]/;

/** The same of a text as it stands, whose tokens were cut out before: escapes are not looked into. */
export function readsAsAddress(text: string): boolean {
  return /[@＠]/.test(text) && findsAddress(text.replaceAll(INVISIBLE, ''), () => false);
}

type IsPseudonym = (text: string, end: number) => boolean;

function findsAddress(text: string, isPseudonym: IsPseudonym): boolean {
  for (const { index } of text.matchAll(AT)) {
    const before = text.charAt(index - 1);
    if (before === '' || NO_LOCAL_PART.test(before)) continue;
    DOMAIN.lastIndex = index + 1;
    if (DOMAIN.test(text) && !isPseudonym(text, index)) return true;
  }
  return false;
}

/** `t~` or `p~`, at least 43 characters of base64url, and then the end. */
function endsInToken(text: string, end: number): boolean {
  let start = end;
  while (start > 0 && BASE64URL.test(text.charAt(start - 1))) start -= 1;
  return end - start >= MIN_HASH_LENGTH && /[tp]~/.test(text.slice(Math.max(0, start - 2), start));
}

const BASE64URL = /[A-Za-z0-9_-]/;

/** Privacy: escapes that are no UTF-8 are decoded too, so that they cannot hide an `@` beside them. */
function percentDecoded(text: string): string {
  if (!text.includes('%')) return text;
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

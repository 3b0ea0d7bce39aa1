import { Buffer } from 'node:buffer';

/** Characters that nobody sees and that do not end a word: zero-width ones, word joiner, soft hyphen. */
const INVISIBLE = /[\u200B-\u200D\u2060\uFEFF\u00AD]/g;
/** The longest run before an `@` that can be a local part, and the `@`; also the full-width one. */
const LOCAL_AND_AT = /([^\s\0-\x1f@＠,;:<>()[\]"]+)[@＠](?=[\p{L}\p{N}])/gu;
const DOMAIN = /[\p{L}\p{N}][\p{L}\p{M}\p{N}.-]*?\.\p{L}\p{M}*\p{L}/uy;
const TOKEN_AT_END = /[tp]~[A-Za-z0-9_-]{43,}$/;

/**
 * Whether a text, or its percent-decoded form, holds an e-mail address or anything that reads like
 * one. A token before the `@` is a pseudonym, no address. Linear: each run is read once.
 */
export function holdsAddress(text: string): boolean {
  if (!MAY_HOLD.test(text)) return false;
  const visible = text.replaceAll(INVISIBLE, '');
  if (findsAddress(visible)) return true;
  const decoded = percentDecoded(visible);
  return decoded !== visible && findsAddress(decoded.replaceAll(INVISIBLE, ''));
}

const MAY_HOLD = /[@＠%]/;

function findsAddress(text: string): boolean {
  LOCAL_AND_AT.lastIndex = 0;
  for (const match of text.matchAll(LOCAL_AND_AT)) {
    DOMAIN.lastIndex = match.index + match[0].length;
    if (DOMAIN.test(text) && !TOKEN_AT_END.test(match[1] ?? '')) return true;
  }
  return false;
}

/** Privacy: escapes that are no UTF-8 are decoded too, so that they cannot hide an `@` beside them. */
function percentDecoded(text: string): string {
  if (!text.includes('%')) return text;
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

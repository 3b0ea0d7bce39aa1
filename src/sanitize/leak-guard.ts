import type { ClearTexts } from './clear-texts.ts';

/** Shortest text that is looked for inside other texts; texts of five are compared as a whole. */
const MIN_CONTAINED = 6;
const KEY_LENGTH = 5;
/** `t~` and the 43 characters of a hash. */
const MIN_TOKEN = 45;

const EMAIL = /[a-z0-9!#$%&'*+\-/=?^_`{|}~.]@(?:[a-z0-9-]+\.)+[a-z]{2,}/;
const TOKEN = /[tp]~[A-Za-z0-9_-]{43,}(?:@[A-Za-z0-9~._-]+)?/g;
const LETTER_OR_DIGIT_BEFORE = /[\p{L}\p{N}]$/u;
const LETTER_OR_DIGIT_AFTER = /^[\p{L}\p{N}]/u;

/** Tells whether a kept text gives away what was pseudonymized or removed in the same document. */
export type LeakTest = (text: string) => boolean;

/** Linear in the size of the document: clear texts are found by their first five characters. */
export function createLeakTest({ texts, tokens }: ClearTexts): LeakTest {
  const whole = new Set<string>();
  const byStart = new Map<string, string[]>();
  for (const text of texts) {
    const clear = text.toLowerCase();
    if (whole.has(clear)) continue;
    whole.add(clear);
    if (clear.length < MIN_CONTAINED) continue;
    const start = clear.slice(0, KEY_LENGTH);
    const others = byStart.get(start);
    if (others === undefined) byStart.set(start, [clear]);
    else others.push(clear);
  }
  const givesAway = (text: string): boolean =>
    EMAIL.test(text) || whole.has(text) || containsAny(text, byStart);
  return (text) => {
    if (tokens.has(text)) return false;
    const bare = text.replaceAll(TOKEN, (found) => withoutToken(found, tokens)).toLowerCase();
    if (givesAway(bare)) return true;
    const decoded = percentDecoded(bare);
    return decoded !== bare && givesAway(decoded.toLowerCase());
  };
}

/** Cuts the token out of what looks like one; a dot or word behind its domain is not part of it. */
function withoutToken(found: string, tokens: ReadonlySet<string>): string {
  for (let end = found.length; end >= MIN_TOKEN; end -= 1) {
    if (tokens.has(found.slice(0, end))) return ` ${found.slice(end)}`;
  }
  return found;
}

function containsAny(text: string, byStart: ReadonlyMap<string, readonly string[]>): boolean {
  if (byStart.size === 0) return false;
  for (let at = 0; at + MIN_CONTAINED <= text.length; at += 1) {
    const candidates = byStart.get(text.slice(at, at + KEY_LENGTH));
    if (candidates?.some((clear) => standsAt(text, clear, at)) === true) return true;
  }
  return false;
}

/** As a whole word, so that a random id that happens to hold a name is no hit; e-mails count anywhere. */
function standsAt(text: string, clear: string, at: number): boolean {
  if (!text.startsWith(clear, at)) return false;
  if (clear.includes('@')) return true;
  const end = at + clear.length;
  return (
    !LETTER_OR_DIGIT_BEFORE.test(text.slice(Math.max(0, at - 2), at)) &&
    !LETTER_OR_DIGIT_AFTER.test(text.slice(end, end + 2))
  );
}

/** Decoded as far as it is UTF-8; escapes that are not stay as they are. */
function percentDecoded(text: string): string {
  if (!text.includes('%')) return text;
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

import { Buffer } from 'node:buffer';
import type { ClearTexts } from './clear-texts.ts';
import { Fives } from './fives.ts';
import { readsAsAddress } from './holds-address.ts';

/** Shorter texts cannot give anything away: remembered texts and e-mails are as long. */
const MIN_TESTED = 5;
/** Shortest text that is looked for inside other texts; texts of five are compared as a whole. */
const MIN_CONTAINED = 6;
const START_LENGTH = 5;
/** `t~` and the 43 characters of a hash: enough to know a token by. */
const TOKEN_START_LENGTH = 45;

const ESCAPES = /(?:%[0-9a-f]{2})+/g;
const LETTER_OR_DIGIT_BEFORE = /[\p{L}\p{N}]$/u;
const LETTER_OR_DIGIT_AFTER = /^[\p{L}\p{N}]/u;

/**
 * Those of the kept texts that give away what was pseudonymized or removed in the same document.
 * Linear in the size of the document: clear texts whose start stands in no kept text are passed by,
 * the others are found by their start.
 */
export function findLeaks(kept: Iterable<string>, clearTexts: ClearTexts): ReadonlySet<string> {
  const cutTokens = createTokenCutter(clearTexts);
  const readings = new Map<string, readonly string[]>();
  for (const text of kept) {
    if (text.length >= MIN_TESTED) readings.set(text, readingsOf(cutTokens(text).toLowerCase()));
  }
  if (readings.size === 0) return new Set();
  const givesAway = createTest([...readings.values()].flat(), clearTexts);
  const leaks = [...readings].filter(([, forms]) => forms.some(givesAway)).map(([text]) => text);
  // What a transform wrote as a whole, such as a token or a digest, gives nothing away.
  return leaks.length === 0 ? new Set() : new Set(leaks).difference(clearTexts.tokens);
}

/** The text, and what its percent escapes stand for. */
function readingsOf(text: string): readonly string[] {
  if (!text.includes('%')) return [text];
  const decoded = text.replaceAll(ESCAPES, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
  return decoded === text ? [text] : [text, decoded.toLowerCase()];
}

type Test = (text: string) => boolean;

function createTest(readings: readonly string[], clearTexts: ClearTexts): Test {
  const standing = new Fives(readings.reduce((total, text) => total + text.length, 0));
  for (const text of readings) standing.addAll(text);
  const clear = clearTexts.select({
    mayStand: (text) => standing.hasStartOf(text),
    withEmails: readings.some((text) => text.includes('@')),
  });
  const contains = createSearch(clear);
  return (text) => readsAsAddress(text) || clear.has(text) || contains(text);
}

/** Tells whether one of the clear texts stands in another text. */
function createSearch(clear: ReadonlySet<string>): Test {
  const starts = new Fives(clear.size);
  const lengthsByStart = new Map<string, Set<number>>();
  for (const text of clear) {
    if (text.length < MIN_CONTAINED) continue;
    starts.add(text, 0);
    addLength(lengthsByStart, text.slice(0, START_LENGTH), text.length);
  }
  if (lengthsByStart.size === 0) return () => false;
  const standsAt = (text: string, at: number): boolean => {
    for (const length of lengthsByStart.get(text.slice(at, at + START_LENGTH)) ?? []) {
      const piece = text.slice(at, at + length);
      if (clear.has(piece) && (piece.includes('@') || isWord(text, at, piece.length))) return true;
    }
    return false;
  };
  return (text) => {
    for (let at = 0; at + MIN_CONTAINED <= text.length; at += 1) {
      if (starts.has(text, at) && standsAt(text, at)) return true;
    }
    return false;
  };
}

/** A whole word, so that a random id that happens to hold a name is no hit; e-mails count anywhere. */
function isWord(text: string, at: number, length: number): boolean {
  const end = at + length;
  return (
    !LETTER_OR_DIGIT_BEFORE.test(text.slice(Math.max(0, at - 2), at)) &&
    !LETTER_OR_DIGIT_AFTER.test(text.slice(end, end + 2))
  );
}

/** Cuts the tokens of the document out of a text; a dot or word behind their domain is not part of them. */
function createTokenCutter(clearTexts: ClearTexts): (text: string) => string {
  let tokens: ReadonlySet<string> | undefined;
  const lengthsByStart = new Map<string, Set<number>>();
  const tokenLengthAt = (text: string, at: number): number => {
    if (tokens === undefined) {
      tokens = clearTexts.tokens;
      for (const token of tokens) addLength(lengthsByStart, startOf(token, 0), token.length);
    }
    const lengths = [...(lengthsByStart.get(startOf(text, at)) ?? [])];
    const found = lengths.filter((length) => tokens?.has(text.slice(at, at + length)));
    return Math.max(0, ...found);
  };
  return (text) => {
    let result = '';
    let end = 0;
    // Each token begins with a letter and a tilde.
    for (let tilde = text.indexOf('~'); tilde > 0; tilde = text.indexOf('~', tilde + 1)) {
      const at = tilde - 1;
      const length = at < end ? 0 : tokenLengthAt(text, at);
      if (length === 0) continue;
      result += `${text.slice(end, at)} `;
      end = at + length;
    }
    return result + text.slice(end);
  };
}

/** The start of the token that may stand here. */
function startOf(text: string, at: number): string {
  return text.slice(at, at + TOKEN_START_LENGTH);
}

function addLength(lengths: Map<string, Set<number>>, start: string, length: number): void {
  const known = lengths.get(start);
  if (known === undefined) lengths.set(start, new Set([length]));
  else known.add(length);
}

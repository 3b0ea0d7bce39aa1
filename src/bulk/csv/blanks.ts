// Hot loop: these functions see the ends of every cell, as bytes of UTF-8.
import type { Buffer } from 'node:buffer';

/** What cells are surrounded by and what may stand around quotes: the white space of Unicode but no-break spaces. */
const BLANKS: readonly string[] = [
  '\t\n\v\f\r\x1c\x1d\x1e\x1f ',
  '\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200A\u2028\u2029\u205F\u3000',
];

const ONE_BYTE = new Uint8Array(256);
for (const character of BLANKS[0] ?? '') ONE_BYTE[character.charCodeAt(0)] = 1;

/** Three bytes as one number. All blanks outside of ASCII have three. */
const THREE_BYTES: ReadonlySet<number> = new Set(
  [...(BLANKS[1] ?? '')].map((character) => {
    const code = character.charCodeAt(0);
    return ((0xe0 | (code >> 12)) << 16) | ((0x80 | ((code >> 6) & 63)) << 8) | 0x80 | (code & 63);
  }),
);

/** Bytes of the blank that starts at `at`; 0 if none does. */
export function blankAt(bytes: Buffer, at: number, end: number): 0 | 1 | 3 {
  const first = bytes[at] ?? 0;
  if (first < 0xe1) return ONE_BYTE[first] === 1 ? 1 : 0;
  return at + 3 <= end && THREE_BYTES.has(threeAt(bytes, at)) ? 3 : 0;
}

function threeAt(bytes: Buffer, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
}

/** Start of a span without the blanks before it. */
export function skipBlanks(bytes: Buffer, start: number, end: number): number {
  let at = start;
  for (let width = blankAt(bytes, at, end); at < end && width > 0;) {
    at += width;
    width = blankAt(bytes, at, end);
  }
  return at;
}

/** End of a span without the blanks at its end. */
export function trimBlanksEnd(bytes: Buffer, start: number, end: number): number {
  let at = end;
  for (;;) {
    if (at > start && ONE_BYTE[bytes[at - 1] ?? 0] === 1) at -= 1;
    else if (at - 3 >= start && THREE_BYTES.has(threeAt(bytes, at - 3))) at -= 3;
    else return at;
  }
}

/** First bytes of what shows nothing outside of ASCII. */
const STARTS_OF_NOTHING: ReadonlySet<number> = new Set([0xc2, 0xe1, 0xe2, 0xe3, 0xef]);
const TEXT_OF_NOTHING = /^[\s\u0085\0-\x20\u200B-\u200D\u2060\uFEFF]*$/;

/** Whether a text shows nothing: white space, no-break spaces included, and zero-width characters. */
export function isBlankText(text: string): boolean {
  return TEXT_OF_NOTHING.test(text);
}

/** `isBlankText` of bytes; almost always answered by the first of them. */
export function isBlankSpan(bytes: Buffer, start: number, end: number): boolean {
  if (start === end) return true;
  const first = bytes[start] ?? 0;
  if (first > 0x20 && !STARTS_OF_NOTHING.has(first)) return false;
  return isBlankText(bytes.toString('utf8', start, end));
}

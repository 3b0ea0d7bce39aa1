import { isJsonObject, namesOf, type JsonObject, type JsonValue } from '../json.ts';

/**
 * The engine gives a text of 128 KiB or more memory of its own, whose first use takes longer than
 * the writing: a page of 300 participants is written four times as fast in pieces (`bench/sanitize.ts`).
 */
const PIECE_LENGTH = 32 * 1024;
/** Elements in the first piece of an array, which tells how long an element is. */
const FIRST_ELEMENTS = 8;

export type WriteValue = (value: JsonValue) => string;

/** What `write` writes, in pieces: the elements of an array at the root, or in a property of the root, apart. */
export function writeInPieces(value: JsonValue, write: WriteValue): readonly string[] {
  if (Array.isArray(value)) return ['[', ...elementPieces(value, write), ']'];
  return isJsonObject(value) ? objectPieces(value, write) : [write(value)];
}

function objectPieces(object: JsonObject, write: WriteValue): readonly string[] {
  const pieces: string[] = [];
  let text = '{';
  for (const name of namesOf(object)) {
    const value = object[name] ?? null;
    if (text !== '{') text += ',';
    text += `${JSON.stringify(name)}:`;
    if (Array.isArray(value) && value.length > FIRST_ELEMENTS) {
      pieces.push(`${text}[`, ...elementPieces(value, write));
      text = ']';
    } else text += write(value);
  }
  return [...pieces, `${text}}`];
}

/** Elements with commas between them. */
function elementPieces(array: readonly JsonValue[], write: WriteValue): readonly string[] {
  const pieces: string[] = [];
  let count = FIRST_ELEMENTS;
  for (let at = 0; at < array.length; at += count) {
    if (at > 0) count = nextCount(count, pieces.at(-1) ?? '');
    const text = write(array.slice(at, at + count)).slice(1, -1);
    pieces.push(at === 0 ? text : `,${text}`);
  }
  return pieces;
}

function nextCount(count: number, { length }: string): number {
  const fitting = Math.floor((count * PIECE_LENGTH) / Math.max(1, length));
  // Rows that are short so far may get longer.
  return Math.max(1, Math.min(2 * count, fitting));
}

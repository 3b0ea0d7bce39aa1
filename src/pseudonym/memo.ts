import { Buffer } from 'node:buffer';

/** Entries kept in one generation; two generations live at once. */
const MAX_ENTRIES = 20_000;
/** Longer texts are computed anew, so that the memo stays within a few megabytes. */
const MAX_TEXT_LENGTH = 200;

/** A bounded memo of a pure function of texts: when one generation is full, the older one is dropped. */
export function memoize(compute: (text: string) => string): (text: string) => string {
  let young = new Map<string, string>();
  let old = new Map<string, string>();
  const scratch = Buffer.alloc(3 * MAX_TEXT_LENGTH);
  return (text) => {
    const known = young.get(text);
    if (known !== undefined) return known;
    if (text.length > MAX_TEXT_LENGTH || !text.isWellFormed()) return compute(text);
    // A copy: a text cut out of a longer one keeps all of that alive, and so does what is made of it.
    const copy = scratch.toString('utf8', 0, scratch.write(text));
    const value = old.get(copy) ?? compute(copy);
    if (young.size >= MAX_ENTRIES) {
      old = young;
      young = new Map();
    }
    young.set(copy, value);
    return value;
  };
}

/** Entries kept in one generation; two generations live at once. */
const MAX_ENTRIES = 20_000;
/** Longer texts are computed anew, so that the memo stays within a few megabytes. */
const MAX_TEXT_LENGTH = 200;

/** A bounded memo of a pure function of texts: when one generation is full, the older one is dropped. */
export function memoize(compute: (text: string) => string): (text: string) => string {
  let young = new Map<string, string>();
  let old = new Map<string, string>();
  return (text) => {
    const known = young.get(text);
    if (known !== undefined) return known;
    const value = old.get(text) ?? compute(text);
    if (text.length > MAX_TEXT_LENGTH) return value;
    if (young.size >= MAX_ENTRIES) {
      old = young;
      young = new Map();
    }
    young.set(text, value);
    return value;
  };
}

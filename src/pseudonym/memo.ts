// Hot: asked for every identifier of every answer.

/**
 * Entries of one map. A larger one would live among the engine's large objects, where growing it costs
 * more than the hashes that it saves.
 */
const MAX_ENTRIES = 4_000;
/** A power of two. */
const MAPS = 16;
/** Longer texts are computed anew, so that the memo stays within a few megabytes. */
const MAX_TEXT_LENGTH = 200;

/**
 * A bounded memo of a pure function of texts, which it keeps: a piece of a longer text has to be
 * copied first (`ownText`). A map that is full starts anew.
 */
export function memoize(compute: (text: string) => string): (text: string) => string {
  const maps = Array.from({ length: MAPS }, () => new Map<string, string>());
  return (text) => {
    if (text.length > MAX_TEXT_LENGTH) return compute(text);
    const index = mapOf(text);
    const known = maps[index]?.get(text);
    if (known !== undefined) return known;
    const value = compute(text);
    if (!text.isWellFormed()) return value;
    let map = maps[index];
    if (map === undefined || map.size >= MAX_ENTRIES) {
      map = new Map();
      maps[index] = map;
    }
    map.set(text, value);
    return value;
  };
}

/** Every third character: enough to spread texts over the maps. */
function mapOf(text: string): number {
  let mark = 0;
  for (let at = 0; at < text.length; at += 3) mark = (31 * mark + text.charCodeAt(at)) | 0;
  return (mark ^ (mark >>> 3)) & (MAPS - 1);
}

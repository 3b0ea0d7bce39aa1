import { zipSync, type Zippable } from 'fflate';

/** Files by their path in the zip. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** The earliest date that a zip can hold: the same for every build. */
const DATE = new Date(1980, 0, 1);
const UNIX = 3;
/** A plain file that everybody may read: Lambda runs the function as a user of its own. */
const MODE = 0o100644 << 16;

/**
 * A zip whose bytes follow from its content alone: files by name, one date, one mode. Packed in
 * JavaScript, because zlib packs differently on Arm and Intel.
 */
export function toZip(files: Files): Uint8Array {
  const entries: Zippable = {};
  for (const path of [...files.keys()].sort()) {
    entries[path] = [
      files.get(path) ?? new Uint8Array(),
      { level: 9, mtime: DATE, os: UNIX, attrs: MODE },
    ];
  }
  return zipSync(entries);
}

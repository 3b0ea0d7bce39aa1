/** Characters that nobody sees: byte-order mark, zero-width space and joiners, word joiner. */
const INVISIBLE = /[\uFEFF\u200B-\u200D\u2060]/g;
/** White space of Unicode, and the control characters below it. */
const EDGES = /^[\s\u0085\0- ]+|[\s\u0085\0- ]+$/g;
const INNER_SPACE = /[\s\u0085]+/g;

/** A column name as a person would copy it: nothing invisible, nothing around. */
export function trimName(name: string): string {
  return name.replaceAll(INVISIBLE, '').replaceAll(EDGES, '');
}

/** The form in which column names are compared: case, width of blanks and composition do not matter. */
export function foldName(name: string): string {
  return trimName(name).normalize('NFC').replaceAll(INNER_SPACE, ' ').toLowerCase();
}

/** Words, no numbers that could be somebody's. */
const SHOWABLE_NAME = /^[a-z][a-z0-9]*(?:[_A-Z][A-Za-z0-9]*)*$/;

/** Privacy: a name that nobody declared may be data (a map keyed by e-mail); only plain words are shown. */
export function isShowableName(name: string): boolean {
  return name.length <= 40 && SHOWABLE_NAME.test(name) && !/\d{4}/.test(name);
}

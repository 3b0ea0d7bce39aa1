const MAX_LENGTH = 64;

/** Privacy: a header may be a person's data (a file without header); only what looks like a name is shown. */
export function shownName(name: string, position: number): string {
  const isShowable = name.length <= MAX_LENGTH && !/[@＠]|\p{Nd}{4}/u.test(name);
  return isShowable ? name : `column ${String(position)}`;
}

import type { Buffer } from 'node:buffer';
import { skipBlanks, trimBlanksEnd } from './blanks.ts';

const SPACE = 0x20;

/** How a cell is written; `escaped` is quoted and holds doubled quotes. */
export type CellForm = 0 | 1 | 2;
export const [PLAIN, QUOTED, ESCAPED] = [0, 1, 2] as const;

/** The text of a cell from its bytes, those inside the quotes of a quoted one. */
export function cellText(bytes: Buffer, form: number | undefined): string {
  if (form === PLAIN) {
    const first = skipBlanks(bytes, 0, bytes.length);
    const last = trimBlanksEnd(bytes, first, bytes.length);
    return trimControls(bytes.toString('utf8', first, last));
  }
  const inside = bytes.toString('utf8');
  return trimControls(form === ESCAPED ? inside.replaceAll('""', '"') : inside);
}

/** Without characters up to U+0020 at both ends. */
function trimControls(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && text.charCodeAt(start) <= SPACE) start += 1;
  while (end > start && text.charCodeAt(end - 1) <= SPACE) end -= 1;
  return text.slice(start, end);
}

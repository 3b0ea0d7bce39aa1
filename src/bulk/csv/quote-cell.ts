/** Whether a cell must stand in quotes, and how it then is written. */
export interface CellQuoting {
  readonly delimiter: string;
  quoted(text: string): string;
}

/** Quotes only where they are needed: delimiter, quote, line break, a first character up to `#`, a last up to a blank. */
export function createQuoting(delimiter: string): CellQuoting {
  const isPlain = (text: string): boolean =>
    text.charCodeAt(0) > 0x23 &&
    text.charCodeAt(text.length - 1) > 0x20 &&
    !NEEDS_QUOTES.test(text) &&
    !text.includes(delimiter);
  return {
    delimiter,
    quoted: (text) => (text === '' || isPlain(text) ? text : `"${text.replaceAll('"', '""')}"`),
  };
}

const NEEDS_QUOTES = /["\r\n]/;

/**
 * A linear scanner for the mailbox grammar of RFC 2822, with the limits of docs/rules.md ("What is an
 * e-mail"): it never goes back more than one mailbox, whatever the length of the text.
 */
export interface Mailbox {
  /** Local part as written: a dot-atom, or the unescaped text of a quoted string. */
  readonly local: string;
  readonly domain: string;
}

const ATOM = /[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+/y;
const DOT_ATOM = /[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(?:\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*/y;
const BLANKS = /(?:[ \t]|\r?\n(?=[ \t]))+/y;
const LABELS = /[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/y;
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const LAST_LABEL = /^[A-Za-z]{2,26}$/;
const QUOTED = /"((?:[^"\\\u0000-\u001f\u007f]|\\[^\u0000-\u001f\u007f])*)"/y;

/** Reads pieces of a text from left to right; `undefined` means that the piece is not there. */
export class MailboxScanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** Takes one character if it stands here. */
  take(character: string): boolean {
    if (!this.#text.startsWith(character, this.#at)) return false;
    this.#at += character.length;
    return true;
  }

  /** Skips white space and comments; false if a comment does not end. */
  skipSpace(): boolean {
    for (;;) {
      this.#match(BLANKS);
      if (this.#text[this.#at] !== '(') return true;
      if (!this.#skipComment()) return false;
    }
  }

  /** `address`, `name <address>` or `<address>`, with white space around. */
  mailbox(): Mailbox | undefined {
    const start = this.#at;
    const bare = this.#address();
    if (bare !== undefined) return bare;
    this.#at = start;
    if (!this.#skipName()) return undefined;
    if (!this.take('<')) return undefined;
    const address = this.#address();
    return address !== undefined && this.take('>') && this.skipSpace() ? address : undefined;
  }

  /** Skips the words of a name: atoms and quoted strings; false if a comment does not end. */
  #skipName(): boolean {
    for (;;) {
      if (!this.skipSpace()) return false;
      if (this.#match(ATOM) === undefined && this.#match(QUOTED) === undefined) return true;
    }
  }

  /** The words before the `:` of a group; false if there is no group here. */
  groupName(): boolean {
    const start = this.#at;
    if (this.#skipName() && this.#at > start && this.take(':')) return true;
    this.#at = start;
    return false;
  }

  #address(): Mailbox | undefined {
    if (!this.skipSpace()) return undefined;
    const local = this.#local();
    if (local === undefined || !this.skipSpace() || !this.take('@') || !this.skipSpace()) {
      return undefined;
    }
    const domain = this.#domain();
    return domain !== undefined && this.skipSpace() ? { local, domain } : undefined;
  }

  #local(): string | undefined {
    const quoted = this.#match(QUOTED);
    if (quoted === undefined) return this.#match(DOT_ATOM);
    return quoted.slice(1, -1).replaceAll(/\\(.)/gsu, '$1');
  }

  #domain(): string | undefined {
    const text = this.#match(LABELS);
    if (text === undefined) return undefined;
    const labels = text.split('.');
    const isDomain =
      labels.every((label) => LABEL.test(label)) && LAST_LABEL.test(labels.at(-1) ?? '');
    return isDomain ? text : undefined;
  }

  #skipComment(): boolean {
    for (let depth = 0; !this.isAtEnd; this.#at += 1) {
      const character = this.#text[this.#at];
      if (character === '\\') this.#at += 1;
      else if (character === '(') depth += 1;
      else if (character === ')') depth -= 1;
      if (depth === 0) {
        this.#at += 1;
        return true;
      }
    }
    return false;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}

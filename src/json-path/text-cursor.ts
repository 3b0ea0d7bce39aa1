import type { JsonPathProblem } from './json-path.ts';

/** A path text is outside the grammar: where, and what was expected there. */
export class JsonPathError extends Error {
  readonly problem: JsonPathProblem;
  constructor(index: number, expected: string) {
    super(expected);
    this.problem = { at: index + 1, expected };
  }
}

/** Reads a path text from left to right. */
export class TextCursor {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  peek(): string {
    return this.text.charAt(this.at);
  }

  /** Takes a literal text if it stands here. */
  take(literal: string): boolean {
    if (!this.text.startsWith(literal, this.at)) return false;
    this.at += literal.length;
    return true;
  }

  expect(literal: string, expected = `"${literal}"`): void {
    if (!this.take(literal)) this.fail(expected);
  }

  /** Takes what a sticky pattern matches here. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  skipBlanks(): void {
    this.match(/[ \t\r\n]*/y);
  }

  /** A quoted string with the escapes of the dialect, or undefined if no quote stands here. */
  quoted(): string | undefined {
    const quote = this.peek();
    if (quote !== "'" && quote !== '"') return undefined;
    const start = this.at;
    this.at += 1;
    let value = '';
    while (!this.take(quote)) {
      if (this.isAtEnd) throw new JsonPathError(start, `a closing ${quote}`);
      value += this.take('\\') ? this.#escape() : this.#character();
    }
    return value;
  }

  #character(): string {
    this.at += 1;
    return this.text.charAt(this.at - 1);
  }

  #escape(): string {
    const unicode = this.match(/u[0-9A-Fa-f]{4}/y);
    if (unicode !== undefined) return String.fromCharCode(Number.parseInt(unicode.slice(1), 16));
    const meaning = new Map([
      ['n', '\n'],
      ['t', '\t'],
      ["'", "'"],
      ['"', '"'],
      ['\\', '\\'],
      ['/', '/'],
    ]);
    const value = meaning.get(this.peek());
    if (value === undefined) this.fail('one of the escapes \\\' \\" \\\\ \\/ \\n \\t \\uXXXX');
    this.at += 1;
    return value;
  }

  fail(expected: string): never {
    throw new JsonPathError(this.at, expected);
  }
}

/**
 * Reads a regex of the rules dialect (the common part of Java and RE2, docs/rules.md "Regexes") and
 * writes it for one of two engines, so that both give it the same meaning.
 */
export interface Translation {
  /** For RE2, flags included. */
  readonly linear: string;
  /** For the native engine, without flags. */
  readonly native: string;
  readonly flags: string;
  readonly hasLookAround: boolean;
  /** A quantifier inside a quantified group: slow where the engine backtracks. */
  readonly hasNestedQuantifier: boolean;
}

/** Where a regex is wrong: character position from 1, and what was expected there. */
export interface RegexProblem {
  readonly at: number;
  readonly expected: string;
}

class Refused extends Error {
  readonly problem: RegexProblem;
  constructor(index: number, expected: string) {
    super(expected);
    this.problem = { at: index + 1, expected };
  }
}

export function translateRegex(source: string): Translation | RegexProblem {
  try {
    return new Translator(source).translate();
  } catch (error) {
    if (error instanceof Refused) return error.problem;
    throw error;
  }
}

const WHITE = '\\t\\n\\v\\f\\r ';
const NOT_WHITE_RANGES = '\\x00-\\x08\\x0E-\\x1F\\x21-';
const SYNTAX = new Set('^$\\.*+?()[]{}|/');
/** Escapes that both engines read alike, inside and outside of classes. */
const SHARED_ESCAPES = new Set('dDwWntrfv');

class Translator {
  readonly #source: string;
  #at = 0;
  #linear = '';
  #native = '';
  #flags = '';
  #hasLookAround = false;
  #hasNestedQuantifier = false;
  /** For each open group, whether a quantifier stands inside. */
  readonly #groups: boolean[] = [];
  #closedGroupHadQuantifier = false;

  constructor(source: string) {
    this.#source = source;
  }

  translate(): Translation {
    const flags = /^\(\?([ims]+)\)/.exec(this.#source);
    if (flags !== null) {
      this.#flags = [...new Set(flags[1])].join('');
      this.#at = flags[0].length;
    }
    while (this.#at < this.#source.length) this.#readItem();
    return {
      linear: this.#flags === '' ? this.#linear : `(?${this.#flags})${this.#linear}`,
      native: this.#native,
      flags: this.#flags,
      hasLookAround: this.#hasLookAround,
      hasNestedQuantifier: this.#hasNestedQuantifier,
    };
  }

  #readItem(): void {
    const character = this.#next();
    switch (character) {
      case '\\':
        this.#readEscape();
        break;
      case '[':
        this.#readClass();
        break;
      case '(':
        this.#readGroupStart();
        break;
      case '.':
        this.#readDot();
        break;
      case ')':
        this.#closedGroupHadQuantifier = this.#groups.pop() ?? false;
        this.#emit(')');
        break;
      default:
        this.#readPlain(character);
    }
    this.#readQuantifier(character === ')');
  }

  #readPlain(character: string): void {
    const isOperator = '^$|'.includes(character);
    if ('*+?'.includes(character)) throw new Refused(this.#at - 1, 'something to repeat before it');
    this.#emit(!isOperator && SYNTAX.has(character) ? `\\${character}` : character);
  }

  #readDot(): void {
    if (this.#flags.includes('s')) this.#emit('.');
    else this.#emit('[^\\n\\r\\x{85}\\x{2028}\\x{2029}]', '[^\\n\\r\\u0085\\u2028\\u2029]');
  }

  #readQuantifier(afterGroup: boolean): void {
    const found = /^(?:[*+?]|\{\d+(?:,\d*)?\})/.exec(this.#source.slice(this.#at, this.#at + 24));
    if (found === null) return;
    this.#at += found[0].length;
    this.#emit(found[0]);
    if (this.#peek() === '?') this.#emit(this.#next());
    else if (this.#peek() === '+') throw new Refused(this.#at, 'no possessive quantifier');
    if (afterGroup && this.#closedGroupHadQuantifier && found[0] !== '?') {
      this.#hasNestedQuantifier = true;
    }
    this.#groups.fill(true);
  }

  #readGroupStart(): void {
    const start = this.#at - 1;
    this.#groups.push(false);
    if (this.#peek() !== '?') {
      this.#emit('(');
      return;
    }
    const opening = /^\?(?::|=|!|<=|<!|<([A-Za-z][A-Za-z0-9_]*)>)/.exec(
      this.#source.slice(this.#at, this.#at + 80),
    );
    if (opening === null) {
      throw new Refused(start, 'a plain, named or non-capturing group, or look-around');
    }
    this.#at += opening[0].length;
    if (/^\?<?[=!]$/.test(opening[0])) this.#hasLookAround = true;
    const name = opening[1];
    if (name === undefined) this.#emit(`(${opening[0]}`);
    else this.#emit(`(?P<${name}>`, `(?<${name}>`);
  }

  #readEscape(): void {
    const start = this.#at - 1;
    const character = this.#next();
    if (SHARED_ESCAPES.has(character) || character === 'b' || character === 'B') {
      this.#emit(`\\${character}`);
    } else if (character === 's') this.#emit(`[${WHITE}]`);
    else if (character === 'S') this.#emit(`[^${WHITE}]`);
    else if (character === 'Q') this.#readQuotation();
    else this.#readSharedEscape(character, start);
  }

  /** Escapes that mean one character or one Unicode class. */
  #readSharedEscape(character: string, start: number): void {
    if (character === 'x' || character === 'u') this.#readCodePoint(character, start);
    else if (character === 'p' || character === 'P') this.#readProperty(character, start);
    else if (character === 'a') this.#emit('\\x07');
    else if (character === 'e') this.#emit('\\x1B');
    else if (/[1-9k]/.test(character)) throw new Refused(start, 'no back-reference');
    else if (/[A-Za-z0-9]/.test(character) || character === '') {
      throw new Refused(start, 'an escape of the dialect');
    } else
      this.#emit(SYNTAX.has(character) || character === '-' ? this.#escaped(character) : character);
  }

  #escaped(character: string): string {
    return character === '-' ? '\\x2D' : `\\${character}`;
  }

  #readQuotation(): void {
    const end = this.#source.indexOf('\\E', this.#at);
    const text = this.#source.slice(this.#at, end === -1 ? undefined : end);
    this.#at += text.length + (end === -1 ? 0 : 2);
    for (const character of text) this.#emit(SYNTAX.has(character) ? `\\${character}` : character);
  }

  #readCodePoint(letter: string, start: number): void {
    const pattern = letter === 'u' ? /^[0-9A-Fa-f]{4}/ : /^(?:[0-9A-Fa-f]{2}|\{[0-9A-Fa-f]{1,6}\})/;
    const found = pattern.exec(this.#source.slice(this.#at, this.#at + 8))?.[0];
    if (found === undefined) throw new Refused(start, 'hex digits');
    this.#at += found.length;
    const digits = found.replaceAll(/[{}]/g, '');
    this.#emit(`\\x{${digits}}`, `\\u{${digits}}`);
  }

  #readProperty(letter: string, start: number): void {
    const found = /^(?:[A-Z]|\{[A-Za-z_]+\})/.exec(
      this.#source.slice(this.#at, this.#at + 40),
    )?.[0];
    if (found === undefined) throw new Refused(start, 'a Unicode class such as \\p{L}');
    this.#at += found.length;
    const name = found.replaceAll(/[{}]/g, '');
    this.#emit(`\\${letter}{${name}}`);
  }

  #readClass(): void {
    const start = this.#at - 1;
    this.#emit('[');
    if (this.#peek() === '^') this.#emit(this.#next());
    for (let isFirst = true; ; isFirst = false) {
      const character = this.#next();
      if (character === '') throw new Refused(start, 'a closing ]');
      if (character === ']' && !isFirst) break;
      this.#readClassItem(character);
    }
    this.#emit(']');
  }

  #readClassItem(character: string): void {
    const start = this.#at - 1;
    if (character === '[') throw new Refused(start, 'no class inside a class; write \\[');
    if (character === '&' && this.#peek() === '&') throw new Refused(start, 'no intersection');
    if (character === ']') this.#emit('\\]');
    else if (character !== '\\') this.#emit(character);
    else this.#readClassEscape(this.#next(), start);
  }

  #readClassEscape(character: string, start: number): void {
    if (SHARED_ESCAPES.has(character)) this.#emit(`\\${character}`);
    else if (character === 's') this.#emit(WHITE);
    else if (character === 'S') {
      this.#emit(`${NOT_WHITE_RANGES}\\x{10FFFF}`, `${NOT_WHITE_RANGES}\\u{10FFFF}`);
    } else this.#readSharedEscape(character, start);
  }

  #peek(): string {
    return this.#source.charAt(this.#at);
  }

  #next(): string {
    const codePoint = this.#source.codePointAt(this.#at);
    if (codePoint === undefined) return '';
    const character = String.fromCodePoint(codePoint);
    this.#at += character.length;
    return character;
  }

  #emit(linear: string, native = linear): void {
    this.#linear += linear;
    this.#native += native;
  }
}

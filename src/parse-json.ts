// Hot loop: the parser below reads every character of documents that the native one would change.
import {
  ExactNumber,
  recordNameOrder,
  setProperty,
  type JsonObject,
  type JsonValue,
} from './json.ts';

/** Most levels of arrays and objects inside each other. */
export const MAX_LEVELS = 200;

/** The text is no JSON, or nested too deeply. Carries nothing of the text. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
  constructor() {
    super('not JSON');
  }
}

/** Parses one JSON text exactly. Duplicate names: the last value wins. Throws JsonSyntaxError. */
export function parseJson(text: string): JsonValue {
  const [value, ...others] = parseJsonValues(text);
  if (value === undefined || others.length > 0) throw new JsonSyntaxError();
  return value;
}

/** Parses several JSON values, concatenated or one a line; at least one. Throws JsonSyntaxError. */
export function parseJsonValues(text: string): readonly JsonValue[] {
  return new ExactParser(text).values();
}

/**
 * Parses one JSON text with numbers as doubles, names in the order of the engine and any depth: three
 * times as fast. Undefined if it is not one.
 */
export function parsePlainJson(text: string): JsonValue | undefined {
  try {
    return parseNatively(text);
  } catch {
    // Privacy: the engine's message quotes the text.
    return undefined;
  }
}

/** What the native parser gives is JSON by construction. */
const parseNatively: (text: string) => JsonValue = JSON.parse;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const [TAB, LINE_FEED, RETURN, SPACE] = [0x09, 0x0a, 0x0d, 0x20];
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const INDEX_NAME = /^\d+$/;
/** Slices up to this length are copies. */
const VIEW_LENGTH = 12;

/** JSON (RFC 8259) with the digits of its numbers and the order of its names. */
class ExactParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  values(): readonly JsonValue[] {
    const values: JsonValue[] = [];
    this.#skipSpace();
    do {
      values.push(this.#value(MAX_LEVELS));
      this.#skipSpace();
    } while (this.#at < this.#text.length);
    return values;
  }

  /** `levels`: how many levels may begin here. */
  #value(levels: number): JsonValue {
    switch (this.#text.charCodeAt(this.#at)) {
      case QUOTE:
        return this.#string();
      case OPEN_OBJECT:
        return this.#object(levels);
      case OPEN_ARRAY:
        return this.#array(levels);
      default:
        return this.#wordOrNumber();
    }
  }

  #object(levels: number): JsonObject {
    if (levels === 0) throw new JsonSyntaxError();
    const object: JsonObject = {};
    const names: string[] = [];
    let hasIndexNames = false;
    this.#at += 1;
    this.#skipSpace();
    if (this.#take(CLOSE_OBJECT)) return object;
    do {
      this.#skipSpace();
      if (this.#text.charCodeAt(this.#at) !== QUOTE) throw new JsonSyntaxError();
      const name = this.#string();
      this.#skipSpace();
      this.#expect(COLON);
      this.#skipSpace();
      names.push(name);
      hasIndexNames ||= INDEX_NAME.test(name);
      setProperty(object, name, this.#value(levels - 1));
      this.#skipSpace();
    } while (this.#take(COMMA));
    this.#expect(CLOSE_OBJECT);
    if (hasIndexNames) recordNameOrder(object, [...new Set(names)]);
    return object;
  }

  #array(levels: number): JsonValue[] {
    if (levels === 0) throw new JsonSyntaxError();
    const elements: JsonValue[] = [];
    this.#at += 1;
    this.#skipSpace();
    if (this.#take(CLOSE_ARRAY)) return elements;
    do {
      this.#skipSpace();
      elements.push(this.#value(levels - 1));
      this.#skipSpace();
    } while (this.#take(COMMA));
    this.#expect(CLOSE_ARRAY);
    return elements;
  }

  #string(): string {
    const start = this.#at + 1;
    let end = start;
    let code = this.#text.charCodeAt(end);
    while (code !== QUOTE && code !== BACKSLASH && code >= SPACE) {
      end += 1;
      code = this.#text.charCodeAt(end);
    }
    if (code !== QUOTE || end - start > VIEW_LENGTH) return this.#nativeString();
    this.#at = end + 1;
    return this.#text.slice(start, end);
  }

  /**
   * Left to the native parser, which knows all escapes and what must be escaped, and gives a copy: a
   * slice is a view that keeps the whole text alive.
   */
  #nativeString(): string {
    const start = this.#at;
    let end = this.#text.indexOf('"', start + 1);
    while (end !== -1 && this.#isEscaped(end)) end = this.#text.indexOf('"', end + 1);
    if (end === -1) throw new JsonSyntaxError();
    this.#at = end + 1;
    try {
      return String(JSON.parse(this.#text.slice(start, end + 1)));
    } catch {
      throw new JsonSyntaxError();
    }
  }

  #isEscaped(index: number): boolean {
    let backslashes = 0;
    while (this.#text.charCodeAt(index - 1 - backslashes) === BACKSLASH) backslashes += 1;
    return backslashes % 2 === 1;
  }

  #wordOrNumber(): JsonValue {
    if (this.#takeText('true')) return true;
    if (this.#takeText('false')) return false;
    if (this.#takeText('null')) return null;
    NUMBER.lastIndex = this.#at;
    const text = NUMBER.exec(this.#text)?.[0];
    if (text === undefined) throw new JsonSyntaxError();
    this.#at += text.length;
    const number = Number(text);
    return String(number) === text ? number : new ExactNumber(text);
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== SPACE && code !== LINE_FEED && code !== RETURN && code !== TAB) return;
      this.#at += 1;
    }
  }

  #takeText(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  #take(code: number): boolean {
    if (this.#text.charCodeAt(this.#at) !== code) return false;
    this.#at += 1;
    return true;
  }

  #expect(code: number): void {
    if (!this.#take(code)) throw new JsonSyntaxError();
  }
}

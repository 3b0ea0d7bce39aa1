// Hot loop: the scanner below reads every character of documents that the native parser would change.
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

/**
 * Signs of numbers that a round trip would change (fraction, exponent, 16 or more digits, minus zero)
 * and of names that the engine would reorder. Signs inside strings only cost time.
 */
const NEEDS_CARE = /[[:,\s]-?\d+[.eE]|\d{16}|-0|"\d+"\s*:|^-?\d+[.eE]/;

/** Parses one JSON text exactly. Duplicate names: the last value wins. Throws JsonSyntaxError. */
export function parseJson(text: string): JsonValue {
  if (NEEDS_CARE.test(text)) return new ExactParser(text).only();
  let value: JsonValue;
  try {
    value = parseNatively(text);
  } catch {
    // Privacy: the engine's message quotes the text.
    throw new JsonSyntaxError();
  }
  if (depthExceeds(text)) throw new JsonSyntaxError();
  return value;
}

/** Parses one JSON text with numbers as doubles and any depth; undefined if it is not one. */
export function parsePlainJson(text: string): JsonValue | undefined {
  try {
    return parseNatively(text);
  } catch {
    return undefined;
  }
}

/** Parses several JSON values, concatenated or one a line; at least one. Throws JsonSyntaxError. */
export function parseJsonValues(text: string): readonly JsonValue[] {
  try {
    return [parseJson(text)];
  } catch {
    return new ExactParser(text).all();
  }
}

/** What the native parser gives is JSON by construction. */
const parseNatively: (text: string) => JsonValue = JSON.parse;

/** Counts brackets outside of strings; only texts with many openings are read at all. */
function depthExceeds(text: string): boolean {
  let openings = 0;
  for (let at = text.search(/[[{]/); at !== -1 && openings <= MAX_LEVELS; openings += 1) {
    const array = text.indexOf('[', at + 1);
    const object = text.indexOf('{', at + 1);
    at = array === -1 || (object !== -1 && object < array) ? object : array;
  }
  if (openings <= MAX_LEVELS) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === OPEN_ARRAY || code === OPEN_OBJECT) depth += 1;
    else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) depth -= 1;
    if (depth > MAX_LEVELS) return true;
  }
  return false;
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Index of the closing quote of the string that opens at `start`; the text's length if there is none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS = new Map<string, JsonValue>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** A recursive parser, at most 200 levels deep, that keeps digits and order. */
class ExactParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  only(): JsonValue {
    const [value, ...rest] = this.all();
    if (value === undefined || rest.length > 0) throw new JsonSyntaxError();
    return value;
  }

  all(): readonly JsonValue[] {
    const values: JsonValue[] = [];
    for (this.#skipSpace(); this.#at < this.#text.length; this.#skipSpace()) {
      values.push(this.#value(0));
    }
    if (values.length === 0) throw new JsonSyntaxError();
    return values;
  }

  #value(depth: number): JsonValue {
    if (depth > MAX_LEVELS) throw new JsonSyntaxError();
    switch (this.#text.charAt(this.#at)) {
      case '{':
        return this.#object(depth + 1);
      case '[':
        return this.#array(depth + 1);
      case '"':
        return this.#string();
      default:
        return this.#numberOrWord();
    }
  }

  #object(depth: number): JsonObject {
    if (depth > MAX_LEVELS) throw new JsonSyntaxError();
    const object: JsonObject = {};
    const names = new Set<string>();
    let hasIndexNames = false;
    this.#at += 1;
    this.#skipSpace();
    if (!this.#take('}')) {
      do {
        this.#skipSpace();
        if (this.#text.charAt(this.#at) !== '"') throw new JsonSyntaxError();
        const name = this.#string();
        this.#skipSpace();
        this.#expect(':');
        this.#skipSpace();
        names.add(name);
        hasIndexNames ||= /^\d+$/.test(name);
        setProperty(object, name, this.#value(depth));
        this.#skipSpace();
      } while (this.#take(','));
      this.#expect('}');
    }
    if (hasIndexNames) recordNameOrder(object, [...names]);
    return object;
  }

  #array(depth: number): JsonValue[] {
    if (depth > MAX_LEVELS) throw new JsonSyntaxError();
    const items: JsonValue[] = [];
    this.#at += 1;
    this.#skipSpace();
    if (this.#take(']')) return items;
    do {
      this.#skipSpace();
      items.push(this.#value(depth));
      this.#skipSpace();
    } while (this.#take(','));
    this.#expect(']');
    return items;
  }

  #string(): string {
    const end = endOfString(this.#text, this.#at);
    const literal = this.#text.slice(this.#at, end + 1);
    this.#at = end + 1;
    try {
      return String(JSON.parse(literal));
    } catch {
      throw new JsonSyntaxError();
    }
  }

  #numberOrWord(): JsonValue {
    for (const [word, value] of WORDS) if (this.#take(word)) return value;
    NUMBER.lastIndex = this.#at;
    const text = NUMBER.exec(this.#text)?.[0];
    if (text === undefined) throw new JsonSyntaxError();
    this.#at += text.length;
    const number = Number(text);
    return String(number) === text ? number : new ExactNumber(text);
  }

  #skipSpace(): void {
    SPACE.lastIndex = this.#at;
    SPACE.exec(this.#text);
    this.#at = SPACE.lastIndex;
  }

  #take(literal: string): boolean {
    if (!this.#text.startsWith(literal, this.#at)) return false;
    this.#at += literal.length;
    return true;
  }

  #expect(literal: string): void {
    if (!this.#take(literal)) throw new JsonSyntaxError();
  }
}

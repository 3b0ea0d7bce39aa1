/**
 * JSON with nothing lost: numbers leave as the source spelled them, names in the order they came.
 * Why and how: docs/decisions/0005-numbers-as-spelled.md.
 */

declare global {
  interface JSON {
    /** Text that JSON.stringify writes as it is (ECMAScript 2026). */
    rawJSON(text: string): object;
  }
}

/** A number that a double cannot hold, or that would be written differently, with its own digits. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): unknown {
    return JSON.rawJSON(this.text);
  }
}

export type JsonScalar = null | boolean | string | number | ExactNumber;
export type JsonValue = JsonScalar | JsonValue[] | JsonObject;
/** A plain object; names such as `__proto__` are own properties. */
export interface JsonObject {
  [name: string]: JsonValue;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ExactNumber)
  );
}

/** Objects whose names would be reordered by the engine (`"12":`), with the order in which they came. */
const nameOrders = new WeakMap<JsonObject, readonly string[]>();

/** The names of an object in the order of its text. */
export function namesOf(object: JsonObject): readonly string[] {
  const names = Object.keys(object);
  const order = nameOrders.get(object);
  return order === undefined ? names : order.filter((name) => Object.hasOwn(object, name));
}

/** Makes `copy` keep the names in the order of `original`. */
export function keepNameOrder(original: JsonObject, copy: JsonObject): void {
  const order = nameOrders.get(original);
  if (order !== undefined) nameOrders.set(copy, order);
}

/** Remembers an order of names that the engine would not keep. */
export function recordNameOrder(object: JsonObject, names: readonly string[]): void {
  nameOrders.set(object, names);
}

/** Sets a property, also one named `__proto__`, without ever touching the prototype. */
export function setProperty(object: JsonObject, name: string, value: JsonValue): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else object[name] = value;
}

/** A number's text: as the source spelled it if that matters, else as JavaScript writes it. */
export function spelledNumber(value: number | ExactNumber): string {
  return typeof value === 'number' ? String(value) : value.text;
}

/** Compact JSON text. */
export function writeJson(value: JsonValue): string {
  return hasRecordedOrder(value) ? writeInOrder(value) : JSON.stringify(value);
}

function hasRecordedOrder(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some(hasRecordedOrder);
  if (!isJsonObject(value)) return false;
  if (nameOrders.has(value)) return true;
  for (const name in value) {
    const property = value[name];
    if (typeof property === 'object' && hasRecordedOrder(property)) return true;
  }
  return false;
}

function writeInOrder(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(writeInOrder).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = namesOf(value).map(
    (name) => `${JSON.stringify(name)}:${writeInOrder(value[name] ?? null)}`,
  );
  return `{${members.join(',')}}`;
}

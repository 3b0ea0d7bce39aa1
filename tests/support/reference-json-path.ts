/**
 * JSON paths once more: slow and obvious, written from the rules specification alone. The compiled
 * paths, and the sanitizer that uses them, are held against it. Numbers are plain doubles here.
 */
import type { Expression, Operand, Step } from '../../src/json-path/json-path.ts';
import { isJsonObject, type JsonValue } from '../../src/json.ts';
import { regExpOf } from './reference-regex.ts';

/** Names and indexes from the root. */
export type Place = readonly (string | number)[];

/** The places of a path in a document, each once. */
export function referenceLocate(document: JsonValue, steps: readonly Step[]): readonly Place[] {
  return steps.reduce<readonly Place[]>(
    (places, step) => distinct(places.flatMap((place) => takeStep(document, place, step))),
    [[]],
  );
}

export function valueAtPlace(document: JsonValue, place: Place): JsonValue {
  return place.reduce<JsonValue>(
    (value, key) => (value as Record<string | number, JsonValue>)[key] ?? null,
    document,
  );
}

/** The document with another value at a place; undefined removes it. */
export function replaceAt(
  document: JsonValue,
  [key, ...rest]: Place,
  value: JsonValue | undefined,
): JsonValue {
  if (key === undefined) return value ?? null;
  const inside = (old: JsonValue): JsonValue | undefined =>
    rest.length === 0 ? value : replaceAt(old, rest, value);
  if (Array.isArray(document)) {
    return document
      .map((element, index) => (index === key ? inside(element) : element))
      .filter((element) => element !== undefined);
  }
  if (!isJsonObject(document)) return document;
  const members = Object.entries(document)
    .map(([name, one]) => [name, name === key ? inside(one) : one] as const)
    .filter((member): member is [string, JsonValue] => member[1] !== undefined);
  return Object.fromEntries(members);
}

function distinct(places: readonly Place[]): readonly Place[] {
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}

function takeStep(document: JsonValue, place: Place, step: Step): readonly Place[] {
  if (step.descend) {
    const descendants = (from: Place): readonly Place[] => [
      from,
      ...childrenOf(document, from).flatMap(descendants),
    ];
    return descendants(place).flatMap((one) =>
      takeStep(document, one, { ...step, descend: false }),
    );
  }
  const value = valueAtPlace(document, place);
  const children = childrenOf(document, place);
  const at = (test: (key: string | number) => boolean): readonly Place[] =>
    children.filter((child) => test(child.at(-1) ?? ''));
  switch (step.kind) {
    case 'wildcard':
      return children;
    case 'names':
      return at((key) => typeof key === 'string' && step.names.includes(key));
    case 'indexes': {
      const wanted = step.indexes.map((index) => (index < 0 ? children.length + index : index));
      return at((key) => typeof key === 'number' && wanted.includes(key));
    }
    case 'slice': {
      const wanted = [...children.keys()].slice(step.from ?? 0, step.to);
      return at((key) => typeof key === 'number' && wanted.includes(key));
    }
    case 'filter':
      if (Array.isArray(value))
        return children.filter((child) => holds(step.test, valueAtPlace(document, child)));
      return isJsonObject(value) && holds(step.test, value) ? [place] : [];
  }
}

function childrenOf(document: JsonValue, place: Place): readonly Place[] {
  const value = valueAtPlace(document, place);
  if (Array.isArray(value)) return value.map((_, index) => [...place, index]);
  return isJsonObject(value) ? Object.keys(value).map((name) => [...place, name]) : [];
}

function holds(test: Expression, value: JsonValue): boolean {
  switch (test.kind) {
    case 'or':
      return test.terms.some((term) => holds(term, value));
    case 'and':
      return test.terms.every((term) => holds(term, value));
    case 'not':
      return !holds(test.term, value);
    case 'exists':
      return operandOf(test.operand, value) !== undefined;
    case 'in':
      return test.list.some((one) => equals(operandOf(test.operand, value), one)) !== test.negated;
    case 'matches': {
      const operand = operandOf(test.operand, value);
      const isText = operand !== null && typeof operand !== 'object' && operand !== undefined;
      return regExpOf(test.regex, 'whole').test(isText ? String(operand) : '');
    }
    case 'compare': {
      const [left, right] = [operandOf(test.left, value), operandOf(test.right, value)];
      if (test.operator === '==') return equals(left, right);
      if (test.operator === '!=') return !equals(left, right);
      if (typeof left !== typeof right || !['string', 'number'].includes(typeof left)) return false;
      const [a, b] = [left as string, right as string];
      return { '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b }[test.operator];
    }
  }
}

function operandOf(operand: Operand, value: JsonValue): JsonValue | undefined {
  if (operand.kind === 'literal') return operand.value;
  return operand.steps.reduce<JsonValue | undefined>((now, step) => {
    if (typeof step === 'number') return Array.isArray(now) ? now.at(step) : undefined;
    return isJsonObject(now) && Object.hasOwn(now, step) ? now[step] : undefined;
  }, value);
}

function equals(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  if (typeof one === 'number' && typeof other === 'string') return one === numberOf(other);
  if (typeof one === 'string' && typeof other === 'number') return numberOf(one) === other;
  return one !== undefined && typeof one !== 'object'
    ? one === other
    : one === null && other === null;
}

/** The number that a text is in JSON's syntax, else NaN. */
function numberOf(text: string): number {
  return /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/.test(text) ? Number(text) : NaN;
}

/**
 * The sanitizer once more: slow and obvious, written from the rules specification alone. Property
 * tests hold the compiled sanitizer against it. Numbers are plain doubles here.
 */
import { Buffer } from 'node:buffer';
import { isJsonObject, type JsonValue } from '../../src/json.ts';
import type { Pseudonymizer } from '../../src/pseudonym/pseudonymizer.ts';
import type { SanitizerSpec } from '../../src/sanitize/compile-sanitizer.ts';
import type { SchemaNode, ValueNode } from '../../src/sanitize/schema.ts';
import type { TransformRule } from '../../src/sanitize/transform.ts';
import { referenceLocate, replaceAt, valueAtPlace, type Place } from './reference-json-path.ts';
import { regExpOf } from './reference-regex.ts';
import { ADDRESS, referenceTransforms, type ReferenceOptions } from './reference-transforms.ts';

export interface ReferenceSpec extends SanitizerSpec {
  readonly leakGuard: boolean;
}

/** Undefined: the value is removed. */
type Kept = JsonValue | undefined;

const PSEUDONYMIZING = /^(pseudonymize.*|tokenize|hashIp|encryptIp)$/;
const IDENTIFYING =
  /email$|^(mail|name|username|displayname|nickname|surname|(first|last|full|given|family|middle)name)$/;
const DAY = '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])';
const TIME = '([01][0-9]|2[0-3]):[0-5][0-9](:([0-5][0-9]|60))?';
const ZONE = '([Zz]|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)?';
const US_DAY = '(0[1-9]|1[0-2])/(0[1-9]|[12][0-9]|3[01])/[0-9]{4}';
const FORMATS = {
  date: DAY,
  'date-time': `${DAY}([Tt ]${TIME}([.,][0-9]{1,9})?${ZONE})?|${US_DAY} ${TIME}`,
  uuid: '[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}',
};

/** What may leave of a document; undefined if its root does not fit or was removed. */
export function referenceSanitize(
  input: JsonValue,
  spec: ReferenceSpec,
  pseudonymizer: Pseudonymizer,
): Kept {
  const clear = new Set<string>();
  const minted = new Set<string>();
  const tools = {
    pseudonymizer,
    remember: (text: string): string => {
      const email = pseudonymizer.canonicalEmail(text) ?? text;
      if (text.length >= 5) for (const form of [text, email]) clear.add(form.toLowerCase());
      return text;
    },
    mint: (text: string): string => {
      minted.add(text);
      return text;
    },
  };
  /** Of what the schema or `redact` takes away, e-mails and names are remembered. */
  const rememberRemoved = (value: JsonValue, name: string): void => {
    const isName = IDENTIFYING.test(name.toLowerCase().replaceAll(/[_-]/g, ''));
    if (Array.isArray(value)) for (const one of value) rememberRemoved(one, name);
    else if (isJsonObject(value)) {
      for (const [key, one] of Object.entries(value)) rememberRemoved(one, key);
    } else if (typeof value === 'string') {
      if (isName || pseudonymizer.canonicalEmail(value) !== undefined) tools.remember(value);
    }
  };

  /** The nodes that a schema stands for: itself, its target, or its alternatives in turn. */
  const nodesOf = (schema: SchemaNode | undefined): readonly ValueNode[] => {
    if (schema === undefined) return [];
    if (schema.kind === 'value') return [schema];
    if (schema.kind === 'ref') return nodesOf(spec.definitions.get(schema.name));
    return schema.alternatives.flatMap(nodesOf);
  };
  const nodeFor = (value: JsonValue, schema: SchemaNode | undefined): ValueNode | undefined =>
    nodesOf(schema).find((node) => fits(value, node));
  const filter = (value: JsonValue, schema: SchemaNode | undefined, name: string): Kept => {
    const node = nodeFor(value, schema);
    if (node === undefined) {
      rememberRemoved(value, name);
      return undefined;
    }
    if (Array.isArray(value)) {
      const keepsNull = nodesOf(node.items).some(({ types }) => types?.includes('null'));
      const elements = value.filter((element) => element !== null || keepsNull);
      return elements
        .map((element) => filter(element, node.items, name))
        .filter((element) => element !== undefined);
    }
    if (!isJsonObject(value)) return value;
    return Object.entries(value).reduce<JsonValue>(
      (kept, [key, one]) => replaceAt(kept, [key], filter(one, node.properties?.get(key), key)),
      value,
    );
  };

  const change = (value: JsonValue, { kind, options }: TransformRule): Kept => {
    if (kind === 'redact') return undefined;
    if (value === null) return null;
    const isIdentifier = kind === 'pseudonymize' && typeof value === 'number';
    const text = isIdentifier ? String(value) : value;
    if (typeof text !== 'string') return undefined;
    if (text.trim() === '' && kind !== 'textDigest') {
      if (kind === 'pseudonymizeEmailHeader') return '';
      return kind === 'pseudonymizeRegexMatches' ? null : text;
    }
    return referenceTransforms[kind]?.(text, options as unknown as ReferenceOptions, tools);
  };
  const changeAt = (document: JsonValue, place: Place, rule: TransformRule): Kept => {
    const value = valueAtPlace(document, place);
    const result = change(value, rule);
    if (result === undefined) {
      const isText = typeof value === 'string' || typeof value === 'number';
      if (PSEUDONYMIZING.test(rule.kind) && isText) tools.remember(String(value));
      rememberRemoved(value, place.findLast((key) => typeof key === 'string') ?? '');
    }
    return place.length === 0 ? result : replaceAt(document, place, result);
  };
  const transform = (document: JsonValue, rule: TransformRule): Kept => {
    const { applyOnlyWhen, paths } = rule;
    const isSkipped =
      applyOnlyWhen !== undefined && referenceLocate(document, applyOnlyWhen.steps).length === 0;
    const steps = isSkipped ? [] : paths.map(({ path }) => path.steps);
    return steps.reduce<Kept>((before, path) => {
      if (before === undefined) return undefined;
      // Inner places before outer ones, later elements before earlier ones.
      const places = referenceLocate(before, path).toSorted(
        (one, other) => other.length - one.length || Number(other.at(-1)) - Number(one.at(-1)) || 0,
      );
      return places.reduce<Kept>(
        (now, place) => (now === undefined ? undefined : changeAt(now, place, rule)),
        before,
      );
    }, document);
  };

  const guard = (value: JsonValue, schema: SchemaNode | undefined): Kept => {
    const node = nodeFor(value, schema);
    if (typeof value === 'string') {
      const isListed = node?.values !== undefined || /^date/.test(node?.format ?? '');
      return isListed || minted.has(value) || !leaks(value) ? value : undefined;
    }
    if (Array.isArray(value)) {
      return value.map((one) => guard(one, node?.items)).filter((one) => one !== undefined);
    }
    if (!isJsonObject(value)) return value;
    return Object.entries(value).reduce<JsonValue>(
      (kept, [key, one]) => replaceAt(kept, [key], guard(one, node?.properties?.get(key))),
      value,
    );
  };
  const leaks = (text: string): boolean => {
    const bare = [...minted]
      .filter((token) => /^[tp]~/.test(token))
      .toSorted((one, other) => other.length - one.length)
      .reduce((left, token) => left.replaceAll(token, ' '), text);
    const decoded = bare.replaceAll(/(%[0-9a-f]{2})+/gi, (escapes) =>
      Buffer.from(escapes.replaceAll('%', ''), 'hex').toString(),
    );
    return [bare.toLowerCase(), decoded.toLowerCase()].some(
      (form) =>
        ADDRESS.test(form.replaceAll(/[\u200B-\u200D\u2060\uFEFF\u00AD]/g, '')) ||
        [...clear].some((one) => form === one || (one.length >= 6 && standsIn(form, one))),
    );
  };

  const filtered = spec.schema === undefined ? input : filter(input, spec.schema, '');
  const transformed = spec.transforms.reduce<Kept>(
    (document, rule) => (document === undefined ? undefined : transform(document, rule)),
    filtered,
  );
  if (transformed === undefined || !spec.leakGuard) return transformed;
  return guard(transformed, spec.schema);
}

/** Whether a value is what a node declares; of objects and arrays only the type counts. */
function fits(value: JsonValue, node: ValueNode): boolean {
  const { types, values, format, maxLength, pattern } = node;
  if (value === null) return true;
  if (typeof value === 'object') {
    const type = Array.isArray(value) ? 'array' : 'object';
    return values === undefined && types?.includes(type) === true;
  }
  const isOf = (type: string): boolean =>
    type === 'integer' ? Number.isInteger(value) : typeof value === type;
  if (types !== undefined && !types.some(isOf)) return false;
  if (values !== undefined && !values.includes(value)) return false;
  if (typeof value !== 'string') return true;
  const isShaped = format === undefined || new RegExp(`^(${FORMATS[format]}|)$`).test(value);
  const isShort = maxLength === undefined || [...value].length <= maxLength;
  return isShaped && isShort && (pattern === undefined || regExpOf(pattern, 'whole').test(value));
}

/** As a whole word; an e-mail anywhere. */
function standsIn(text: string, clear: string): boolean {
  const literal = clear.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const word = `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`;
  return new RegExp(clear.includes('@') ? literal : word, 'u').test(text);
}

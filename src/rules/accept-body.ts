import { isJsonObject, ExactNumber, namesOf, spelledNumber, type JsonValue } from '../json.ts';
import type { Scalar, TypeName } from '../sanitize/schema.ts';
import { fitsFormat } from './accept-parameter.ts';
import type { BodySchema, RequestBodyRule } from './document.ts';
import type { RequestBody } from './policy.ts';

/** Whether the rules let a body through; tokens are still in place. `isOpen`: bodies without a schema pass. */
export function acceptsBody(
  body: RequestBody,
  rule: RequestBodyRule | undefined,
  isOpen: boolean,
): boolean {
  if (body.kind === 'none') return rule?.required !== true;
  const schema = rule && schemaFor(body.contentType, rule);
  if (schema === undefined) return isOpen;
  return isValid(body.kind === 'json' ? body.value : toFlatMap(body.parameters), schema);
}

/** The exact header text first, then the type alone. */
function schemaFor(contentType: string, { content }: RequestBodyRule): BodySchema | undefined {
  return content.get(contentType) ?? content.get(bareType(contentType));
}

export function bareType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

/** The last of several parameters with one name wins. */
function toFlatMap(parameters: readonly (readonly [name: string, value: string])[]): JsonValue {
  return Object.fromEntries(parameters);
}

/** As JSON Schema 2020-12, but that texts are matched whole. Each keyword speaks of its own kind of value only. */
function isValid(value: JsonValue, schema: BodySchema): boolean {
  const { types, values } = schema;
  if (types !== undefined && !types.some((type) => hasType(value, type))) return false;
  if (values !== undefined && !values.some((one) => isEqual(value, one))) return false;
  if (typeof value === 'string') return isValidText(value, schema);
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined || value.every((element) => isValid(element, items));
  }
  return !isJsonObject(value) || isValidObject(value, schema);
}

function isValidText(text: string, { format, pattern }: BodySchema): boolean {
  const fits = pattern === undefined || pattern.matchesWhole(text) === true;
  return fits && fitsFormat(text, format);
}

function isValidObject(
  object: Readonly<Record<string, JsonValue>>,
  { properties, required, allowsOthers }: BodySchema,
): boolean {
  const hasRequired = required.every((name) => Object.hasOwn(object, name));
  return (
    hasRequired &&
    namesOf(object).every((name) => {
      const property = properties.get(name);
      return property === undefined ? allowsOthers : isValid(object[name] ?? null, property);
    })
  );
}

function hasType(value: JsonValue, type: TypeName): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isJsonObject(value);
    case 'number':
      return toNumber(value) !== undefined;
    case 'integer':
      return Number.isInteger(toNumber(value));
    case 'string':
    case 'boolean':
      return typeof value === type;
    default:
      return type satisfies never;
  }
}

function isEqual(value: JsonValue, listed: Scalar): boolean {
  return typeof listed === 'number' ? toNumber(value) === listed : value === listed;
}

function toNumber(value: JsonValue): number | undefined {
  if (typeof value === 'number') return value;
  return value instanceof ExactNumber ? Number(spelledNumber(value)) : undefined;
}

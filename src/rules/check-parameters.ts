import type { RulesNode } from './rules-node.ts';
import { checkRegex } from './check-schema.ts';
import type { ParameterSchema } from './document.ts';
import { PARAMETER_FORMATS, PARAMETER_KEYS } from './keys.ts';
import { nearestName, type ProblemCode } from './problem.ts';
import type { Fields, RulesReader } from './rules-reader.ts';

const TYPES = ['string', 'integer', 'number'] as const;

export interface ParameterContext {
  readonly reader: RulesReader;
  /** Only a query parameter can be required. */
  readonly mayBeRequired: boolean;
}

/** Reads a map name → parameter schema. */
export function checkParameterSchemas(
  node: RulesNode | undefined,
  what: string,
  context: ParameterContext,
): ReadonlyMap<string, ParameterSchema> {
  const entries = context.reader.entries(node, what) ?? [];
  const schemas = entries.flatMap(({ name, value, keyNode }): [string, ParameterSchema][] => {
    const schema = checkParameterSchema(value ?? keyNode, context);
    return schema === undefined ? [] : [[name, schema]];
  });
  return new Map(schemas);
}

function checkParameterSchema(node: RulesNode, context: ParameterContext): ParameterSchema | undefined {
  const { reader, mayBeRequired } = context;
  const fields = reader.fields(node, 'a parameter schema', PARAMETER_KEYS);
  if (fields === undefined) return undefined;
  const required = fields.get('required');
  if (required !== undefined && !mayBeRequired) {
    reader.problem(
      'bad-parameter-schema',
      required.keyNode,
      '"required" stands only in queryParamSchemas',
    );
  }
  const pattern = fields.get('pattern');
  const values = fields.get('enum');
  const format = checkName('format', fields, { reader, known: PARAMETER_FORMATS });
  return {
    type: checkName('type', fields, { reader, known: TYPES }),
    format: format === 'reversible-pseudonym' ? 'pseudonym' : format,
    pattern: pattern && checkRegex(pattern.value, 'pattern', { reader }),
    values: values && reader.texts(values.value, 'enum'),
    anyOf: checkAlternatives(fields, context),
    required: (required && reader.boolean(required.value, 'required')) ?? false,
  };
}

interface KnownNames<T extends string> {
  readonly reader: RulesReader;
  readonly known: readonly T[];
  readonly code?: ProblemCode;
}

/** A name of a closed list under a key; undefined where the key is absent or wrong. */
export function checkName<T extends string>(
  key: string,
  fields: Fields,
  { reader, known, code = 'bad-parameter-schema' }: KnownNames<T>,
): T | undefined {
  const entry = fields.get(key);
  const text = entry && reader.text(entry.value, key);
  const name = known.find((one) => one === text);
  if (text === undefined || name !== undefined) return name;
  return reader.problem(code, entry?.value, `unknown ${key} "${text}"`, {
    hint: nearestName(text, known),
  });
}

function checkAlternatives(
  fields: Fields,
  context: ParameterContext,
): readonly ParameterSchema[] | undefined {
  const entry = fields.get('anyOf');
  if (entry === undefined) return undefined;
  const elements = context.reader.elements(entry.value, 'anyOf');
  if (elements?.length === 0) {
    context.reader.problem('empty-list', entry.keyNode, 'anyOf must name at least one schema');
  }
  return elements
    ?.map((element) => checkParameterSchema(element, { ...context, mayBeRequired: false }))
    .filter((schema) => schema !== undefined);
}

import { bareType } from './accept-body.ts';
import type { BodySchema, RequestBodyRule } from './document.ts';
import { checkName } from './check-parameters.ts';
import { checkRegex, checkScalars, checkTypeNames } from './check-schema.ts';
import { BODY_SCHEMA_KEYS, PARAMETER_FORMATS, REQUEST_BODY_KEYS } from './keys.ts';
import type { Entry, RulesNode } from './rules-node.ts';
import type { Fields, RulesReader } from './rules-reader.ts';

const FORM = 'application/x-www-form-urlencoded';
const CONTENT_TYPES = ['application/json', FORM];

/** Reads the `requestBody` of an endpoint. */
export function checkRequestBody(
  node: RulesNode | undefined,
  reader: RulesReader,
): RequestBodyRule | undefined {
  const fields = reader.fields(node, 'requestBody', REQUEST_BODY_KEYS);
  if (fields === undefined) return undefined;
  const required = fields.get('required');
  const content = fields.get('content');
  return {
    required: (required && reader.boolean(required.value ?? required.keyNode, 'required')) ?? false,
    content: content === undefined ? new Map() : checkContent(content, reader),
  };
}

function checkContent({ value, keyNode }: Entry, reader: RulesReader): RequestBodyRule['content'] {
  const entries = reader.entries(value ?? keyNode, 'content') ?? [];
  const schemas = entries.flatMap((entry): [string, BodySchema][] => {
    const type = bareType(entry.name);
    if (!CONTENT_TYPES.includes(type)) {
      const message = `bodies are ${CONTENT_TYPES.join(' or ')}, not "${entry.name}"`;
      reader.problem('bad-schema', entry.keyNode, message);
      return [];
    }
    const schema = checkBodySchema(entry.value ?? entry.keyNode, reader);
    const isObject = schema?.types?.length === 1 && schema.types[0] === 'object';
    if (type === FORM && schema !== undefined && !isObject) {
      reader.problem('bad-schema', entry.keyNode, 'the schema of a form has "type: object"');
    }
    // A bare type is compared in lower case, a whole header text as it stands.
    const name = entry.name.includes(';') ? entry.name : type;
    return schema === undefined ? [] : [[name, schema]];
  });
  return new Map(schemas);
}

function checkBodySchema(node: RulesNode, reader: RulesReader): BodySchema | undefined {
  const fields = reader.fields(node, 'a body schema', BODY_SCHEMA_KEYS);
  if (fields === undefined) return undefined;
  const pattern = fields.get('pattern');
  const items = fields.get('items');
  const required = fields.get('required');
  const others = fields.get('additionalProperties');
  const format = checkName('format', fields, { reader, known: PARAMETER_FORMATS, code: 'bad-schema' });
  return {
    types: checkTypes(fields, reader),
    format: format === 'reversible-pseudonym' ? 'pseudonym' : format,
    pattern: pattern && checkRegex(pattern.value, 'pattern', { reader }),
    values: checkValues(fields, reader),
    properties: checkProperties(fields, reader),
    items: items && checkBodySchema(items.value ?? items.keyNode, reader),
    required: (required && reader.texts(required.value ?? required.keyNode, 'required')) ?? [],
    allowsOthers:
      (others && reader.boolean(others.value ?? others.keyNode, 'additionalProperties')) ?? true,
  };
}

function checkTypes(fields: Fields, reader: RulesReader): BodySchema['types'] {
  const entry = fields.get('type');
  return entry && checkTypeNames(entry, reader);
}

/** `enum`, or the same under its Java name. */
function checkValues(fields: Fields, reader: RulesReader): BodySchema['values'] {
  const entry = fields.get('enum') ?? fields.get('enumValues');
  if (entry === undefined) return undefined;
  const nodes = reader.elements(entry.value ?? entry.keyNode, entry.name) ?? [];
  return checkScalars(entry, nodes, reader);
}

function checkProperties(fields: Fields, reader: RulesReader): BodySchema['properties'] {
  const entry = fields.get('properties');
  const entries =
    entry === undefined ? [] : (reader.entries(entry.value ?? entry.keyNode, 'properties') ?? []);
  const schemas = entries.flatMap(({ name, value, keyNode }): [string, BodySchema][] => {
    const schema = checkBodySchema(value ?? keyNode, reader);
    return schema === undefined ? [] : [[name, schema]];
  });
  return new Map(schemas);
}

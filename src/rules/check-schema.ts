import type { Entry, RulesNode } from './rules-node.ts';
import type { Regex } from '../regex.ts';
import type {
  EnforcedFormat,
  Scalar,
  SchemaNode,
  TypeName,
  ValueNode,
} from '../sanitize/schema.ts';
import type { RulesMode } from './document.ts';
import { SCHEMA_KEYS } from './keys.ts';
import { nearestName } from './problem.ts';
import type { Fields, RulesReader } from './rules-reader.ts';

const TYPES = ['string', 'integer', 'number', 'boolean', 'object', 'array', 'null'] as const;
const ENFORCED = ['date-time', 'date', 'uuid'] as const satisfies readonly EnforcedFormat[];
const UNENFORCED = ['time', 'int32', 'int64', 'float', 'double'];
const IGNORED = ['title', 'description', 'example', 'required', '$schema', 'additionalProperties'];

export interface SchemaContext {
  readonly reader: RulesReader;
  readonly mode: RulesMode;
  /** Names that `$ref` may name. */
  readonly definitions: readonly string[];
}

/** Reads one node of a response schema; undefined after a problem that leaves nothing to go on with. */
export function checkSchema(
  node: RulesNode | undefined,
  context: SchemaContext,
): SchemaNode | undefined {
  const { reader } = context;
  const fields = reader.fields(node, 'a schema', SCHEMA_KEYS);
  if (fields === undefined) return undefined;
  checkIgnored(fields, context);
  const position = reader.positionOf(node);
  if (fields.has('$ref')) return checkReference(fields, context);
  if (fields.has('anyOf')) {
    onlyBeside('anyOf', fields, reader);
    const alternatives = reader.elements(fields.get('anyOf')?.value, 'anyOf') ?? [];
    if (alternatives.length === 0)
      reader.problem(
        'empty-list',
        fields.get('anyOf')?.keyNode,
        'anyOf must name at least one schema',
      );
    const nodes = alternatives
      .map((one) => checkSchema(one, context))
      .filter((one) => one !== undefined);
    return { kind: 'any-of', alternatives: nodes, position };
  }
  const description = reader.scalar(fields.get('description')?.value);
  return {
    ...checkValueNode(node, fields, context),
    ...(typeof description === 'string' ? { description } : {}),
    position,
  };
}

function onlyBeside(key: string, fields: Fields, reader: RulesReader): void {
  for (const [name, { keyNode }] of fields) {
    if (name === key || IGNORED.includes(name) || !SCHEMA_KEYS.some((known) => known === name)) continue;
    reader.problem('bad-schema', keyNode, `"${name}" has no place beside ${key}`);
  }
}

function checkReference(
  fields: Fields,
  { reader, definitions }: SchemaContext,
): SchemaNode | undefined {
  onlyBeside('$ref', fields, reader);
  const node = fields.get('$ref')?.value;
  const text = reader.text(node, '$ref');
  if (text === undefined) return undefined;
  const name = /^#\/definitions\/(.+)$/.exec(text)?.[1];
  if (name === undefined)
    return reader.problem('unknown-definition', node, '$ref must be "#/definitions/<name>"');
  if (!definitions.includes(name)) {
    return reader.problem('unknown-definition', node, `there is no definition "${name}"`, {
      hint: nearestName(name, definitions),
    });
  }
  return { kind: 'ref', name, position: reader.positionOf(node) };
}

function checkIgnored(fields: Fields, { reader, mode }: SchemaContext): void {
  const entry = fields.get('additionalProperties');
  if (entry === undefined || reader.scalar(entry.value) === false) return;
  const message =
    'additionalProperties other than false has no meaning here: what is not declared is removed';
  if (mode === 'strict') reader.problem('bad-schema', entry.keyNode, message);
  else reader.warn('ignored-key', entry.keyNode, message);
}

function checkValueNode(
  node: RulesNode | undefined,
  fields: Fields,
  context: SchemaContext,
): Omit<ValueNode, 'position'> {
  const { reader } = context;
  const types = checkTypes(fields, context);
  const can = (type: TypeName): boolean => types?.includes(type) ?? false;
  const useless = (key: string, isUsable: boolean): void => {
    if (!isUsable && fields.has(key))
      reader.problem(
        'bad-schema',
        fields.get(key)?.keyNode,
        `no type of this schema can use "${key}"`,
      );
  };
  const isKnown = types === undefined || types.length > 0;
  useless('properties', !isKnown || can('object'));
  useless('items', !isKnown || can('array'));
  for (const key of ['pattern', 'maxLength', 'format'])
    useless(key, !isKnown || types === undefined || can('string'));
  const values = checkValues(fields, reader);
  if (can('array') && !fields.has('items'))
    reader.problem('bad-schema', node, 'an array needs "items"');
  if (types === undefined && values === undefined) {
    reader.warn('untyped-leaf', node, 'a schema without type keeps every text, number and boolean');
  }
  return {
    kind: 'value',
    types,
    properties: can('object') ? checkProperties(fields, context) : undefined,
    items:
      can('array') && fields.has('items')
        ? checkSchema(fields.get('items')?.value, context)
        : undefined,
    values,
    pattern: checkPattern(fields, reader),
    maxLength: checkMaxLength(fields, reader),
    format: checkFormat(fields, reader),
  };
}

function checkTypes(
  fields: Fields,
  { reader, mode }: SchemaContext,
): readonly TypeName[] | undefined {
  const entry = fields.get('type');
  if (entry === undefined) {
    const implied = [
      ...(fields.has('properties') ? ['object'] : []),
      ...(fields.has('items') ? ['array'] : []),
    ];
    return implied.length === 0 ? undefined : TYPES.filter((type) => implied.includes(type));
  }
  return checkTypeNames(entry, reader, mode);
}

/** The types under a key; a name that is none keeps nothing in compatible mode and is refused else. */
export function checkTypeNames(
  entry: Entry,
  reader: RulesReader,
  mode: RulesMode = 'strict',
): readonly TypeName[] {
  const isList = entry.value?.kind === 'list';
  const texts = isList
    ? (reader.texts(entry.value, 'type') ?? [])
    : [reader.text(entry.value, 'type') ?? ''];
  if (isList && texts.length === 0)
    reader.problem('empty-list', entry.keyNode, 'type must name at least one type');
  if (new Set(texts).size < texts.length)
    reader.problem('bad-schema', entry.value, 'type names one type twice');
  for (const text of texts) {
    if (text === '' || TYPES.some((type) => type === text)) continue;
    const message = `"${text}" is no type`;
    if (mode === 'strict')
      reader.problem('bad-schema', entry.value, message, { hint: nearestName(text, TYPES) });
    else reader.warn('unknown-type', entry.value, `${message}; the schema keeps nothing`);
  }
  return TYPES.filter((type) => texts.includes(type));
}

function checkProperties(fields: Fields, context: SchemaContext): ReadonlyMap<string, SchemaNode> {
  const entry = fields.get('properties');
  const entries =
    entry === undefined ? [] : (context.reader.entries(entry.value, 'properties') ?? []);
  const nodes = entries.flatMap(({ name, value, keyNode }): [string, SchemaNode][] => {
    const node = checkSchema(value, context);
    // The name is what a person looks for; what is declared may begin a line below.
    return node === undefined ? [] : [[name, { ...node, position: keyNode.position }]];
  });
  return new Map(nodes);
}

/** `enum`, or `const` as a list of one. */
function checkValues(fields: Fields, reader: RulesReader): readonly Scalar[] | undefined {
  const list = fields.get('enum');
  const single = fields.get('const');
  const entry = list ?? single;
  if (entry === undefined) return undefined;
  const nodes = list === undefined ? [entry.value] : (reader.elements(entry.value, 'enum') ?? []);
  return checkScalars(entry, nodes, reader);
}

/** The values of a list of scalars that must not be empty. */
export function checkScalars(
  entry: Entry,
  nodes: readonly (RulesNode | undefined)[],
  reader: RulesReader,
): readonly Scalar[] {
  if (nodes.length === 0)
    reader.problem('empty-list', entry.keyNode, `${entry.name} must name at least one value`);
  return nodes.flatMap((node) => {
    const value = reader.scalar(node);
    if (value !== undefined) return [value];
    reader.problem(
      'wrong-type',
      node ?? entry.keyNode,
      'enum and const take texts, numbers, booleans or null',
    );
    return [];
  });
}

function checkPattern(fields: Fields, reader: RulesReader): Regex | undefined {
  const entry = fields.get('pattern');
  return entry && checkRegex(entry.value, 'pattern', { reader });
}

/** Reads a regex; warns where it looks around or may be slow. */
export function checkRegex(
  node: RulesNode | undefined,
  what: string,
  { reader, ignoreCase = false }: { readonly reader: RulesReader; readonly ignoreCase?: boolean },
): Regex | undefined {
  const text = reader.text(node, what);
  if (text === undefined) return undefined;
  const compiled = reader.regex(text, ignoreCase);
  if (compiled.kind === 'problem') {
    const { at, expected } = compiled.problem;
    return reader.problem(
      'bad-regex',
      node,
      `${what} is no regex of the dialect: expected ${expected}`,
      { at },
    );
  }
  if (compiled.regex.engine === 'native') {
    reader.warn(
      'look-around',
      node,
      `${what} looks around: texts over 2,048 characters are not tried`,
    );
  }
  if (compiled.isSlow)
    reader.warn('slow-pattern', node, `${what} has a quantifier inside a quantified group`);
  return compiled.regex;
}

function checkMaxLength(fields: Fields, reader: RulesReader): number | undefined {
  const entry = fields.get('maxLength');
  if (entry === undefined) return undefined;
  const value = reader.scalar(entry.value);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  return reader.problem(
    'wrong-type',
    entry.value ?? entry.keyNode,
    'maxLength must be a whole number',
  );
}

function checkFormat(fields: Fields, reader: RulesReader): EnforcedFormat | undefined {
  const entry = fields.get('format');
  const text = entry && reader.text(entry.value, 'format');
  const enforced = ENFORCED.find((format) => format === text);
  if (text !== undefined && enforced === undefined && !UNENFORCED.includes(text)) {
    reader.warn('unenforced-format', entry?.value, `format "${text}" is not enforced`);
  }
  return enforced;
}

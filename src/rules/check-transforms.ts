import type { JsonPath } from '../json-path/json-path.ts';
import { parseJsonPath } from '../json-path/parse-json-path.ts';
import { compileRegex } from '../regex/compile-regex.ts';
import type { TransformRule } from '../sanitize/transform.ts';
import type { OptionDefinition, TransformDefinition } from '../sanitize/transforms/definition.ts';
import { transforms } from '../sanitize/transforms/index.ts';
import { checkRegex } from './check-schema.ts';
import { TRANSFORM_KEYS } from './keys.ts';
import { nearestName } from './problem.ts';
import type { Entry, RulesNode } from './rules-node.ts';
import type { Fields, RulesReader } from './rules-reader.ts';

const DEFINITIONS: ReadonlyMap<string, TransformDefinition> = new Map(Object.entries(transforms));

/** Reads the `transforms` of an endpoint. */
export function checkTransforms(
  node: RulesNode | undefined,
  reader: RulesReader,
): readonly TransformRule[] {
  const elements = reader.elements(node, 'transforms') ?? [];
  return elements
    .map((element) => checkTransform(element, reader))
    .filter((rule) => rule !== undefined);
}

function checkTransform(node: RulesNode, reader: RulesReader): TransformRule | undefined {
  const kind = kindOf(node, reader);
  const definition = kind === undefined ? undefined : DEFINITIONS.get(kind);
  if (kind === undefined || definition === undefined) return undefined;
  const known = [...TRANSFORM_KEYS, ...Object.keys(definition.options)];
  const fields = reader.fields(node, `the transform "${kind}"`, known);
  if (fields === undefined) return undefined;
  const options = checkOptions(definition, fields, { node, reader });
  const condition = fields.get('applyOnlyWhen');
  return {
    kind,
    paths: checkPaths(node, fields, reader),
    applyOnlyWhen: condition && checkPath(condition.value, 'applyOnlyWhen', reader),
    options,
    position: reader.positionOf(node),
  };
}

function kindOf(node: RulesNode, reader: RulesReader): string | undefined {
  const method = reader.entries(node, 'a transform')?.find(({ name }) => name === 'method');
  if (node.tag !== undefined && method !== undefined) {
    reader.problem('bad-option', method.keyNode, 'the kind stands twice, as a tag and as "method"');
  }
  const kind = node.tag ?? (method && reader.text(method.value, 'method'));
  if (kind !== undefined && DEFINITIONS.has(kind)) return kind;
  const message =
    kind === undefined
      ? 'a transform needs a kind, such as !<redact>'
      : `unknown transform "${kind}"`;
  return reader.problem('unknown-transform', method?.value ?? node, message, {
    hint: kind === undefined ? undefined : nearestName(kind, DEFINITIONS.keys()),
  });
}

function checkPaths(node: RulesNode, fields: Fields, reader: RulesReader): TransformRule['paths'] {
  const entry = fields.get('jsonPaths');
  if (entry === undefined) {
    reader.missing('jsonPaths', { fields, node, message: 'a transform needs "jsonPaths"' });
    return [];
  }
  const elements = reader.elements(entry.value ?? entry.keyNode, 'jsonPaths');
  if (elements?.length === 0)
    reader.problem('empty-list', entry.keyNode, 'jsonPaths must name at least one path');
  return (elements ?? []).flatMap((element) => {
    const path = checkPath(element, 'each member of jsonPaths', reader);
    return path === undefined ? [] : [{ path, position: reader.positionOf(element) }];
  });
}

function checkPath(node: RulesNode | undefined, what: string, reader: RulesReader): JsonPath | undefined {
  const text = reader.text(node, what);
  if (text === undefined) return undefined;
  const parsed = parseJsonPath(text, compileRegex);
  if (parsed.kind === 'path') return parsed.path;
  const { at, expected } = parsed.problem;
  return reader.problem('bad-path', node, `JSON path outside the dialect: expected ${expected}`, {
    at,
  });
}

interface Place {
  readonly node: RulesNode;
  readonly reader: RulesReader;
}

function checkOptions(
  definition: TransformDefinition,
  fields: Fields,
  { node, reader }: Place,
): Record<string, unknown> {
  const before = reader.problems.length;
  const options = Object.entries(definition.options).map(([name, option]) => {
    const entry = fields.get(name);
    if (entry !== undefined) return [name, checkOption(entry, option, reader)] as const;
    if (option.required === true)
      reader.missing(name, { fields, node, message: `the transform needs "${name}"` });
    return [name, defaultOf(option)] as const;
  });
  const values: Record<string, unknown> = Object.fromEntries(options);
  if (reader.problems.length > before) return values;
  for (const { option, code, message } of definition.checkOptions?.(values) ?? []) {
    reader.problem(code, fields.get(option)?.keyNode ?? node, message);
  }
  for (const { option, code, message } of definition.warnAbout?.(values) ?? []) {
    reader.warn(code, fields.get(option)?.keyNode ?? node, message);
  }
  return values;
}

function defaultOf(option: OptionDefinition): unknown {
  if (option.type !== 'regex' || typeof option.default !== 'string') return option.default;
  const compiled = compileRegex(option.default);
  return compiled.kind === 'regex' ? compiled.regex : undefined;
}

function checkOption(
  { name, keyNode, value }: Entry,
  option: OptionDefinition,
  reader: RulesReader,
): unknown {
  if (option.nullable === true && reader.scalar(value) === null) return null;
  const node = value ?? keyNode;
  switch (option.type) {
    case 'boolean':
      return reader.boolean(node, name);
    case 'string':
      return reader.text(node, name);
    case 'enum': {
      const text = reader.text(node, name);
      const isMember = text === undefined || option.values?.includes(text) === true;
      const hint = text === undefined ? undefined : nearestName(text, option.values ?? []);
      return isMember
        ? text
        : reader.problem(
            'bad-option',
            node,
            `${name} must be one of ${option.values?.join(', ') ?? ''}`,
            { hint },
          );
    }
    case 'regex':
      return checkRegex(node, name, { reader });
    case 'json-path':
      return checkPath(node, name, reader);
    case 'string-list':
    case 'char-list':
    case 'regex-list':
      return checkListOption({ name, node, option, reader });
    default:
      return option.type satisfies never;
  }
}

interface ListOption {
  readonly name: string;
  readonly node: RulesNode;
  readonly option: OptionDefinition;
  readonly reader: RulesReader;
}

function checkListOption({
  name,
  node,
  option,
  reader,
}: ListOption): readonly unknown[] | undefined {
  const elements = reader.elements(node, name);
  if (elements?.length === 0)
    return reader.problem('empty-list', node, `${name} must not be empty`);
  return elements?.map((element) => {
    if (option.type === 'regex-list')
      return checkRegex(element, `each member of ${name}`, { reader });
    const text = reader.text(element, `each member of ${name}`);
    if (option.type === 'char-list' && text !== undefined && [...text].length !== 1) {
      return reader.problem('bad-option', element, `each member of ${name} must be one character`);
    }
    return text;
  });
}

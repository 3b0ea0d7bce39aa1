import { problemTexts, warningTexts } from './rules-findings.ts';
import {
  bodySchemaKeys,
  endpointKeys,
  parameterKeys,
  requestBodyKeys,
  schemaKeys,
  topKeys,
  transformKeys,
  type KeyTable,
} from './rules-keys.ts';
import type {
  OptionDefinition,
  TransformDefinition,
  TransformExample,
} from '../../src/sanitize/transforms/definition.ts';
import { transforms } from '../../src/sanitize/transforms/index.ts';
import { fillTemplate, table } from './template.ts';

/** The rules reference. */
export function rulesPage(): string {
  return fillTemplate('rules.md', {
    'top keys': () => keyTable(topKeys),
    'endpoint keys': () => keyTable(endpointKeys),
    'parameter keys': () => keyTable(parameterKeys),
    'request body keys': () => keyTable(requestBodyKeys),
    'body schema keys': () => keyTable(bodySchemaKeys),
    'schema keys': () => keyTable(schemaKeys),
    'transform keys': () => keyTable(transformKeys),
    transforms: () => Object.entries(transforms).map(transformSection).join('\n\n'),
    problems: () => findingTable(problemTexts),
    warnings: () => findingTable(warningTexts),
  });
}

function keyTable(keys: KeyTable): string {
  const rows = Object.entries(keys).map(([name, { type, fallback, meaning }]) => [
    `\`${name}\``,
    type,
    fallback,
    meaning,
  ]);
  return table(['key', 'type', 'default', 'meaning'], rows);
}

function findingTable(
  texts: Readonly<Record<string, { readonly when: string; readonly remedy: string }>>,
): string {
  const rows = Object.entries(texts).map(([code, { when, remedy }]) => [
    `\`${code}\``,
    when,
    remedy,
  ]);
  return table(['code', 'when', 'what to do'], rows);
}

function transformSection([name, definition]: readonly [string, TransformDefinition]): string {
  const options = Object.entries(definition.options).map(([option, one]) => [
    `\`${option}\``,
    typeText(one),
    defaultText(one),
    one.description,
  ]);
  const examples = definition.examples.map((example) => [
    optionsText(example),
    valueText(example.input),
    valueText(example.output),
  ]);
  return [
    `### \`${name}\``,
    '',
    definition.summary,
    '',
    options.length === 0 ? 'No options.' : table(['option', 'type', 'default', 'meaning'], options),
    '',
    table(['with', 'value', 'becomes'], examples),
  ].join('\n');
}

const TYPES = {
  boolean: 'true or false',
  string: 'text',
  'string-list': 'list of text',
  'char-list': 'list of single characters',
  regex: 'regex',
  'regex-list': 'list of regex',
  'json-path': 'JSON path',
} as const;

function typeText({ type, values, nullable }: OptionDefinition): string {
  const text =
    type === 'enum' ? (values ?? []).map((value) => `\`${value}\``).join(', ') : TYPES[type];
  return nullable === true ? `${text} or null` : text;
}

function defaultText(option: OptionDefinition): string {
  if (option.required === true) return 'required';
  return option.default === undefined ? 'none' : `\`${String(option.default)}\``;
}

function optionsText({ options }: TransformExample): string {
  const entries = Object.entries(options);
  if (entries.length === 0) return '–';
  return entries.map(([name, value]) => `\`${name}: ${JSON.stringify(value)}\``).join(', ');
}

function valueText(value: TransformExample['output']): string {
  return value === undefined ? '*removed*' : `\`${JSON.stringify(value)}\``;
}

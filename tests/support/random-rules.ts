/** Random rules and documents of few names and few texts, so that they meet often. */
import fc from 'fast-check';
import type { JsonValue } from '../../src/json.ts';
import type { Definitions, SchemaNode, ValueNode } from '../../src/sanitize/schema.ts';
import type { TransformRule } from '../../src/sanitize/transform.ts';
import type { ExampleOptions } from '../../src/sanitize/transforms/definition.ts';
import { transforms } from '../../src/sanitize/transforms/index.ts';
import { filterStep, indexStep, placeStep, randomDocument } from './random-json.ts';
import { optionsOf, pathOf, regexOf } from './transform-options.ts';

const position = { line: 1, column: 1 };

const ruleName = fc.constantFrom('a', 'b', 'name', 'email', 'list', 'tree');
const text = fc.constantFrom(
  '',
  ' ',
  'x',
  'Maria',
  'Jane Roe',
  'jane.roe@example.com',
  'Jane Roe <Jane.Roe+news@Example.com>',
  'ask Jane Roe now',
  'ask%20jane.roe%40example.com',
  'to jane.roe@example.com.',
  'ann@example.org, Bo <bo@example.org>',
  'u-0001',
  'see u-0001-a',
  'U-0001;u-0002',
  '192.0.2.17',
  '2026-03-04',
  '2026-03-04T05:06:07Z',
  'active',
  '1',
  '{"a":"Jane Roe","b":[1,"u-0001"]}',
);
const scalars = fc.oneof(text, text, fc.constantFrom<JsonValue>(0, 1, 2.5, -3, true, false, null));
const anything = randomDocument({ names: ruleName, scalars });

export function valueNode(parts: Partial<ValueNode>): ValueNode {
  return {
    kind: 'value',
    types: undefined,
    properties: undefined,
    items: undefined,
    values: undefined,
    pattern: undefined,
    maxLength: undefined,
    format: undefined,
    position,
    ...parts,
  };
}

const anyOf = (...alternatives: readonly SchemaNode[]): SchemaNode => ({
  kind: 'any-of',
  alternatives,
  position,
});
const tree: SchemaNode = { kind: 'ref', name: 'tree', position };
const leaf = fc.constantFrom<SchemaNode>(
  valueNode({ types: ['string'] }),
  valueNode({ types: ['string'] }),
  valueNode({ types: ['integer'] }),
  valueNode({ types: ['number'] }),
  valueNode({ types: ['boolean'] }),
  valueNode({}),
  valueNode({ types: ['string', 'integer'] }),
  valueNode({ types: ['string', 'null'] }),
  valueNode({ types: ['string'], values: ['active', 'Maria'] }),
  valueNode({ values: [1, 'x', true] }),
  valueNode({ types: ['string'], format: 'date-time' }),
  valueNode({ types: ['string'], format: 'date' }),
  valueNode({ types: ['string'], pattern: regexOf('[a-z0-9-]+') }),
  valueNode({ types: ['string'], maxLength: 5 }),
  anyOf(valueNode({ values: ['active'] }), valueNode({ types: ['string'] })),
  { kind: 'ref', name: 'text', position },
  tree,
);

export const toObject = (properties: Readonly<Record<string, SchemaNode>>): SchemaNode =>
  valueNode({ types: ['object'], properties: new Map(Object.entries(properties)) });
const ruleSchema = fc.letrec<{ node: SchemaNode; object: SchemaNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    leaf,
    tie('object'),
    tie('node').map((items) => valueNode({ types: ['array'], items })),
    fc.tuple(tie('node'), tie('node')).map((alternatives) => anyOf(...alternatives)),
  ),
  object: fc.dictionary(ruleName, tie('node'), { minKeys: 2, maxKeys: 6 }).map(toObject),
})).object;

/** A definition that contains itself, and one that does not. */
export const ruleDefinitions: Definitions = new Map([
  [
    'tree',
    toObject({
      name: valueNode({ types: ['string'] }),
      a: tree,
      list: valueNode({ types: ['array'], items: tree }),
    }),
  ],
  ['text', valueNode({ types: ['string'] })],
]);

/** Nodes deeper inside are of no more interest. */
const MAX_DEPTH = 4;
const MAX_STEPS = 3;

/** Mostly what a schema declares, sometimes something else. */
function documentFor(schema: SchemaNode, depth = 0): fc.Arbitrary<JsonValue> {
  const fitting = fittingDocument(schema, depth);
  if (depth === 0) return fitting;
  return fc.oneof(
    { weight: 8, arbitrary: fitting },
    { weight: 1, arbitrary: scalars },
    { weight: 1, arbitrary: anything },
  );
}

function fittingDocument(schema: SchemaNode, depth: number): fc.Arbitrary<JsonValue> {
  if (depth > MAX_DEPTH) return scalars;
  if (schema.kind === 'any-of') {
    return fc.oneof(...schema.alternatives.map((one) => fittingDocument(one, depth)));
  }
  if (schema.kind === 'ref') {
    const target = ruleDefinitions.get(schema.name);
    return target === undefined ? scalars : fittingDocument(target, depth + 1);
  }
  const { types, properties, items, values } = schema;
  if (items !== undefined) return fc.array(documentFor(items, depth + 1), { maxLength: 3 });
  if (values !== undefined) return fc.constantFrom(...values);
  if (properties === undefined) return types?.includes('string') === true ? text : scalars;
  const members = [...properties].map(([name, node]) =>
    fc.option(fc.tuple(fc.constant(name), documentFor(node, depth + 1)), { freq: 5 }),
  );
  const undeclared = fc.option(fc.tuple(ruleName, scalars), { freq: 1 });
  return fc
    .tuple(undeclared, ...members)
    .map((all) => Object.fromEntries(all.filter((member) => member !== null)));
}

/** Names from the root to every node, `*` for elements. */
function placesOf(
  schema: SchemaNode,
  place: readonly string[] = [],
): readonly (readonly string[])[] {
  if (place.length > MAX_STEPS) return [];
  switch (schema.kind) {
    case 'any-of':
      return schema.alternatives.flatMap((one) => placesOf(one, place));
    case 'ref': {
      const target = ruleDefinitions.get(schema.name);
      return target === undefined ? [] : placesOf(target, place);
    }
    case 'value': {
      const { properties, items } = schema;
      const inside = [...(properties ?? [])].flatMap(([name, one]) =>
        placesOf(one, [...place, name]),
      );
      const elements = items === undefined ? [] : placesOf(items, [...place, '*']);
      // Most paths of real rules end at texts.
      const isLeaf = inside.length + elements.length === 0;
      const here = place.length === 0 ? [] : isLeaf ? [place, place, place] : [place];
      return [...here, ...inside, ...elements];
    }
  }
}

/** Steps of names and wildcards alone to a node of the schema. */
function plainStepsFor(schema: SchemaNode): fc.Arbitrary<readonly string[]> {
  const toStep = (name: string, index: number, place: readonly string[]): fc.Arbitrary<string> => {
    const isLast = index === place.length - 1;
    if (name === '*') return fc.constantFrom('[*]', '[*]', '.*', ...(isLast ? [] : ['..*']));
    const steps = [`.${name}`, `.${name}`, `.${name}`, `['a','${name}']`, `..${name}`];
    return fc.constantFrom(...steps, ...(isLast ? ['.*', `..['name','${name}']`] : []));
  };
  return fc.constantFrom(...placesOf(schema)).chain((place) => fc.tuple(...place.map(toStep)));
}

const toPath = (steps: readonly string[]): string => `$${steps.join('')}`;

/** Paths that need the document, near nodes of the schema. */
function otherPathFor(schema: SchemaNode): fc.Arbitrary<string> {
  const needing = fc.oneof(
    indexStep(),
    filterStep,
    fc.constantFrom("[?(@ in ['x','active'])]", '[?(@.name =~ /jane.*/i)]', '..[?(@.a)]'),
  );
  const steps = plainStepsFor(schema);
  return fc.oneof(
    fc.tuple(steps, needing).map(([way, step]) => toPath([...way.slice(0, -1), step])),
    fc
      .tuple(steps, needing, placeStep(ruleName))
      .map(([way, step, after]) => toPath([...way, step, after])),
  );
}

/** A transform with its options as the rules spell them. */
export type Choice = readonly [kind: keyof typeof transforms, options: ExampleOptions];
const choice = fc.constantFrom<Choice>(
  ['redact', {}],
  ['pseudonymize', {}],
  ['pseudonymize', { includeReversible: true }],
  ['pseudonymize', { encoding: 'JSON' }],
  ['pseudonymize', { split: [' ', ';'] }],
  ['pseudonymizeEmailHeader', {}],
  ['pseudonymizeRegexMatches', { regex: '[a-z.]+@[a-z]+\\.[a-z]+' }],
  ['pseudonymizeRegexMatches', { regex: '(?i)ask (jane)' }],
  ['tokenize', {}],
  ['tokenize', { regex: 'see (.*)' }],
  ['textDigest', { keywords: ['Jane'] }],
  ['textDigest', { isJsonEscaped: true, jsonPathToProcessWhenEscaped: '$..a' }],
  ['hashIp', {}],
  ['encryptIp', {}],
  ['redactRegexMatches', { redactions: ['jane', '[0-9]+'] }],
  ['redactExceptSubstringsMatchingRegexes', { exceptions: ['[0-9]+', 'Roe'] }],
  ['redactExceptPhrases', { allowedPhrases: ['now', 'Jane'] }],
  ['filterTokenByRegex', { filters: ['[a-z]+'] }],
  ['filterTokenByRegex', { filters: ['.*[0-9]'], delimiter: ';' }],
);

/** One transform at one path. */
export function ruleOf(kind: keyof typeof transforms, path: string): TransformRule {
  return {
    kind,
    position,
    paths: [{ path: pathOf(path), position }],
    options: optionsOf(transforms[kind].options, {}),
    applyOnlyWhen: undefined,
  };
}

interface RuleParts {
  readonly choices?: fc.Arbitrary<Choice>;
  /** Only paths that the schema can place, and no condition. */
  readonly isPlain?: boolean;
}

/** A transform at one or two paths near the nodes of a schema. */
function transformFor(
  schema: SchemaNode,
  { choices = choice, isPlain = false }: RuleParts = {},
): fc.Arbitrary<TransformRule> {
  const plain = plainStepsFor(schema).map(toPath);
  const path = isPlain
    ? plain
    : fc.oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: otherPathFor(schema) });
  const rarely = fc
    .integer({ min: 0, max: 6 })
    .chain((one) => (one === 0 ? path : fc.constant(undefined)));
  const condition = isPlain ? fc.constant(undefined) : rarely;
  return fc
    .tuple(choices, fc.array(path, { minLength: 1, maxLength: 2 }), condition)
    .map(([[kind, options], paths, when]) => ({
      kind,
      position,
      paths: paths.map((one) => ({ path: pathOf(one), position })),
      options: optionsOf(transforms[kind].options, options),
      applyOnlyWhen: when === undefined ? undefined : pathOf(when),
    }));
}

export interface RuleCase {
  readonly document: JsonValue;
  readonly schema: SchemaNode;
  readonly transforms: readonly TransformRule[];
}

/** A schema, with transforms and a document made for it. */
export function ruleCase(parts: RuleParts = {}): fc.Arbitrary<RuleCase> {
  return ruleSchema.chain((schema) =>
    fc.record({
      document: documentFor(schema),
      schema: fc.constant(schema),
      transforms: fc.array(transformFor(schema, parts), { maxLength: 4 }),
    }),
  );
}

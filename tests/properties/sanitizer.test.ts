import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileSanitizer } from '../../src/sanitize/compile-sanitizer.ts';
import type { SchemaNode, ValueNode } from '../../src/sanitize/schema.ts';
import type { TransformRule } from '../../src/sanitize/transform.ts';
import { transforms } from '../../src/sanitize/transforms/index.ts';
import { examplePseudonymizer } from '../support/example-pseudonymizer.ts';
import { referenceSanitize } from '../support/reference-sanitizer.ts';
import { optionsOf, pathOf, regexOf } from '../support/transform-options.ts';

const RUNS = process.env['SCRIM_NIGHTLY'] === '1' ? 100_000 : 2_000;
const pseudonymizer = examplePseudonymizer();
const position = { line: 1, column: 1 };

// Few names and few texts, so that rules and documents meet often.
const name = fc.constantFrom('a', 'b', 'name', 'email', 'list');
const text = fc.constantFrom(
  '',
  ' ',
  'x',
  'Maria',
  'Jane Roe',
  'jane.roe@example.com',
  'ask Jane Roe now',
  'to jane.roe@example.com',
  'u-0001',
  '192.0.2.17',
  '2026-03-04',
  '2026-03-04T05:06:07Z',
  'active',
  '1',
  'see u-0001-a',
);
const scalar = fc.oneof(text, fc.constantFrom(0, 1, 2.5, -3, true, false, null));
const document = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4, withCrossShrink: true }, scalar, tie('array'), tie('object')),
  array: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(name, tie('value'), { maxKeys: 4 }),
})).object;

const value = (parts: Partial<ValueNode>): ValueNode => ({
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
});
const leaf: fc.Arbitrary<SchemaNode> = fc.oneof(
  fc.constant(value({ types: ['string'] })),
  fc.constantFrom<SchemaNode>(
    value({ types: ['integer'] }),
    value({ types: ['number'] }),
    value({ types: ['boolean'] }),
    value({}),
    value({ types: ['string', 'integer'] }),
    value({ types: ['string', 'null'] }),
    value({ types: ['string'], values: ['active', 'Maria'] }),
    value({ types: ['string'], format: 'date-time' }),
    value({ types: ['string'], pattern: regexOf('[a-z0-9-]+') }),
    value({ types: ['string'], maxLength: 5 }),
    {
      kind: 'any-of',
      position,
      alternatives: [value({ values: ['active'] }), value({ types: ['string'] })],
    },
  ),
);
const schema = fc.letrec<{ node: SchemaNode; object: SchemaNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    leaf,
    tie('object'),
    tie('node').map((items): SchemaNode => value({ types: ['array'], items })),
  ),
  object: fc
    .dictionary(name, tie('node'), { minKeys: 1, maxKeys: 5 })
    .map((properties): SchemaNode =>
      value({ types: ['object'], properties: new Map(Object.entries(properties)) }),
    ),
})).object;

const step = fc.oneof(
  name.map((one) => `.${one}`),
  name.map((one) => `..${one}`),
  fc.constantFrom(
    '[*]',
    '.*',
    '..[*]',
    '[0]',
    '[-1]',
    '[1:]',
    "['a','b']",
    "..['name','list']",
    '[?(@.a)]',
    "[?(@.b != 'x')]",
    '[?(@.a == 1 || !@.b)]',
    "[?(@ in ['x','active'])]",
    '[?(@.name =~ /jane.*/i)]',
  ),
);
const path = fc.array(step, { minLength: 1, maxLength: 3 }).map((steps) => `$${steps.join('')}`);
const kind = fc.constantFrom<{
  kind: keyof typeof transforms;
  options: Record<string, boolean | string[]>;
}>(
  { kind: 'redact', options: {} },
  { kind: 'pseudonymize', options: {} },
  { kind: 'pseudonymize', options: { includeReversible: true } },
  { kind: 'pseudonymize', options: { split: [' '] } },
  { kind: 'tokenize', options: {} },
  { kind: 'textDigest', options: { keywords: ['Jane'] } },
  { kind: 'hashIp', options: {} },
  { kind: 'redactRegexMatches', options: { redactions: ['jane'] } },
  { kind: 'filterTokenByRegex', options: { filters: ['[a-z]+'] } },
);
const transform = fc
  .record({
    kind,
    paths: fc.array(path, { minLength: 1, maxLength: 2 }),
    condition: fc.option(path, { freq: 6, nil: undefined }),
  })
  .map(({ kind: chosen, paths, condition }): TransformRule => ({
    kind: chosen.kind,
    position,
    paths: paths.map((one) => ({ path: pathOf(one), position })),
    options: optionsOf(transforms[chosen.kind].options, chosen.options),
    applyOnlyWhen: condition === undefined ? undefined : pathOf(condition),
  }));

test(`the compiled sanitizer agrees with the reference on ${String(RUNS)} random rules and documents`, () => {
  fc.assert(
    fc.property(
      document,
      schema,
      fc.array(transform, { maxLength: 3 }),
      fc.boolean(),
      (given, node, rules, guards) => {
        const definitions = new Map<string, SchemaNode>();
        const json = JSON.stringify(given);
        fc.pre(json.length < 2_000);
        const expected = referenceSanitize(
          JSON.parse(json),
          { schema: node, definitions, transforms: rules, leakGuard: guards },
          pseudonymizer,
        );
        const sanitize = compileSanitizer(
          { schema: node, definitions, transforms: rules },
          { pseudonymizer, leakGuard: guards ? 'redact' : 'off', knownPaths: undefined },
        );
        if (expected === 'root-mismatch')
          expect(() => sanitize(json)).toThrow(
            expect.objectContaining({ code: 'UNSANITIZABLE_RESPONSE' }),
          );
        else expect(JSON.parse(sanitize(json).body)).toEqual(expected.value);
      },
    ),
    { numRuns: RUNS },
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ScrimError } from '../../src/errors.ts';
import { analyseEndpoint } from '../../src/report/analyse-endpoint.ts';
import { toPlaceSteps } from '../../src/report/field-inventory.ts';
import { compilePolicy } from '../../src/rules/compile-policy.ts';
import { parseRules } from '../../src/rules/parse-rules.ts';
import { examplePseudonymizer } from '../support/example-pseudonymizer.ts';

const RUNS = process.env['SCRIM_NIGHTLY'] === '1' ? 50_000 : 1_500;
const NAMES = ['a', 'b', 'c'] as const;
const name = fc.constantFrom(...NAMES);

/** Schemas as rules spell them. */
const { schema } = fc.letrec((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom(
      { type: 'string' },
      { type: 'string', enum: ['listed'] },
      { type: ['string', 'integer'] },
      { type: 'integer' },
      {},
      { $ref: '#/definitions/node' },
    ),
    fc.record({
      type: fc.constant('object'),
      properties: fc.dictionary(name, tie('schema'), { maxKeys: 3 }),
    }),
    fc.record({ type: fc.constant('array'), items: tie('schema') }),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
  ),
}));
const root = fc.record({
  type: fc.constant('object'),
  properties: fc.dictionary(name, schema, { minKeys: 1, maxKeys: 3 }),
});

const step = fc.oneof(
  name.map((one) => `.${one}`),
  fc.constantFrom('[*]', '.*', '..a', "..['b','c']", '[0]', "[?(@.a == 'listed')]", '[?(@.b)]'),
);
const path = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => `$${steps.join('')}`);
const transform = fc.record(
  {
    method: fc.constantFrom('redact', 'pseudonymize', 'textDigest', 'tokenize'),
    jsonPaths: fc.array(path, { minLength: 1, maxLength: 2 }),
    applyOnlyWhen: path,
  },
  { requiredKeys: ['method', 'jsonPaths'] },
);

/** Documents whose texts are all different, so that each can be found again. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    fc.constantFrom('text', 'listed', 7),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
}));
const body = fc.dictionary(name, value, { minKeys: 1, maxKeys: 3 });

interface Leaf {
  readonly path: string;
  readonly text: string;
}

/** Gives every text `text` a number of its own, and tells where it stands. */
function mark(given: unknown): { readonly marked: unknown; readonly leaves: readonly Leaf[] } {
  const leaves: Leaf[] = [];
  const visit = (node: unknown, at: string): unknown => {
    if (node === 'text') {
      const text = `marker-${String(leaves.length)}-end`;
      leaves.push({ path: at, text });
      return text;
    }
    if (Array.isArray(node)) return node.map((element) => visit(element, `${at}[*]`));
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, inner]) => [key, visit(inner, `${at}.${key}`)]),
    );
  };
  return { marked: visit(given, '$'), leaves };
}

const CLEAR: ReadonlySet<string> = new Set(['keep', 'keep-enum', 'partial']);

const rulesText = fc
  .tuple(root, fc.array(transform, { maxLength: 3 }))
  .map(([responseSchema, rules]) =>
    JSON.stringify({
      definitions: {
        node: {
          type: 'object',
          properties: { a: { type: 'string' }, b: { $ref: '#/definitions/node' } },
        },
      },
      endpoints: [{ pathTemplate: '/x', responseSchema, transforms: rules }],
    }),
  );

/** The analysis of the rules, and the sanitizer they make; a body of which nothing leaves gives ''. */
function bothOf(text: string) {
  const parsed = parseRules(text, { mode: 'strict' });
  if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
  const { document } = parsed;
  const [rule] = document.endpoints;
  const compiled = compilePolicy(document, {
    pseudonymizer: examplePseudonymizer(),
    leakGuard: 'off',
    knownPaths: () => undefined,
  });
  if (rule === undefined || compiled.kind === 'problems') throw new Error('no policy');
  const [endpoint] = compiled.policy.endpoints;
  return {
    analysis: analyseEndpoint({ ...rule, definitions: document.definitions }),
    sanitize: (body: unknown): string => {
      try {
        return endpoint?.sanitize(JSON.stringify(body)).body.text() ?? '';
      } catch (error) {
        if (error instanceof ScrimError && error.code === 'UNSANITIZABLE_RESPONSE') return '';
        throw error;
      }
    },
  };
}

describe('what the data sheet says of a field', () => {
  test('is never less than what the sanitizer lets out', () => {
    const seen = { inClear: 0, gone: 0 };
    const bodies = fc.array(body, { minLength: 3, maxLength: 6 });
    const property = fc.property(rulesText, bodies, (text, documents) => {
      const { analysis, sanitize } = bothOf(text);
      for (const { marked, leaves } of documents.map(mark)) {
        const out = sanitize(marked);
        for (const leaf of leaves) {
          const isOut = out.includes(leaf.text);
          seen[isOut ? 'inClear' : 'gone'] += 1;
          const { outcomes } = analysis.fateAt(toPlaceSteps(leaf.path));
          const mayBeOut = outcomes.some((outcome) => CLEAR.has(outcome));
          if (isOut) expect({ ...leaf, mayBeOut }).toEqual({ ...leaf, mayBeOut: true });
        }
      }
    });
    fc.assert(property, { numRuns: RUNS });
    // Both happened often enough to mean something.
    expect(Math.min(seen.inClear, seen.gone)).toBeGreaterThan(100);
  });
});

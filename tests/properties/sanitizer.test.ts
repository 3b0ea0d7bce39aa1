import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ScrimError } from '../../src/errors.ts';
import { isJsonObject, type JsonValue } from '../../src/json.ts';
import { compileSanitizer, type SanitizerSpec } from '../../src/sanitize/compile-sanitizer.ts';
import type { SanitizeCounts } from '../../src/sanitize/sanitizer.ts';
import type { SchemaNode } from '../../src/sanitize/schema.ts';
import { examplePseudonymizer } from '../support/example-pseudonymizer.ts';
import {
  ruleCase,
  ruleDefinitions,
  ruleOf,
  toObject,
  valueNode,
  type Choice,
} from '../support/random-rules.ts';
import { referenceLocate, type Place } from '../support/reference-json-path.ts';
import { referenceSanitize } from '../support/reference-sanitizer.ts';

const RUNS = process.env['SCRIM_NIGHTLY'] === '1' ? 100_000 : 2_000;
const pseudonymizer = examplePseudonymizer();

const definitions = ruleDefinitions;

/** What leaves; undefined where the body is refused. */
function sanitized(
  text: string,
  given: SanitizerSpec,
  leakGuard: boolean,
): { body: string; counts: SanitizeCounts } | undefined {
  const leakGuardMode = leakGuard ? 'redact' : 'off';
  const tools = { pseudonymizer, leakGuard: leakGuardMode, knownPaths: undefined } as const;
  try {
    const { body, counts } = compileSanitizer(given, tools)(text);
    return { body: body.text(), counts };
  } catch (error) {
    if (error instanceof ScrimError && error.code === 'UNSANITIZABLE_RESPONSE') return undefined;
    throw error;
  }
}

test(`the compiled sanitizer agrees with the reference on ${String(RUNS)} random rules and documents`, () => {
  const seen = { changed: 0, leaks: 0 };
  const isFiltered = fc.integer({ min: 0, max: 9 }).map((one) => one > 0);
  fc.assert(
    fc.property(ruleCase(), isFiltered, fc.boolean(), (one, hasSchema, leakGuard) => {
      const { document, transforms } = one;
      const rules = { schema: hasSchema ? one.schema : undefined, definitions, transforms };

      const result = sanitized(JSON.stringify(document), rules, leakGuard);

      const expected = referenceSanitize(document, { ...rules, leakGuard }, pseudonymizer);
      expect(result?.body).toBe(JSON.stringify(expected));
      seen.changed += Number((result?.counts.pseudonymized ?? 0) > 0);
      seen.leaks += Number((result?.counts.removed.leak ?? 0) > 0);
    }),
    { numRuns: RUNS },
  );
  expect(Math.min(seen.changed, seen.leaks)).toBeGreaterThan(RUNS / 20);
});

test('transforms on the walk of the filter do the same as after it, counts included', () => {
  // A path that needs the document and finds nothing: all that come behind it run after the walk.
  const hindrance = ruleOf('redact', '$[?(@.nowhere == 1)].nowhere');
  fc.assert(
    fc.property(ruleCase({ isPlain: true }), fc.boolean(), (one, leakGuard) => {
      const text = JSON.stringify(one.document);
      const { schema, transforms } = one;

      const onTheWalk = sanitized(text, { schema, definitions, transforms }, leakGuard);
      const behind = { schema, definitions, transforms: [hindrance, ...transforms] };
      const after = sanitized(text, behind, leakGuard);
      expect(onTheWalk?.body).toBe(after?.body);
      // Only the walk knows the whole path of what a transform removed.
      expect({ ...onTheWalk?.counts, removedPaths: [] }).toEqual({
        ...after?.counts,
        removedPaths: [],
      });
    }),
    { numRuns: RUNS },
  );
});

describe('the leak law', () => {
  /** Transforms that leave nothing of a text. */
  const hiding = fc.constantFrom<Choice>(
    ['redact', {}],
    ['pseudonymize', {}],
    ['pseudonymize', { includeReversible: true }],
    ['tokenize', {}],
    ['textDigest', {}],
    ['hashIp', {}],
    ['encryptIp', {}],
  );
  const textsIn = (value: JsonValue, place: Place = []): readonly (readonly [string, Place])[] => {
    if (typeof value === 'string') return [[value, place]];
    if (Array.isArray(value)) return value.flatMap((one, at) => textsIn(one, [...place, at]));
    if (!isJsonObject(value)) return [];
    return Object.entries(value).flatMap(([name, one]) => textsIn(one, [...place, name]));
  };
  const declares = (schema: SchemaNode | undefined, place: Place): boolean => {
    if (schema?.kind === 'ref') return declares(definitions.get(schema.name), place);
    if (schema?.kind === 'any-of') return schema.alternatives.some((one) => declares(one, place));
    const [key, ...rest] = place;
    if (schema === undefined) return false;
    if (key === undefined) return schema.types?.includes('string') ?? true;
    return declares(typeof key === 'number' ? schema.items : schema.properties?.get(key), rest);
  };
  const isWithin = (place: Place, outer: Place): boolean =>
    outer.every((key, at) => key === place[at]);

  test(`no text that no rule lets through appears in the output, in ${String(RUNS)} random runs`, () => {
    const seen = { kept: 0, hidden: 0 };
    fc.assert(
      fc.property(ruleCase({ choices: hiding, isPlain: true }), (one) => {
        let count = 0;
        const marked = JSON.parse(JSON.stringify(one.document), (_name, value: JsonValue) =>
          typeof value === 'string' ? `k${String((count += 1)).padStart(7, '0')}` : value,
        ) as JsonValue;
        const { schema, transforms } = one;

        const given = { schema, definitions, transforms };
        const body = sanitized(JSON.stringify(marked), given, false)?.body ?? '';

        const taken = transforms.flatMap(({ paths }) =>
          paths.flatMap(({ path }) => referenceLocate(marked, path.steps)),
        );
        for (const [text, place] of textsIn(marked)) {
          const isHidden = taken.some((outer) => isWithin(place, outer));
          if (declares(schema, place) && !isHidden) seen.kept += Number(body.includes(text));
          else {
            expect(body).not.toContain(text);
            seen.hidden += 1;
          }
        }
      }),
      { numRuns: RUNS },
    );
    expect(Math.min(seen.kept, seen.hidden)).toBeGreaterThan(RUNS / 10);
  });

  test(`no identifier that was replaced stands in a text that was kept, in ${String(RUNS)} random runs`, () => {
    const identifier = fc.constantFrom('id-00001', 'Jané Roe', 'jane.roe@example.com', 'ΑΣ-ΟΔΟΣ');
    const copy = fc
      .tuple(
        fc.constantFrom('', 'see ', 'https://x.example/?u='),
        identifier,
        fc.constantFrom(
          (text: string) => text,
          (text: string) => text.toUpperCase(),
          (text: string) => encodeURIComponent(text),
        ),
        fc.constantFrom('', ' now', '/x', '.'),
      )
      .map(([before, text, write, after]) => before + write(text) + after);
    const schema = toObject({
      ids: valueNode({ types: ['array'], items: valueNode({ types: ['string'] }) }),
      texts: valueNode({ types: ['array'], items: valueNode({ types: ['string'] }) }),
    });
    const ids = fc.uniqueArray(identifier, { maxLength: 3 });
    const kinds = fc.constantFrom('pseudonymize', 'tokenize', 'hashIp', 'encryptIp');
    let removed = 0;
    fc.assert(
      fc.property(ids, fc.array(copy, { maxLength: 5 }), kinds, (clear, texts, kind) => {
        const given = {
          schema,
          definitions,
          transforms: [ruleOf(kind, '$.ids[*]')],
        };

        const result = sanitized(JSON.stringify({ texts, ids: clear }), given, true);

        const kept = (JSON.parse(result?.body ?? '{}') as { texts: string[] }).texts;
        for (const text of kept) {
          const read = `${text} ${decodeURIComponent(text)}`.toLowerCase();
          for (const one of clear) expect(read).not.toContain(one.toLowerCase());
        }
        removed += texts.length - kept.length;
      }),
      { numRuns: RUNS },
    );
    expect(removed).toBeGreaterThan(RUNS / 2);
  });
});

import { ScrimError } from '../errors.ts';
import { isJsonObject, namesOf, writeJson, type JsonObject, type JsonValue } from '../json.ts';
import { JsonSyntaxError, parseJsonValues, parsePlainJson } from '../parse-json.ts';
import { compileFilter, type Filter } from './compile-filter.ts';
import { compileTransform, type DocumentTransform } from './compile-transform.ts';
import { foldTransforms } from './fold-transforms.ts';
import { groupKnownNames } from './known-names.ts';
import { guardLeaks } from './leak-guard.ts';
import { ROOT } from './place.ts';
import { SanitizeRun, type TestedPlace } from './sanitize-run.ts';
import { SanitizedBody } from './sanitized-body.ts';
import type { Sanitize, SanitizeResult, SanitizeTools } from './sanitizer.ts';
import type { Definitions, SchemaNode } from './schema.ts';
import { spellingNeeds, type SpellingNeeds } from './spelling.ts';
import type { TransformRule } from './transform.ts';
import { writeInPieces } from './write-in-pieces.ts';

export interface SanitizerSpec {
  /** Undefined only in compatible mode: nothing is filtered. */
  readonly schema: SchemaNode | undefined;
  readonly definitions: Definitions;
  readonly transforms: readonly TransformRule[];
}

/**
 * The policy of one endpoint at work: parse → response schema → transforms in order → leak guard →
 * compact JSON. Throws ScrimError UNSANITIZABLE_RESPONSE and LEAK_BLOCKED.
 */
export function compileSanitizer(spec: SanitizerSpec, tools: SanitizeTools): Sanitize {
  const parts = compileParts(spec, tools);
  return (text) => {
    try {
      return sanitizePlainly(text, parts) ?? sanitizeAll(parseJsonValues(text), parts).result;
    } catch (error) {
      if (error instanceof JsonSyntaxError) {
        throw new ScrimError(
          'UNSANITIZABLE_RESPONSE',
          'the body is not JSON, or nested too deeply',
        );
      }
      throw error;
    }
  };
}

interface Parts {
  readonly filter: Filter | undefined;
  /** What the filter does not do on its way. */
  readonly transforms: readonly DocumentTransform[];
  readonly spelling: SpellingNeeds;
  readonly tools: SanitizeTools;
}

function compileParts(spec: SanitizerSpec, tools: SanitizeTools): Parts {
  const { schema, definitions } = spec;
  const spelling = spellingNeeds(schema, definitions);
  const { folded, rest } = foldTransforms(spec, tools);
  const filter =
    schema &&
    compileFilter(schema, definitions, {
      folded,
      isTestedLater: rest.length > 0,
      known: groupKnownNames(tools.knownPaths),
      keepsOrder: spelling.ofNameOrder,
    });
  return { filter, transforms: rest.map((rule) => compileTransform(rule, tools)), spelling, tools };
}

/** Reads numbers as doubles, which is fastest; undefined where that does not do. */
function sanitizePlainly(text: string, parts: Parts): SanitizeResult | undefined {
  if (parts.spelling.ofNumbers || parts.spelling.ofNameOrder) return undefined;
  const value = parsePlainJson(text);
  if (value === undefined) return undefined;
  const { result, needsSpelling } = sanitizeAll([value], parts);
  return needsSpelling ? undefined : result;
}

function sanitizeAll(values: readonly JsonValue[], parts: Parts) {
  const run = new SanitizeRun(parts.tools);
  const write = parts.spelling.ofNameOrder ? writeJson : JSON.stringify;
  const pieces = values.flatMap((value, index) => [
    ...(index === 0 ? [] : ['\n']),
    ...writeInPieces(sanitizeValue(value, parts, run), write),
  ]);
  return {
    result: { body: new SanitizedBody(pieces), counts: run.counts() },
    needsSpelling: run.needsSpelling,
  };
}

function sanitizeValue(value: JsonValue, parts: Parts, run: SanitizeRun): JsonValue {
  const holder: JsonObject = {};
  run.tested.length = 0;
  if (parts.filter === undefined) {
    holder['root'] = value;
    markAllForTest(holder, run);
  } else filterInto(holder, value, { filter: parts.filter, run });
  for (const transform of parts.transforms) transform(holder, run);
  if (parts.tools.leakGuard !== 'off') guardLeaks(run, parts.tools.leakGuard);
  if (!Object.hasOwn(holder, 'root')) {
    throw new ScrimError('UNSANITIZABLE_RESPONSE', 'the root of the body was removed');
  }
  return holder['root'] ?? null;
}

interface Filtering {
  readonly filter: Filter;
  readonly run: SanitizeRun;
}

function filterInto(holder: JsonObject, value: JsonValue, { filter, run }: Filtering): void {
  const filtered = filter.apply(value, run);
  if (filtered === undefined) {
    throw new ScrimError('UNSANITIZABLE_RESPONSE', 'the root of the body does not fit the schema');
  }
  holder['root'] = filtered;
  if (typeof filtered === 'string' && !run.isExempt) run.tested.push(testedAt(holder, 'root'));
}

/** Without a schema every text is tested. */
function markAllForTest(container: JsonObject | JsonValue[], run: SanitizeRun): void {
  if (Array.isArray(container)) {
    run.tested.push(testedAt(container, undefined));
    for (const element of container) markInside(element, run);
    return;
  }
  for (const name of namesOf(container)) {
    const value = container[name] ?? null;
    if (typeof value === 'string') {
      run.kept += 1;
      run.tested.push(testedAt(container, name));
    } else markInside(value, run);
  }
}

function markInside(value: JsonValue, run: SanitizeRun): void {
  if (Array.isArray(value) || isJsonObject(value)) markAllForTest(value, run);
}

function testedAt(container: JsonObject | JsonValue[], key: string | undefined): TestedPlace {
  return { container, key, exempt: undefined, place: ROOT };
}

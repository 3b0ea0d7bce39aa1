import { ScrimError } from '../errors.ts';
import { isJsonObject, namesOf, writeJson, type JsonObject, type JsonValue } from '../json.ts';
import { JsonSyntaxError, parseJsonValues } from '../parse-json.ts';
import { compileFilter, type Filter } from './compile-filter.ts';
import { compileTransform, type DocumentTransform } from './compile-transform.ts';
import { createLeakTest } from './leak-guard.ts';
import { groupKnownNames, SanitizeRun } from './sanitize-run.ts';
import { toSanitizedBody } from './sanitized-body.ts';
import type { Sanitize, SanitizeTools } from './sanitizer.ts';
import type { Definitions, SchemaNode } from './schema.ts';
import type { TransformRule } from './transform.ts';

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
  const filter = spec.schema && compileFilter(spec.schema, spec.definitions);
  const transforms = spec.transforms.map((rule) => compileTransform(rule, tools));
  const knownNames = groupKnownNames(tools.knownPaths);
  return (text) => {
    const run = new SanitizeRun(tools, knownNames);
    const texts = parse(text).map((value) => {
      run.tested.length = 0;
      return writeJson(sanitizeValue(value, { filter, transforms, tools, run }));
    });
    return { body: toSanitizedBody(texts.join('\n')), counts: run.counts() };
  };
}

interface Parts {
  readonly filter: Filter | undefined;
  readonly transforms: readonly DocumentTransform[];
  readonly tools: SanitizeTools;
  readonly run: SanitizeRun;
}

function parse(text: string): readonly JsonValue[] {
  try {
    return parseJsonValues(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) {
      throw new ScrimError('UNSANITIZABLE_RESPONSE', 'the body is not JSON');
    }
    throw error;
  }
}

function sanitizeValue(value: JsonValue, { filter, transforms, tools, run }: Parts): JsonValue {
  const holder: JsonObject = {};
  const filtered = filter === undefined ? value : filter.apply(value, run);
  if (filtered === undefined) {
    throw new ScrimError('UNSANITIZABLE_RESPONSE', 'the root of the body does not fit the schema');
  }
  holder['root'] = filtered;
  if (filter === undefined) markAllForTest(holder, run);
  else if (typeof filtered === 'string') run.tested.push({ container: holder, key: 'root' });
  for (const transform of transforms) transform(holder, run);
  if (tools.leakGuard !== 'off') guard(run, tools.leakGuard);
  if (!Object.hasOwn(holder, 'root')) {
    throw new ScrimError('UNSANITIZABLE_RESPONSE', 'the root of the body was removed');
  }
  return holder['root'] ?? null;
}

/** Without a schema every text is tested. */
function markAllForTest(container: JsonObject | JsonValue[], run: SanitizeRun): void {
  if (Array.isArray(container)) {
    run.tested.push({ container, key: undefined });
    for (const element of container) markInside(element, run);
    return;
  }
  for (const name of namesOf(container)) {
    const value = container[name] ?? null;
    if (typeof value === 'string') run.kept += 1;
    run.tested.push({ container, key: name });
    markInside(value, run);
  }
}

function markInside(value: JsonValue, run: SanitizeRun): void {
  if (Array.isArray(value) || isJsonObject(value)) markAllForTest(value, run);
}

/** Privacy: the last look at what leaves; removes (or refuses) what gives away a removed text. */
function guard(run: SanitizeRun, mode: 'redact' | 'fail'): void {
  if (run.tested.length === 0) return;
  const isLeak = createLeakTest(run.clearTexts);
  const mustGo = (value: JsonValue | undefined, name: string): boolean => {
    if (typeof value !== 'string' || !isLeak(value)) return false;
    run.countRemoval('leak', name);
    if (mode === 'redact') return true;
    throw new ScrimError('LEAK_BLOCKED', 'a kept text gives away a removed one');
  };
  for (const { container, key, bounded } of run.tested) {
    const isFree = (element: JsonValue): boolean =>
      typeof element === 'string' && bounded?.has(element) !== true;
    if (Array.isArray(container)) {
      removeElements(container, (element) => isFree(element) && mustGo(element, '*'));
    } else if (key !== undefined && Object.hasOwn(container, key) && mustGo(container[key], key)) {
      Reflect.deleteProperty(container, key);
    }
  }
}

function removeElements(array: JsonValue[], mustGo: (element: JsonValue) => boolean): void {
  const kept = array.filter((element) => !mustGo(element));
  array.length = 0;
  for (const element of kept) array.push(element);
}

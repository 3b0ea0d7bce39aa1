import { isJsonObject, setProperty, type JsonObject, type JsonValue } from '../../json.ts';
import { compileLocate, valueAt, type Locate } from '../../json-path/locate.ts';
import type { Pseudonymizer } from '../../pseudonym/pseudonymizer.ts';
import type { RecordRules, RecordTransform } from '../../rules/bulk/document.ts';
import { compileFilter, type Filter } from '../../sanitize/compile-filter.ts';
import { SanitizeRun } from '../../sanitize/sanitize-run.ts';
import type { LeakGuardMode } from '../../sanitize/sanitizer.ts';
import type { ValueTransform } from '../../sanitize/transforms/definition.ts';
import { transforms } from '../../sanitize/transforms/index.ts';
import { BulkError } from '../bulk-error.ts';
import { createRecordGuard } from './record-guard.ts';
import { jsonSyntaxError, type RecordPlace } from './to-record.ts';

export interface RecordTools {
  readonly pseudonymizer: Pseudonymizer;
  readonly leakGuard: LeakGuardMode;
}

/** What was done to the records of one file. */
export interface RecordCounts {
  /** Values that became null because a transform could not take their type. */
  nulled: number;
  leaks: number;
  readonly unmatchedPaths: Set<string>;
}

/** Changes a record in place of the reader's object, and gives what is to be written. */
export type TreatRecord = (record: JsonObject, place: RecordPlace) => JsonObject;

/** Transforms in order → schema → leak guard. Throws BulkError LEAK_GUARD. */
export function createTreatRecord(
  rules: RecordRules,
  tools: RecordTools,
  counts: RecordCounts,
): TreatRecord {
  const steps = rules.transforms.flatMap((transform) => compileSteps(transform, tools, counts));
  const filter = rules.schema && compileFilter(rules.schema, new Map());
  const guard = createRecordGuard(tools.leakGuard);
  return (record, place) => {
    const holder: JsonObject = { root: record };
    for (const step of steps) step(holder);
    const filtered = filter === undefined ? record : filterRecord(record, { filter, tools, place });
    const leaks = guard(filtered);
    counts.leaks += leaks;
    if (leaks > 0 && tools.leakGuard === 'fail') {
      throw new BulkError('LEAK_GUARD', 'a kept text of a record holds an address', { ...place });
    }
    return filtered;
  };
}

interface Filtering {
  readonly filter: Filter;
  readonly tools: RecordTools;
  readonly place: RecordPlace;
}

function filterRecord(record: JsonObject, { filter, tools, place }: Filtering): JsonObject {
  const run = new SanitizeRun({ ...tools, knownPaths: undefined });
  const filtered = filter.apply(record, run);
  if (isJsonObject(filtered)) return filtered;
  throw jsonSyntaxError('a record does not fit outputSchemaFilter', place);
}

type Step = (holder: JsonObject) => void;

function compileSteps(
  transform: RecordTransform,
  { pseudonymizer }: RecordTools,
  counts: RecordCounts,
): readonly Step[] {
  const apply = compileValue(transform, pseudonymizer);
  return transform.paths.map((path) => {
    const locate = compileLocate(path);
    counts.unmatchedPaths.add(path.text);
    return createStep(locate, apply, {
      onMatch: () => counts.unmatchedPaths.delete(path.text),
      onNulled: () => (counts.nulled += 1),
    });
  });
}

/** The new value; undefined where the type does not fit. */
type ApplyToValue = (value: JsonValue) => JsonValue | undefined;

function compileValue(transform: RecordTransform, pseudonymizer: Pseudonymizer): ApplyToValue {
  const tools = { pseudonymizer };
  switch (transform.kind) {
    case 'redact':
      return () => null;
    case 'pseudonymize':
      return toApply(transforms.pseudonymize.compile(PSEUDONYM, tools));
    case 'tokenize':
      return toApply(transforms.tokenize.compile({}, tools));
    case 'textDigest': {
      const { keywords } = transform;
      return toApply(transforms.textDigest.compile({ keywords, isJsonEscaped: false }, tools));
    }
    default:
      return transform satisfies never;
  }
}

const PSEUDONYM = {
  encoding: 'URL_SAFE_TOKEN',
  includeReversible: false,
  includeOriginal: false,
} as const;

function toApply(transform: ValueTransform): ApplyToValue {
  return (value) => transform.apply(value, NOT_REMEMBERED);
}

/** The guard of records looks for addresses only; it need not know what was taken away. */
const NOT_REMEMBERED = {
  remember: () => undefined,
  mint: () => undefined,
} as const;

interface StepEvents {
  readonly onMatch: () => void;
  readonly onNulled: () => void;
}

function createStep(locate: Locate, apply: ApplyToValue, events: StepEvents): Step {
  return (holder) => {
    const locations = locate(holder);
    if (locations.length > 0) events.onMatch();
    for (const location of locations.toReversed()) {
      const value = valueAt(location);
      if (value === undefined) continue;
      const result = apply(value);
      if (result === undefined) events.onNulled();
      const { parent, key } = location;
      if (Array.isArray(parent)) parent[Number(key)] = result ?? null;
      else setProperty(parent, String(key), result ?? null);
    }
  };
}

import {
  ExactNumber,
  setProperty,
  spelledNumber,
  type JsonObject,
  type JsonValue,
} from '../json.ts';
import { compileLocate, valueAt, type Location } from '../json-path/locate.ts';
import type { SanitizeRun } from './sanitize-run.ts';
import type { SanitizeTools } from './sanitizer.ts';
import type { TransformRule } from './transform.ts';
import type { ValueTransform } from './transforms/definition.ts';
import { transforms } from './transforms/index.ts';

/** Changes a document in place; the document is the only property of `holder`. */
export type DocumentTransform = (holder: JsonObject, run: SanitizeRun) => void;

/** One entry of `transforms`: its paths in order, each seeing what the ones before it left. */
export function compileTransform(rule: TransformRule, tools: SanitizeTools): DocumentTransform {
  const definition = new Map(Object.entries(transforms)).get(rule.kind);
  if (definition === undefined) throw new Error('the rules were not checked: unknown transform');
  const transform = definition.compile(rule.options, tools);
  const condition = rule.applyOnlyWhen && compileLocate(rule.applyOnlyWhen);
  const paths = rule.paths.map(({ path }) => compileLocate(path));
  return (holder, run) => {
    if (condition !== undefined && condition(holder).length === 0) return;
    for (const locate of paths) {
      const locations = locate(holder);
      for (let index = locations.length - 1; index >= 0; index -= 1) {
        const location = locations[index];
        if (location !== undefined) change(location, transform, run);
      }
    }
  };
}

function change(location: Location, transform: ValueTransform, run: SanitizeRun): void {
  const value = valueAt(location);
  if (value === undefined) return;
  const result = transform.apply(value, run.clearTexts);
  if (result === undefined) {
    rememberGone(value, location, { transform, run });
    remove(location);
    return;
  }
  if (result === value) return;
  if (transform.isPseudonymization && result !== null) run.pseudonymized += 1;
  const { parent, key } = location;
  if (Array.isArray(parent)) parent[Number(key)] = result;
  else setProperty(parent, String(key), result);
}

interface Change {
  readonly transform: ValueTransform;
  readonly run: SanitizeRun;
}

/** Privacy: what a transform removed must not be found elsewhere in the document. */
function rememberGone(value: JsonValue, location: Location, { transform, run }: Change): void {
  if (!transform.isRedaction) run.countRemoval('transform_mismatch', location.name);
  if (transform.isPseudonymization) {
    const isNumber = typeof value === 'number' || value instanceof ExactNumber;
    if (typeof value === 'string' || isNumber) {
      run.clearTexts.remember(isNumber ? spelledNumber(value) : value);
    }
  }
  run.clearTexts.rememberRemoved(value, location.name);
}

function remove({ parent, key }: Location): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}

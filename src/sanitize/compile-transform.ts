import { setProperty, type JsonObject } from '../json.ts';
import { compileLocate, valueAt, type Location } from '../json-path/locate.ts';
import { bindTransform, transformValue } from './bind-transform.ts';
import { placeInside, ROOT } from './place.ts';
import type { SanitizeRun } from './sanitize-run.ts';
import type { SanitizeTools } from './sanitizer.ts';
import type { TransformRule } from './transform.ts';
import type { ValueTransform } from './transforms/definition.ts';

/** Changes a document in place; the document is the only property of `holder`. */
export type DocumentTransform = (holder: JsonObject, run: SanitizeRun) => void;

/** One entry of `transforms`: its paths in order, each seeing what the ones before it left. */
export function compileTransform(rule: TransformRule, tools: SanitizeTools): DocumentTransform {
  const transform = bindTransform(rule, tools);
  const condition = rule.applyOnlyWhen && compileLocate(rule.applyOnlyWhen);
  const paths = rule.paths.map(({ path }) => compileLocate(path));
  return (holder, run) => {
    if (condition !== undefined && condition(holder).length === 0) return;
    for (const locate of paths) {
      for (const location of locate(holder).toReversed()) change(location, transform, run);
    }
  };
}

function change(location: Location, transform: ValueTransform, run: SanitizeRun): void {
  const value = valueAt(location);
  if (value === undefined) return;
  const { parent, key, name } = location;
  const result = transformValue(value, transform, { run, name });
  if (result === undefined) {
    if (!transform.isRedaction) run.countRemoval('transform_mismatch', placeInside(ROOT, name));
    remove(location);
  } else if (result !== value) {
    if (Array.isArray(parent)) parent[Number(key)] = result;
    else setProperty(parent, String(key), result);
  }
}

function remove({ parent, key }: Location): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}

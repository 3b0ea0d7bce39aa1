import { isJsonObject, namesOf, type JsonObject, type JsonValue } from '../../json.ts';
import { holdsAddress } from '../../sanitize/holds-address.ts';
import type { LeakGuardMode } from '../../sanitize/sanitizer.ts';

/** Takes texts and names that hold an address out of a record; how many. */
export type RecordGuard = (record: JsonObject) => number;

/** Privacy: the last look at what leaves in clear. */
export function createRecordGuard(mode: LeakGuardMode): RecordGuard {
  return mode === 'off' ? () => 0 : guardObject;
}

function guardObject(object: JsonObject): number {
  let hits = 0;
  for (const name of namesOf(object)) {
    const value = object[name] ?? null;
    if (holdsAddress(name) || isLeak(value)) {
      Reflect.deleteProperty(object, name);
      hits += 1;
    } else hits += guardInside(value);
  }
  return hits;
}

function guardArray(array: JsonValue[]): number {
  const kept = array.filter((element) => !isLeak(element));
  const hits = array.length - kept.length;
  array.splice(0, array.length, ...kept);
  return kept.reduce((total: number, element) => total + guardInside(element), hits);
}

function guardInside(value: JsonValue): number {
  if (Array.isArray(value)) return guardArray(value);
  return isJsonObject(value) ? guardObject(value) : 0;
}

function isLeak(value: JsonValue): boolean {
  return typeof value === 'string' && holdsAddress(value);
}

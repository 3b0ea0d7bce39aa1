import { ScrimError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import { findLeaks } from './find-leaks.ts';
import { placeInside } from './place.ts';
import type { SanitizeRun, TestedPlace } from './sanitize-run.ts';

/**
 * Privacy: the last look at what leaves; removes what gives away a removed text, or, if it is to
 * fail, throws ScrimError LEAK_BLOCKED.
 */
export function guardLeaks(run: SanitizeRun, mode: 'redact' | 'fail'): void {
  const texts = new Set<string>();
  for (const tested of run.tested) for (const text of textsAt(tested)) texts.add(text);
  const leaks = findLeaks(texts, run.clearTexts);
  if (leaks.size === 0) return;
  if (mode === 'fail') {
    throw new ScrimError('LEAK_BLOCKED', 'a kept text gives away a removed one');
  }
  for (const tested of run.tested) removeLeaks(tested, leaks, run);
}

/** The texts of a place that are to be tested, as far as they are still there. */
function textsAt({ container, key, exempt }: TestedPlace): readonly string[] {
  if (Array.isArray(container)) {
    return container
      .filter((element) => typeof element === 'string')
      .filter((text) => exempt?.has(text) !== true);
  }
  const value = key !== undefined && Object.hasOwn(container, key) ? container[key] : undefined;
  return typeof value === 'string' ? [value] : [];
}

function removeLeaks(tested: TestedPlace, leaks: ReadonlySet<string>, run: SanitizeRun): void {
  const { container, key, place } = tested;
  const gone = textsAt(tested).filter((text) => leaks.has(text));
  if (gone.length === 0) return;
  gone.forEach(() => {
    run.countRemoval('leak', placeInside(place, key ?? '*'));
  });
  if (Array.isArray(container)) removeElements(container, new Set<JsonValue>(gone));
  else if (key !== undefined) Reflect.deleteProperty(container, key);
}

function removeElements(array: JsonValue[], gone: ReadonlySet<JsonValue>): void {
  const kept = array.filter((element) => !gone.has(element));
  array.length = 0;
  for (const element of kept) array.push(element);
}

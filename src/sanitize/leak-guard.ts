import { ScrimError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import { findLeaks } from './find-leaks.ts';
import { Fives } from './fives.ts';
import { placeInside } from './place.ts';
import type { SanitizeRun, TestedPlace } from './sanitize-run.ts';

/**
 * Privacy: the last look at what leaves; removes what gives away a removed text, or, if it is to
 * fail, throws ScrimError LEAK_BLOCKED.
 */
export function guardLeaks(run: SanitizeRun, mode: 'redact' | 'fail'): void {
  if (!mayLeak(run)) return;
  const texts = new Set<string>();
  for (const tested of run.tested) for (const text of textsAt(tested)) texts.add(text);
  const leaks = findLeaks(texts, run.clearTexts);
  if (leaks.size === 0) return;
  if (mode === 'fail') {
    throw new ScrimError('LEAK_BLOCKED', 'a kept text gives away a removed one');
  }
  for (const tested of run.tested) removeLeaks(tested, leaks, run);
}

/**
 * A first look that makes nothing: most documents keep no text that shares five characters with a
 * clear text, nor one with a character (`@`, `%`, `~`, non-ASCII) that needs a closer look.
 */
function mayLeak({ tested, clearTexts }: SanitizeRun): boolean {
  const standing = new Fives(16 * tested.length);
  const isPlain = (value: JsonValue | undefined): boolean =>
    typeof value !== 'string' || standing.addPlain(value);
  for (const { container, key, exempt } of tested) {
    const arePlain = Array.isArray(container)
      ? container.every((element) => isExempt(element, exempt) || isPlain(element))
      : key === undefined || isPlain(container[key]);
    if (!arePlain) return true;
  }
  return clearTexts.someRemembered((text) => standing.hasStartOf(text));
}

function isExempt(element: JsonValue, exempt: TestedPlace['exempt']): boolean {
  return typeof element === 'string' && exempt?.has(element) === true;
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

import type { JsonObject, JsonValue } from '../json.ts';
import { JsonSyntaxError, MAX_LEVELS } from '../parse-json.ts';
import { ClearTexts } from './clear-texts.ts';
import { pathText, placeInside, ROOT, type Place } from './place.ts';
import type { RemovalReason, SanitizeCounts, SanitizeTools } from './sanitizer.ts';
import { isShowableName } from './showable-name.ts';

const MAX_NAMED = 20;
const MAX_REMEMBERED = 1000;

export interface TestedPlace {
  readonly container: JsonObject | JsonValue[];
  /** Undefined for an array. */
  readonly key: string | undefined;
  /** Texts of an array that need no test. */
  readonly exempt: ReadonlySet<string> | undefined;
  readonly place: Place;
}

/** What is gathered while one body is sanitized: counts, places, clear texts, and what is to be tested. */
export class SanitizeRun {
  readonly clearTexts: ClearTexts;
  /** Kept texts that the leak guard has to test: a property, or all elements of an array but the `exempt` texts. */
  readonly tested: TestedPlace[] = [];
  /** The container at hand. */
  place = ROOT;
  kept = 0;
  pseudonymized = 0;
  /** Why the filter refused the value it was just given. */
  refusal: RemovalReason | 'redacted' = 'type_mismatch';
  /** The text the filter just kept is one of a list, a date or a token, so the leak guard need not test it. */
  isExempt = false;
  /** An integer was kept whose spelling a double does not tell: the body has to be read exactly. */
  needsSpelling = false;
  readonly #removed: Record<RemovalReason, number> = {
    type_mismatch: 0,
    constraint: 0,
    transform_mismatch: 0,
    undeclared: 0,
    leak: 0,
  };
  readonly #removedPaths = new Set<string>();
  readonly #undeclaredNames = new Set<string>();
  /** Names that were looked at: each comes once for every row. */
  readonly #seenUndeclared = new Set<string>();

  constructor(tools: SanitizeTools) {
    this.clearTexts = new ClearTexts(tools.pseudonymizer);
  }

  /** Throws JsonSyntaxError if the container at hand is nested too deeply. */
  checkDepth(): void {
    if (this.place.level > MAX_LEVELS) throw new JsonSyntaxError();
  }

  /** A value inside the container at hand was refused; `name` is the nearest property name. */
  drop(value: JsonValue, name: string, step: string): void {
    if (this.refusal === 'redacted') return;
    this.countRemoval(this.refusal, placeInside(this.place, step));
    // What a transform took is remembered already.
    if (this.refusal !== 'transform_mismatch') this.#rememberInside(value, name);
  }

  /** A value whose name the schema does not declare. It counts unless the source is known to send it. */
  dropUndeclared(value: JsonValue, name: string, isKnown: boolean): void {
    if (!isKnown) this.#countUndeclared(name);
    this.#rememberInside(value, name);
  }

  #rememberInside(value: JsonValue, name: string): void {
    this.clearTexts.rememberRemoved(value, name, MAX_LEVELS - this.place.level);
  }

  /** Counts a removal that no rule asked for. */
  countRemoval(reason: RemovalReason, place: Place): void {
    this.#removed[reason] += 1;
    if (this.#removedPaths.size < MAX_NAMED) this.#removedPaths.add(pathText(place));
  }

  #countUndeclared(name: string): void {
    this.#removed.undeclared += 1;
    if (this.#undeclaredNames.size >= MAX_NAMED || this.#seenUndeclared.has(name)) return;
    if (this.#seenUndeclared.size < MAX_REMEMBERED) this.#seenUndeclared.add(name);
    this.#undeclaredNames.add(isShowableName(name) ? name : '?');
  }

  counts(): SanitizeCounts {
    return {
      kept: this.kept,
      pseudonymized: this.pseudonymized,
      removed: { ...this.#removed },
      removedPaths: [...this.#removedPaths],
      undeclaredNames: [...this.#undeclaredNames],
    };
  }
}

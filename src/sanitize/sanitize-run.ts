import type { JsonObject, JsonValue } from '../json.ts';
import { ClearTexts } from './clear-texts.ts';
import type { RemovalReason, SanitizeCounts, SanitizeTools } from './sanitizer.ts';

const MAX_NAMED = 20;
/** Names of undeclared properties that may be logged: words, no numbers that could be somebody's. */
const SHOWABLE_NAME = /^[a-z][a-z0-9]*(?:[_A-Z][A-Za-z0-9]*)*$/;

interface TestedPlace {
  readonly container: JsonObject | JsonValue[];
  /** Undefined for an array. */
  readonly key: string | undefined;
  /** Texts of an array that a list or a date format admitted. */
  readonly bounded?: ReadonlySet<string>;
}

/** What is gathered while one body is sanitized: counts, places, clear texts, and what is to be tested. */
export class SanitizeRun {
  readonly clearTexts: ClearTexts;
  /** Kept texts that the leak guard has to test: a property, or all elements of an array but the `bounded` texts. */
  readonly tested: TestedPlace[] = [];
  /** Names from the root to the container at hand; indexes are `*`. */
  readonly path: string[] = [];
  kept = 0;
  pseudonymized = 0;
  /** Why the filter refused the value it was just given. */
  refusal: 'type_mismatch' | 'constraint' = 'type_mismatch';
  /** The text the filter just kept is one of a list or a date, so the leak guard need not test it. */
  isBounded = false;
  readonly #removed: Record<RemovalReason, number> = {
    type_mismatch: 0,
    constraint: 0,
    transform_mismatch: 0,
    undeclared: 0,
    leak: 0,
  };
  readonly #removedPaths = new Set<string>();
  readonly #undeclaredNames = new Set<string>();
  readonly #knownNames: KnownNames;

  constructor(tools: SanitizeTools, knownNames: KnownNames) {
    this.clearTexts = new ClearTexts(tools.pseudonymizer);
    this.#knownNames = knownNames;
  }

  /** Counts a removal that no rule asked for; `name` is a name of the rules, or `*`. */
  countRemoval(reason: RemovalReason, name: string): void {
    this.#removed[reason] += 1;
    if (this.#removedPaths.size < MAX_NAMED) this.#removedPaths.add(pathText([...this.path, name]));
  }

  /** Names that the source's inventory lists in the container at hand. */
  knownNamesHere(): ReadonlySet<string> | undefined {
    return this.#knownNames?.get(pathText(this.path));
  }

  countUndeclared(name: string): void {
    this.#removed.undeclared += 1;
    if (this.#undeclaredNames.size >= MAX_NAMED) return;
    // Privacy: a name may be data (a map keyed by e-mail); only plain words are shown.
    const isShowable = name.length <= 40 && SHOWABLE_NAME.test(name) && !/\d{4}/.test(name);
    this.#undeclaredNames.add(isShowable ? name : '?');
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

/** Container path → names known there; undefined where the source has no inventory. */
export type KnownNames = ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** Groups paths such as `$.users[*].email` by their container. */
export function groupKnownNames(paths: ReadonlySet<string> | undefined): KnownNames {
  if (paths === undefined) return undefined;
  const groups = new Map<string, Set<string>>();
  for (const path of paths) {
    const steps = path.replaceAll('[*]', '.*').split('.').slice(1);
    for (const [index, name] of steps.entries()) {
      const container = pathText(steps.slice(0, index));
      const names = groups.get(container);
      if (names === undefined) groups.set(container, new Set([name]));
      else names.add(name);
    }
  }
  return groups;
}

/** `$.users[*].email` of its steps. */
export function pathText(steps: readonly string[]): string {
  return steps.reduce((text, step) => (step === '*' ? `${text}[*]` : `${text}.${step}`), '$');
}

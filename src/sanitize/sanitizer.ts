import type { Pseudonymizer } from '../pseudonym/pseudonymizer.ts';
import type { SanitizedBody } from './sanitized-body.ts';

export type LeakGuardMode = 'redact' | 'fail' | 'off';

/** Why a value was removed although the rules did not ask for it. */
export type RemovalReason =
  'type_mismatch' | 'constraint' | 'transform_mismatch' | 'undeclared' | 'leak';

/** What was done to one body. No values: counts, and names that the log rules allow. */
export interface SanitizeCounts {
  readonly kept: number;
  readonly pseudonymized: number;
  readonly removed: Readonly<Record<RemovalReason, number>>;
  /** Up to 20 paths of rule-declared names, indexes as `*`. */
  readonly removedPaths: readonly string[];
  /** Up to 20 names of undeclared properties as far as they may be shown, others `?`. */
  readonly undeclaredNames: readonly string[];
}

export interface SanitizeResult {
  readonly body: SanitizedBody;
  readonly counts: SanitizeCounts;
}

/** Sanitizes one or several JSON values. Throws ScrimError UNSANITIZABLE_RESPONSE or LEAK_BLOCKED. */
export type Sanitize = (text: string) => SanitizeResult;

export interface SanitizeTools {
  readonly pseudonymizer: Pseudonymizer;
  readonly leakGuard: LeakGuardMode;
  /** Names the source's field inventory lists, as paths like `$.users[*].email`; they are policy when removed, not `undeclared`. */
  readonly knownPaths: ReadonlySet<string> | undefined;
}

import type { PseudonymSettings } from '../pseudonym/pseudonymizer.ts';
import type { RulesMode } from '../rules/document.ts';
import type { LeakGuardMode } from '../sanitize/sanitizer.ts';

export type RecordFormat = 'NDJSON' | 'CSV' | 'JSON_ARRAY';

/** The settings of the bulk function that the file story needs, checked. Meanings and defaults: docs/settings.md. */
export interface BulkSettings {
  readonly rulesMode: RulesMode;
  readonly leakGuard: LeakGuardMode;
  readonly outputBucket: string;
  readonly inputBucket: string | undefined;
  readonly inputBasePath: string;
  readonly outputBasePath: string;
  /** Undefined: as the source. */
  readonly outputFormat: RecordFormat | undefined;
  readonly compressAlways: boolean;
  readonly bufferBytes: number;
  readonly maxRecordBytes: number;
  readonly maxInflatedBytes: number;
  readonly maxInflateRatio: number;
  readonly pseudonyms: PseudonymSettings;
}

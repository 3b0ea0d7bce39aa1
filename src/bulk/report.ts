import type { BulkErrorCode, BulkErrorDetails } from './bulk-error.ts';

/**
 * How a run (one source, one output) ended. *skipped*: a folder marker or an output of this very
 * function; *superseded*: a newer event has or will have its own run; *already-done*: the output is
 * there.
 */
export type FileOutcome =
  'written' | 'already-done' | 'skipped' | 'superseded' | 'rejected' | 'failed';

/** Column names, as far as they may be shown; `unnamed` is a count. */
export interface ColumnReport {
  readonly kept: readonly string[];
  readonly pseudonymized: readonly string[];
  readonly dropped: readonly string[];
  readonly derived: readonly string[];
  /** Those of the file that no rule names, whatever became of them. */
  readonly unlisted: readonly string[];
  readonly unnamed: number;
  /** Optional names that the file lacks. */
  readonly missing: readonly string[];
}

/** The run report, one JSON line. Never a cell, token, salt or body. Fields: docs/bulk.md, "The report". */
export interface FileReport {
  readonly event: 'bulk.file';
  readonly outcome: FileOutcome;
  readonly code: BulkErrorCode | null;
  /** What went wrong and where; null unless rejected or failed. */
  readonly reason: string | null;
  readonly error: BulkErrorDetails | null;
  readonly instance: string;
  /** First 16 hex digits of the SHA-256 of `<bucket>/<key>`. */
  readonly keySha: string;
  /** Only if the leak guard does not hit it. */
  readonly key?: string;
  /** `main`, or `additional-1`, `additional-2`, … */
  readonly output: string;
  readonly format: 'CSV' | 'NDJSON' | 'JSON_ARRAY' | null;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | null;
  readonly gzipIn: boolean;
  readonly rows: { readonly in: number; readonly out: number; readonly rejected: number };
  /** Rows that were shorter than the header. */
  readonly padded: number;
  readonly columns: ColumnReport | null;
  readonly leakGuard: {
    readonly hits: number;
    readonly columns: Readonly<Record<string, number>>;
  };
  /** Record rules: values that became null for their type, and paths that matched nothing in the whole file. */
  readonly records?: { readonly nulled: number; readonly unmatchedPaths: readonly string[] };
  readonly bytes: { readonly in: number; readonly out: number };
  readonly durationMs: number;
  readonly mbPerSecond: number;
  readonly rulesSha: string | null;
  readonly treatmentSha: string | null;
  readonly warnings: readonly string[];
  /** The source held no record at all. */
  readonly empty?: true;
}

import { holdsAddress } from '../sanitize/holds-address.ts';
import { bulkErrorTable, type BulkError } from './bulk-error.ts';
import type { FileRun } from './file-run.ts';
import { sourceSha } from './object-names.ts';
import type { FileOutcome, FileReport } from './report.ts';

/** How a run ended. */
export type RunEnd =
  | { readonly kind: Exclude<FileOutcome, 'rejected' | 'failed'> }
  | { readonly kind: 'error'; readonly error: BulkError };

/** The report of a run: counts, names and places that may be shown, never a value. */
export function toReport(run: FileRun, end: RunEnd): FileReport {
  const { source, output, parts, stream, opened, treatment } = run;
  const error = end.kind === 'error' ? end.error : undefined;
  const outcome = end.kind === 'error' ? bulkErrorTable[end.error.code] : end.kind;
  const facts = opened?.sanitizer.facts();
  const rows = facts?.rows ?? 0;
  const durationMs = parts.clock() - run.startedAt;
  const name = `${source.bucket}/${source.key}`;
  return {
    event: 'bulk.file',
    outcome,
    code: error?.code ?? null,
    reason: error?.message ?? null,
    error: error?.details ?? null,
    instance: parts.instanceId,
    keySha: sourceSha(source).slice(0, 16),
    // Privacy: keys are chosen by people and may name people.
    ...(holdsAddress(name) ? {} : { key: source.key }),
    output: output.name,
    format: opened?.inputFormat ?? null,
    encoding: stream.encoding,
    gzipIn: stream.isGzip,
    rows: {
      in: rows,
      out: outcome === 'written' ? rows : 0,
      rejected: (error?.details.row ?? 0) > 0 ? 1 : 0,
    },
    padded: facts?.padded ?? 0,
    columns: facts?.columns ?? null,
    leakGuard: leakReport(facts?.leaks ?? new Map()),
    ...(facts?.records === undefined ? {} : { records: facts.records }),
    bytes: { in: run.bytesIn, out: outcome === 'written' ? run.bytesOut : 0 },
    durationMs,
    mbPerSecond: megabytesPerSecond(run.bytesIn, durationMs),
    rulesSha: output.rulesSha,
    treatmentSha: treatment?.sha ?? null,
    warnings: [...run.warnings, ...(opened?.warnings ?? []), ...(facts?.warnings ?? [])],
    ...(outcome === 'written' && facts?.isEmpty === true ? { empty: true } : {}),
  };
}

function leakReport(leaks: ReadonlyMap<string, number>): FileReport['leakGuard'] {
  const hits = [...leaks.values()].reduce((sum, count) => sum + count, 0);
  return { hits, columns: Object.fromEntries(leaks) };
}

/** With one digit behind the point. */
function megabytesPerSecond(byteLength: number, durationMs: number): number {
  return durationMs <= 0 ? 0 : Math.round(byteLength / 100 / durationMs) / 10;
}

import { bulkErrorTable, type BulkError } from '../bulk/bulk-error.ts';
import { sourceSha } from '../bulk/object-names.ts';
import type { ObjectAddress } from '../bulk/ports.ts';
import type { FileReport } from '../bulk/report.ts';
import type { WriteLog } from '../log.ts';
import type { Metric, WriteMetrics } from '../metrics.ts';

/** A record that never became a run; the fields of a report that it can have. */
export interface Refusal extends Pick<
  FileReport,
  'event' | 'outcome' | 'code' | 'reason' | 'error' | 'instance'
> {
  /** Null where the record names no object. */
  readonly keySha: string | null;
}

export type RunReport = FileReport | Refusal;

export function toRefusal(
  { code, message, details }: BulkError,
  instance: string,
  source?: ObjectAddress,
): Refusal {
  return {
    event: 'bulk.file',
    outcome: bulkErrorTable[code],
    code,
    reason: message,
    error: details,
    instance,
    keySha: source === undefined ? null : sourceSha(source).slice(0, 16),
  };
}

export interface ReportParts {
  readonly log: WriteLog;
  readonly metrics: WriteMetrics;
}

/** Says in one log line, and in metrics, how a run ended. */
export function writeRunReport(
  report: RunReport,
  messageId: string,
  { log, metrics }: ReportParts,
): void {
  const level = report.code === null ? 'info' : 'error';
  log({ level, message: 'file', messageId, ...report });
  metrics(toMetrics(report));
}

function toMetrics(report: RunReport): readonly Metric[] {
  const { outcome, code } = report;
  const isDuplicate = outcome === 'already-done' || outcome === 'superseded';
  return [
    count('Files', 1, { name: 'Outcome', value: outcome }),
    ...(code === null ? [] : [count('FilesRejected', 1, { name: 'Code', value: code })]),
    count('DuplicatesSuppressed', isDuplicate ? 1 : 0),
    ...('rows' in report ? contentMetrics(report) : []),
  ];
}

function contentMetrics(report: FileReport): readonly Metric[] {
  const { rows, bytes, code } = report;
  // A file that is refused for such a column has no plan that could list them.
  const unlisted = report.columns?.unlisted.length ?? 0;
  return [
    count('RowsIn', rows.in),
    count('RowsOut', rows.out),
    count('RowsRejected', rows.rejected),
    { name: 'BytesIn', unit: 'Bytes', value: bytes.in },
    { name: 'BytesOut', unit: 'Bytes', value: bytes.out },
    ...(report.outcome === 'written' ? [speed(report)] : []),
    count('ColumnsUnlisted', code === 'COLUMN_UNLISTED' ? 1 : unlisted),
    count('LeakHits', report.leakGuard.hits + (isLeak(code) ? 1 : 0)),
  ];
}

function speed({ mbPerSecond }: FileReport): Metric {
  return { name: 'MegabytesPerSecond', unit: 'Megabytes/Second', value: mbPerSecond };
}

/** Ends of a run by the leak guard, which no cell counts. */
function isLeak(code: FileReport['code']): boolean {
  return code === 'LEAK_GUARD' || code === 'KEY_REFUSED' || code === 'HEADER_LOOKS_LIKE_DATA';
}

function count(name: string, value: number, dimension?: Metric['dimension']): Metric {
  return { name, unit: 'Count', value, ...(dimension === undefined ? {} : { dimension }) };
}

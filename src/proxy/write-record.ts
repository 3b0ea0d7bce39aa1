import { createHash } from 'node:crypto';
import type { LogEntry, WriteLog } from '../log.ts';
import type { Metric, MetricUnit, WriteMetrics } from '../metrics.ts';
import type { RequestRecord } from './record.ts';

/** What the container knows besides the request. */
export interface ContainerState {
  readonly isColdStart: boolean;
  readonly areSecretsStale: boolean;
}

/** Says in one log line, and in metrics, how a request ended. */
export function writeRecord(
  record: RequestRecord,
  state: ContainerState,
  { log, metrics }: { readonly log: WriteLog; readonly metrics: WriteMetrics },
): void {
  log(toLogEntry(record, state));
  metrics(toMetrics(record, state));
}

function toLogEntry(record: RequestRecord, state: ContainerState): LogEntry {
  const { trace, status, code, reason } = record;
  const { request, counts } = trace;
  const removed = Object.entries(counts?.removed ?? {}).filter(([, count]) => count > 0);
  return {
    level: trace.unexpected !== undefined ? 'error' : status >= 500 ? 'warn' : 'info',
    message: trace.unexpected === undefined ? 'request' : 'unexpected error',
    requestId: request.requestId,
    coldStart: state.isColdStart,
    endpoint: trace.endpoint?.id,
    method: METHODS.has(request.method.toUpperCase()) ? request.method.toUpperCase() : 'other',
    status,
    code,
    reason,
    sourceStatus: trace.sourceStatus,
    sourceCode: trace.sourceCode,
    sourceMs: rounded(trace.sourceMs),
    totalMs: rounded(record.totalMs),
    calls: trace.calls,
    retriedAfter: trace.retriedAfter,
    sourceTrackingId: trace.sourceTrackingId,
    bytesFromSource: trace.bytesFromSource,
    bytesToClient: record.bytesToClient,
    ...(removed.length === 0 ? {} : { removed: Object.fromEntries(removed) }),
    ...ifAny('removedPaths', counts?.removedPaths),
    ...ifAny('undeclaredNames', counts?.undeclaredNames),
    pseudonymized: counts?.pseudonymized,
    tokensReversed: trace.tokensReversed,
    tokenMinted: trace.tokenMinted,
    secretsStale: state.areSecretsStale,
    caller: request.callerArn === undefined ? undefined : callerHash(request.callerArn),
    // Only of a call that was refused for its address, so that an admin can see whom the list keeps out.
    ...(code === 'UNAUTHORIZED_IP_ADDRESS' ? { clientIp: request.clientIp } : {}),
    ...(trace.unexpected === undefined ? {} : { error: trace.unexpected }),
  };
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

function callerHash(arn: string): string {
  return createHash('sha256').update(arn).digest('hex').slice(0, 16);
}

function ifAny(name: string, list: readonly string[] | undefined): Record<string, unknown> {
  return list === undefined || list.length === 0 ? {} : { [name]: list };
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}

function toMetrics(record: RequestRecord, state: ContainerState): readonly Metric[] {
  const { trace, code } = record;
  const { counts } = trace;
  const reasons = Object.entries(counts?.removed ?? {}).filter(([, count]) => count > 0);
  const tokensRejected = code === 'TOKENIZED_REQUEST_PARAMETER_INVALID' ? 1 : 0;
  return [
    count('Requests', 1, { name: 'Endpoint', value: trace.endpoint?.id ?? 'none' }),
    ...(code === undefined ? [] : [count('Refused', 1, { name: 'Code', value: code })]),
    ...(trace.sourceStatus === undefined
      ? []
      : [count('SourceStatus', 1, { name: 'Class', value: statusClass(trace.sourceStatus) })]),
    ...(trace.calls === 0 ? [] : [metric('SourceMs', 'Milliseconds', trace.sourceMs)]),
    ...(counts === undefined
      ? []
      : [
          metric('SanitizeMs', 'Milliseconds', trace.sanitizeMs),
          count('ValuesKept', counts.kept),
          count('ValuesPseudonymized', counts.pseudonymized),
        ]),
    metric('TotalMs', 'Milliseconds', record.totalMs),
    metric('BytesFromSource', 'Bytes', trace.bytesFromSource),
    metric('BytesToClient', 'Bytes', record.bytesToClient),
    count('UndeclaredFields', counts?.removed.undeclared ?? 0),
    count('LeakHits', (counts?.removed.leak ?? 0) + (code === 'LEAK_BLOCKED' ? 1 : 0)),
    count('TokensRejected', tokensRejected),
    count('SecretsStale', state.areSecretsStale ? 1 : 0),
    ...reasons.map(([reason, removed]) =>
      count('ValuesRemoved', removed, { name: 'Reason', value: reason }),
    ),
  ];
}

function statusClass(status: number): string {
  return status === 429 ? '429' : `${String(Math.trunc(status / 100))}xx`;
}

function count(name: string, value: number, dimension?: Metric['dimension']): Metric {
  return { name, unit: 'Count', value, ...(dimension === undefined ? {} : { dimension }) };
}

function metric(name: string, unit: MetricUnit, value: number): Metric {
  return { name, unit, value };
}

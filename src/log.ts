/** One log line: JSON, no values of requests or answers. Fields: docs/runbook.md, "Logs". */
export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly [field: string]: unknown;
}

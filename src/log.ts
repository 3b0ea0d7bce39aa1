/** One log line: JSON, no values of requests or answers. Fields: docs/runbook.md, "Logs". */
export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly [field: string]: unknown;
}

export type WriteLog = (entry: LogEntry) => void;

export interface LogParts {
  /** Takes one line without its end. */
  readonly writeLine: (line: string) => void;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** Log lines as JSON with their time first. */
export function createLog({ writeLine, clock }: LogParts): WriteLog {
  return (entry) => {
    writeLine(JSON.stringify({ time: new Date(clock()).toISOString(), ...entry }));
  };
}

import type { Writable } from 'node:stream';

/** One thing that was looked at, and how it is. */
export interface Finding {
  /** One word: `settings`, `credentials`, `rules`, … */
  readonly check: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  /** What to do; absent where all is well. */
  readonly remedy?: string;
}

const MARKS = { ok: 'ok', warning: 'warning', failed: 'FAILED' } as const;

/** One line a finding, its remedy on the next. */
export function showFindings(findings: readonly Finding[], stdout: Writable): void {
  for (const { check, status, detail, remedy } of findings) {
    stdout.write(`${MARKS[status].padEnd(8)} ${check.padEnd(12)} ${detail}\n`);
    if (remedy !== undefined) stdout.write(`${' '.repeat(22)}→ ${remedy}\n`);
  }
}

export function hasFailed(findings: readonly Finding[]): boolean {
  return findings.some(({ status }) => status === 'failed');
}

import type { Pseudonymizer } from '../pseudonym/pseudonymizer.ts';
import type { Policy } from '../rules/policy.ts';
import type { HealthFacts } from './health.ts';
import type { PathPrefixes } from './normal-form.ts';
import type { Refusal } from './outcome.ts';
import type { ClientAccess, Clock, Source, Upstream } from './ports.ts';
import type { RequestRecord } from './record.ts';

/** What one deployed function is made of, put together once per cold start. */
export interface Installation {
  readonly access: ClientAccess;
  /** Everything a request needs, or why nothing can be answered now. */
  readonly ready: () => Promise<Ready | Refusal>;
  readonly health: () => Promise<HealthFacts>;
  readonly clock: Clock;
  /** One log line about what keeps the function from its work; never a value. */
  reportProblem(problem: string): void;
  /** One log line and the metrics of a request. */
  record(record: RequestRecord): void;
}

export interface Ready {
  readonly kind: 'ready';
  readonly policy: Policy;
  readonly pseudonymizer: Pseudonymizer;
  readonly source: Source;
  readonly upstream: Upstream;
  /** Base URL of the source without trailing slash. */
  readonly targetBase: string;
  readonly userAgent: string;
  readonly prefixes: PathPrefixes;
  readonly requestTimeoutMs: number;
  readonly maxSourceBytes: number;
}

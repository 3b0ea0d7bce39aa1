import type { ErrorCode } from '../errors.ts';
import type { SanitizedBody } from '../sanitize/sanitized-body.ts';
import type { HealthReport } from './health.ts';

/** Why a request was malformed. */
export type InvalidReason =
  | 'target-path'
  | 'target-query'
  | 'pseudonym-implementation'
  | 'too-long'
  | 'path-form'
  | 'encoding'
  | 'body-on-get'
  | 'content-encoding'
  | 'content-type'
  | 'body-form';

export type Refusal = {
  readonly kind: 'refused';
  readonly code: ErrorCode;
  readonly status?: number;
  /** One word of a closed list. */
  readonly reason?: InvalidReason | 'path' | 'method' | 'parameter' | 'query' | 'body';
};

/** How a request ended. Nothing of the source's answer is in it but what the policy let through. */
export type Outcome =
  | Refusal
  | { readonly kind: 'health'; readonly report: HealthReport }
  | { readonly kind: 'sanitized'; readonly status: number; readonly body: SanitizedBody }
  /** A success without content. */
  | { readonly kind: 'empty'; readonly status: number }
  /** The source said no; `sourceCode` is its number for it, if it gave one that cannot be an identifier. */
  | {
      readonly kind: 'source-error';
      readonly status: number;
      readonly sourceCode: number | undefined;
      readonly message: string;
    };

export function refuse(code: ErrorCode, reason?: Refusal['reason']): Refusal {
  return { kind: 'refused', code, ...(reason === undefined ? {} : { reason }) };
}

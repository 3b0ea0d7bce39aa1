import { AwsError } from './fake-aws-stores.ts';

/** Something that goes wrong on demand, for the calls it applies to. */
export interface Failure {
  /**
   * `throttle`, `deny`, `server-error` (500), `drop` (the connection ends without an answer),
   * `hang` (no answer ever), `delay` (a right answer, late), `error-in-batch` (a batch of secrets
   * that says of these names that they failed).
   */
  readonly kind:
    'throttle' | 'deny' | 'server-error' | 'drop' | 'hang' | 'delay' | 'error-in-batch';
  /** Only this operation; absent: all. */
  readonly operation?: string;
  /** Only calls that name one of these; absent: all. */
  readonly names?: readonly string[];
  /** How many calls; absent: until `heal()`. */
  readonly times?: number;
  /** Of `delay`. */
  readonly delayMs?: number;
}

/** The failures that are in force; each is used up by the calls it applies to. */
export class FailurePlan {
  #failures: { readonly failure: Failure; left: number }[] = [];

  add(failure: Failure): void {
    this.#failures.push({ failure, left: failure.times ?? Infinity });
  }

  clear(): void {
    this.#failures = [];
  }

  take(operation: string, names: readonly string[]): Failure | undefined {
    const found = this.#failures.find(
      ({ failure, left }) =>
        left > 0 &&
        (failure.operation ?? operation) === operation &&
        (failure.names === undefined || failure.names.some((name) => names.includes(name))),
    );
    if (found !== undefined) found.left -= 1;
    return found?.failure;
  }
}

/** Fails as planned, or tells which names of a batch of secrets fail one by one, and how. */
export async function applyFailure(
  failure: Failure | undefined,
  operation: string,
): Promise<ReadonlyMap<string, string>> {
  if (failure === undefined) return new Map();
  const each = (code: string): ReadonlyMap<string, string> =>
    new Map(failure.names?.map((name) => [name, code]));
  switch (failure.kind) {
    case 'throttle':
      throw new AwsError('ThrottlingException');
    case 'server-error':
      throw new AwsError('InternalServerError', 500);
    case 'drop':
      throw new Error('dropped');
    case 'hang':
      return new Promise(() => undefined);
    case 'delay':
      await new Promise((resolve) => setTimeout(resolve, failure.delayMs ?? 0));
      break;
    case 'deny': {
      const isBatch = operation === 'BatchGetSecretValue' && failure.names !== undefined;
      if (!isBatch) throw new AwsError('AccessDeniedException');
      return each('AccessDeniedException');
    }
    case 'error-in-batch':
      return each('InternalServiceError');
    default:
      failure.kind satisfies never;
  }
  return new Map();
}

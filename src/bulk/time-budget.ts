import { BulkError } from './bulk-error.ts';
import type { StoryParts } from './story.ts';

/** The rate is judged from this long after the first byte, this often, over this long. */
const FIRST_CHECK_MS = 20_000;
const CHECK_EVERY_MS = 10_000;
const RATE_OVER_MS = 60_000;
/** Kept for the commit and the report. */
const RESERVE_MS = 10_000;

/** The end of some work, or BulkError TIME_UP shortly before the invocation ends, also where the work hangs. */
export async function beforeTimeIsUp<T>(
  work: Promise<T>,
  { remainingMs, wait }: Pick<StoryParts, 'remainingMs' | 'wait'>,
): Promise<T> {
  if (remainingMs === undefined) return work;
  const done = new AbortController();
  const timeUp = wait(Math.max(0, remainingMs() - RESERVE_MS), done.signal).then(() => {
    throw new BulkError('TIME_UP', 'the time is up');
  });
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    done.abort();
    // Whoever loses the race is not listened to any more.
    timeUp.catch(() => undefined);
    work.catch(() => undefined);
  }
}

export interface TimeBudgetParts {
  readonly clock: () => number;
  /** Time left of the invocation. */
  readonly remainingMs: () => number;
  /** Of a whole invocation. */
  readonly invocationMs: number;
  /** Of the source, as stored. */
  readonly byteLength: number | undefined;
}

/**
 * Tells early that a file will not be read in time: with each chunk it is told how many bytes have
 * come. Throws BulkError WILL_NOT_FINISH if a whole invocation would not do, else TIME_UP.
 */
export class TimeBudget {
  readonly #parts: TimeBudgetParts;
  /** Bytes that had come at a time, the oldest first; none older than the rate looks back. */
  #samples: { readonly at: number; readonly bytes: number }[] = [];
  #nextCheck: number | undefined;
  /** The check before said that time is short. */
  #wasShort = false;

  constructor(parts: TimeBudgetParts) {
    this.#parts = parts;
  }

  check(bytesRead: number): void {
    const { clock, remainingMs } = this.#parts;
    if (remainingMs() <= RESERVE_MS) throw new BulkError('TIME_UP', 'the time is up');
    const now = clock();
    if (this.#nextCheck === undefined) {
      this.#nextCheck = now + FIRST_CHECK_MS;
      this.#samples.push({ at: now, bytes: bytesRead });
    }
    if (now < this.#nextCheck) return;
    this.#nextCheck = now + CHECK_EVERY_MS;
    this.#judge(now, bytesRead);
    this.#samples.push({ at: now, bytes: bytesRead });
    this.#samples = this.#samples.filter(({ at }) => at >= now - RATE_OVER_MS);
  }

  #judge(now: number, bytesRead: number): void {
    const { byteLength, remainingMs, invocationMs } = this.#parts;
    const [oldest] = this.#samples;
    if (byteLength === undefined || oldest === undefined || now === oldest.at) return;
    const bytesPerMs = Math.max((bytesRead - oldest.bytes) / (now - oldest.at), Number.EPSILON);
    const neededMs = (byteLength - bytesRead) / bytesPerMs + RESERVE_MS;
    const leftMs = remainingMs() - RESERVE_MS;
    const isShort = neededMs > leftMs;
    if (isShort && this.#wasShort) {
      const wouldNeverDo = byteLength / bytesPerMs + 2 * RESERVE_MS > invocationMs;
      throw tooSlow(wouldNeverDo, { byteLength, bytesPerMs, neededMs, leftMs });
    }
    this.#wasShort = isShort;
  }
}

interface Pace {
  readonly byteLength: number;
  readonly bytesPerMs: number;
  readonly neededMs: number;
  readonly leftMs: number;
}

function tooSlow(wouldNeverDo: boolean, pace: Pace): BulkError {
  const details = {
    sizeBytes: pace.byteLength,
    bytesPerSecond: Math.round(pace.bytesPerMs * 1000),
    neededMs: Math.round(pace.neededMs),
    leftMs: Math.round(pace.leftMs),
  };
  if (!wouldNeverDo) {
    return new BulkError(
      'TIME_UP',
      'earlier files took the time; the repeat has all of it',
      details,
    );
  }
  const message =
    'the file is too large for one invocation; sanitize it with scrim bulk in a container';
  return new BulkError('WILL_NOT_FINISH', message, details);
}

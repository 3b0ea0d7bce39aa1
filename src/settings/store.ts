import type { Secret } from '../secret.ts';

/** A value that a store holds, and when it was last changed, where the store tells. */
export interface StoredValue {
  readonly value: Secret;
  readonly lastModified: Date | undefined;
}

/** Reads exact names; a name that does not exist or may not be read is absent from the answer. Throws StoreUnavailable. */
export type ReadStore = (names: readonly string[]) => Promise<ReadonlyMap<string, StoredValue>>;

/** A store that fails for the moment: nothing may be remembered as absent. `answer` is the kind of error it gave. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly answer: string;

  constructor(answer: string) {
    super(`the store answered ${answer}`);
    this.answer = answer;
  }
}

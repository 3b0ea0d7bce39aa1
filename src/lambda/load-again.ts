/** What a person has to put right is looked for again, so that nobody waits for a new container. */
export const RETRY_MS = 30_000;

interface Loaded {
  /** When to load again; undefined: never, as only a new container brings another environment. */
  readonly retryAfterMs: number | undefined;
}

/** Loads once for all callers, and again with a later call when loading said so or threw. */
export function loadAgain<T extends Loaded>(
  load: () => Promise<T>,
  clock: () => number,
): () => Promise<T> {
  let loading: Promise<T> | undefined;
  let loadAgainAt = Infinity;
  const loadOnce = async (): Promise<T> => {
    try {
      const loaded = await load();
      loadAgainAt = clock() + (loaded.retryAfterMs ?? Infinity);
      return loaded;
    } catch (error) {
      loadAgainAt = clock();
      throw error;
    }
  };
  return () => {
    if (clock() >= loadAgainAt) {
      loadAgainAt = Infinity;
      loading = undefined;
    }
    return (loading ??= loadOnce());
  };
}

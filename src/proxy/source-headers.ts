/** Which headers of the source a client gets: how long to wait, and how much is left. Everything else stays. */

/** Printable ASCII of at most 128 characters, without `@`. */
const SAFE_VALUE = /^[ -?A-~]{1,128}$/;
const TRACKING_ID = /^[A-Za-z0-9=;._-]{1,128}$/;

export function headersToPass(
  headers: ReadonlyMap<string, string>,
): readonly (readonly [name: string, value: string])[] {
  return [...headers].filter(
    ([name, value]) =>
      (name === 'retry-after' || name.startsWith('x-ratelimit')) && SAFE_VALUE.test(value),
  );
}

/** Zoom's own number of the call, for the log, if it is one. */
export function trackingIdOf(headers: ReadonlyMap<string, string>): string | undefined {
  const id = headers.get('x-zm-trackingid');
  return id !== undefined && TRACKING_ID.test(id) ? id : undefined;
}

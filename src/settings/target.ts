const HOST = '[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?';
const PATH = "(?:/[A-Za-z0-9._~!$&'()*+,;=:@%-]*)*";
const TARGET = new RegExp(`^(?:https://)?(${HOST})(${PATH})$`);
const ENDPOINT = new RegExp(`^https://${HOST}${PATH}$`);
const LOOPBACK = new RegExp(
  `^https?://(?:127\\.0\\.0\\.1|localhost|\\[::1\\])(?::[0-9]{1,5})?${PATH}$`,
);

/** Base URL of the source without trailing slash, from a host, a host with a path, or an https URL. */
export function toTargetHost(text: string): string | undefined {
  const [, host, path = ''] = TARGET.exec(text.trim()) ?? [];
  return host === undefined ? undefined : `https://${host}${path}`.replace(/\/+$/, '');
}

/** A token endpoint: https, no user info, query or fragment. */
export function toTokenEndpoint(text: string): string | undefined {
  return ENDPOINT.test(text.trim()) ? text.trim() : undefined;
}

/** A URL of this machine, plain HTTP allowed: for the local commands alone. */
export function isLoopbackUrl(text: string): boolean {
  return LOOPBACK.test(text);
}

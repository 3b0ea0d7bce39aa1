import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

/** Whether a request names this machine as its host, so that no name on the internet can be made to lead here. */
export function isThisMachine({ host = '' }: IncomingHttpHeaders): boolean {
  return LOOPBACK.test(host);
}

/** Whether a question comes from the page that this server gave out; browsers say so. */
export function isOwnPage(headers: IncomingHttpHeaders): boolean {
  const { host = '', origin } = headers;
  const isOwn = origin === `http://${host}` || origin === `https://${host}`;
  return isThisMachine(headers) && isOwn;
}

import { textOption, UsageError, type CommandCall } from './command.ts';
import { isLoopbackUrl } from '../settings/target.ts';

/** A deployed proxy, or one on this machine, and what of it is asked for. */
export interface ProxyAddress {
  /** `https://host[:port]`. */
  readonly origin: string;
  readonly host: string;
  /** As typed, encoded once; no parser rewrites it. */
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly service: 'lambda' | 'execute-api';
  /** As the host says it. */
  readonly region: string | undefined;
}

const URL_FORM = /^(https?:\/\/([A-Za-z0-9.:[\]-]+))(\/[!-~]*?)?(?:\?([!-~]*))?$/;
const FUNCTION_URL = /\.lambda-url\.([a-z0-9-]+)\.on\.(?:aws|amazonwebservices\.com\.cn)$/;
const API_GATEWAY = /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

/** Reads the URL of a call; the service that checks its signature and the region follow from the host. */
export function parseProxyUrl(text: string, call: CommandCall): ProxyAddress {
  const [, origin = '', host = '', path = '/', query = ''] = URL_FORM.exec(text) ?? [];
  if (host === '' || text.includes('#')) {
    throw new UsageError('the URL must be https://host/path, percent-encoded, without fragment');
  }
  if (!origin.startsWith('https:') && !isLoopbackUrl(origin)) {
    throw new UsageError('the URL must be https; http only on this machine');
  }
  return {
    origin,
    host,
    path,
    query: parseQuery(query),
    service: serviceOption(call) ?? (API_GATEWAY.test(host) ? 'execute-api' : 'lambda'),
    region: (FUNCTION_URL.exec(host) ?? API_GATEWAY.exec(host))?.[1],
  };
}

/** Only a host of one's own does not tell which service stands behind it. */
function serviceOption(call: CommandCall): ProxyAddress['service'] | undefined {
  const service = textOption(call, 'service');
  if (service === undefined || service === 'lambda' || service === 'execute-api') return service;
  throw new UsageError('--service must be lambda or execute-api');
}

function parseQuery(query: string): ProxyAddress['query'] {
  if (query === '') return [];
  return query.split('&').map((pair) => {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    return [decode(name), decode(value)];
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UsageError('the query holds a broken percent escape');
  }
}

/** The path and query as they are sent, in the one form that is also signed. */
export function targetOf({ path, query }: ProxyAddress): string {
  const text = query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  return text === '' ? path : `${path}?${text}`;
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

import {
  normalizePath,
  parseQuery,
  refusalOf,
  type QueryParameter,
} from '../rules/request-form.ts';
import { refuse, type Refusal } from './outcome.ts';
import type { ProxyRequest } from './request.ts';

export interface NormalRequest {
  readonly kind: 'normal';
  readonly method: string;
  readonly path: string;
  readonly query: readonly QueryParameter[];
}

/** What stands in front of the source's own path in the platform's path. */
export interface PathPrefixes {
  readonly prefixToTrim: string | undefined;
  readonly functionName: string | undefined;
}

const PRINTABLE = /^[!-~]*$/;
const MAX_TARGET = 4096;

/** Path and query in their one form: what is checked is what is sent. */
export function toNormalRequest(
  request: ProxyRequest,
  prefixes: PathPrefixes,
): NormalRequest | Refusal {
  const implementation = request.headers.get('x-psoxy-pseudonym-implementation');
  if (implementation !== undefined && implementation.trim() !== 'v0.4') {
    return refuse('INVALID_REQUEST', 'pseudonym-implementation');
  }
  const targetPath = request.headers.get('x-psoxy-targetpath')?.trim();
  if (targetPath !== undefined && !isTargetPath(targetPath)) {
    return refuse('INVALID_REQUEST', 'target-path');
  }
  const targetQuery = request.headers.get('x-psoxy-targetquery')?.trim().replace(/^\?/, '');
  if (targetQuery !== undefined && !isTargetQuery(targetQuery)) {
    return refuse('INVALID_REQUEST', 'target-query');
  }
  const path = targetPath ?? request.path;
  const query = targetQuery ?? request.query;
  const refusal = refusalOf(path, query);
  if (refusal !== undefined) return refuse('INVALID_REQUEST', refusal);
  return {
    kind: 'normal',
    method: request.method.toUpperCase(),
    path: normalizePath(targetPath ?? trimPrefixes(request.path, prefixes)),
    query: parseQuery(query),
  };
}

function isTargetPath(text: string): boolean {
  return (
    text.length <= MAX_TARGET && text.startsWith('/') && PRINTABLE.test(text) && !/[?#]/.test(text)
  );
}

function isTargetQuery(text: string): boolean {
  return text.length <= MAX_TARGET && PRINTABLE.test(text) && !text.includes('#');
}

/** The configured prefix, then the function's name as first segment: each at most once, in this order. */
function trimPrefixes(path: string, { prefixToTrim, functionName }: PathPrefixes): string {
  const trimmed = withoutPrefix(path, prefixToTrim ?? '');
  return functionName === undefined ? trimmed : withoutPrefix(trimmed, `/${functionName}`);
}

/** Dropped where a segment ends only, and never all that there is. */
function withoutPrefix(path: string, written: string): string {
  const bare = written.replace(/\/+$/, '');
  const prefix = bare === '' || bare.startsWith('/') ? bare : `/${bare}`;
  if (prefix === '' || !path.startsWith(prefix)) return path;
  const rest = path.slice(prefix.length);
  return rest.startsWith('/') ? rest : path;
}

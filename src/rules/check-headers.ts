import type { RulesNode } from './rules-node.ts';
import type { RulesReader } from './rules-reader.ts';

const REFUSED = new Set([
  'authorization',
  'cookie',
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'accept-encoding',
  'range',
  'forwarded',
]);
const REFUSED_STARTS = ['proxy-', 'x-forwarded-', 'x-amz-', 'x-amzn-', 'x-psoxy-'];

/** Reads `allowedRequestHeaders`; names in lower case. */
export function checkHeaders(node: RulesNode | undefined, reader: RulesReader): readonly string[] {
  const elements = reader.elements(node, 'allowedRequestHeaders') ?? [];
  return elements.flatMap((element) => {
    const name = reader.text(element, 'a header name')?.toLowerCase();
    if (name === undefined) return [];
    const isRefused = REFUSED.has(name) || REFUSED_STARTS.some((start) => name.startsWith(start));
    if (isRefused || !/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) {
      reader.problem('forbidden-header', element, `the header "${name}" may not be forwarded`);
    }
    return [name];
  });
}

import type { Source } from '../../proxy/ports.ts';
import { encodeSegment } from '../../rules/request-form.ts';
import { encodeMeetingId, isMeetingParameter, rewriteMeetingParameter } from './meeting-id.ts';
import type { TokenCache } from './token-cache.ts';

/** Zoom as the request story sees it. */
export function createZoomSource(tokens: TokenCache): Source {
  return {
    token: (timeoutMs) => tokens.token(timeoutMs),
    forget: (token) => tokens.forget(token),
    prove: (timeoutMs) => tokens.prove(timeoutMs),
    rewriteParameter: rewriteMeetingParameter,
    encodeParameter: (name, value) =>
      name !== undefined && isMeetingParameter(name)
        ? encodeMeetingId(value)
        : encodeSegment(value),
  };
}

import type { Installation } from '../proxy/installation.ts';
import { handleRequest } from '../proxy/handle-request.ts';
import { errorTable } from '../errors.ts';
import { readEvent, toAnswerEvent, type AnswerEvent } from './events.ts';

/** What Lambda tells of a run; the local server has no limit of its own. */
export interface RunContext {
  getRemainingTimeInMillis(): number;
}

export type ApiHandler = (event: unknown, context: RunContext) => Promise<AnswerEvent>;

/** The function that Lambda calls: event in, answer event out. */
export function createApiHandler(installation: Installation): ApiHandler {
  return async (event, context) => {
    const read = readEvent(event, context.getRemainingTimeInMillis());
    if (read === undefined) {
      installation.reportProblem('the event is no call of a function URL or an API Gateway');
      return unreadable;
    }
    return toAnswerEvent(await handleRequest(read.request, installation), read.payload);
  };
}

const unreadable: AnswerEvent = {
  statusCode: errorTable.UNKNOWN.status,
  headers: {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Psoxy-Error': 'UNKNOWN',
  },
  body: JSON.stringify({ error: 'UNKNOWN', message: errorTable.UNKNOWN.message }),
  isBase64Encoded: false,
};

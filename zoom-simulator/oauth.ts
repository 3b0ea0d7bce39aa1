import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import type { SimulatedAnswer } from './content.ts';

/** What the simulated app signs in with. Public: it opens nothing. */
export interface SimulatedCredentials {
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface TokenIssuer {
  /** Answers a token request. `body` is the form, `query` the other place where Zoom takes parameters. */
  answer(authorization: string, parameters: URLSearchParams): SimulatedAnswer;
  /** True for the value of an `Authorization` header that was issued and not revoked. */
  accepts(authorization: string): boolean;
  /** Forgets every token, as a deactivated app does. */
  revokeAll(): void;
  /** Changes what the app signs in with, as a rotation does. */
  rotate(credentials: SimulatedCredentials): void;
}

/** Server-to-Server OAuth as Zoom answers it: the errors have a shape of their own. Source: Zoom, "Server-to-Server OAuth". */
export function createTokenIssuer(first: SimulatedCredentials): TokenIssuer {
  let credentials = first;
  const issued = new Set<string>();
  return {
    answer(authorization, parameters) {
      const { accountId, clientId, clientSecret } = credentials;
      const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
      if (authorization !== basic)
        return failure('invalid_client', 'Invalid client_id or client_secret');
      if (parameters.get('grant_type') !== 'account_credentials') {
        return failure('unsupported_grant_type', 'unsupported grant type');
      }
      if (parameters.get('account_id') !== accountId)
        return failure('invalid_request', 'Bad Request');
      const token = `simulated-${randomBytes(24).toString('base64url')}`;
      issued.add(`Bearer ${token}`);
      const body = {
        access_token: token,
        token_type: 'bearer',
        expires_in: 3599,
        scope: 'user:read:list_users:admin meeting:read:list_meetings:admin',
        // A proxy that followed this would leave the machine.
        api_url: 'https://api-elsewhere.example.net',
      };
      return { status: 200, body: JSON.stringify(body) };
    },
    accepts: (authorization) => issued.has(authorization),
    revokeAll: () => {
      issued.clear();
    },
    rotate: (changed) => {
      credentials = changed;
    },
  };
}

function failure(error: string, reason: string): SimulatedAnswer {
  return { status: 400, body: JSON.stringify({ reason, error }) };
}

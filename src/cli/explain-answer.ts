import * as z from 'zod/mini';
import { errorTable, type ErrorCode } from '../errors.ts';
import type { ProxyAnswer } from './call-proxy.ts';
import type { ExitCode } from './command.ts';
import { errorRemedies, reasonRemedies, type Remedy } from './remedies.ts';

/** What an answer means for the person who made the call. */
export interface Explanation {
  readonly exitCode: ExitCode;
  /** Undefined for an answer as it should be. */
  readonly remedy: Remedy | undefined;
}

/** Tells errors of IAM, of Lambda, of Scrim and of the source apart, each with what to do next. */
export function explainAnswer(answer: ProxyAnswer): Explanation {
  const code = answer.headers.get('x-psoxy-error');
  if (code !== undefined) return explainCode(code, answer);
  if (answer.status === 412) {
    return failed('The proxy is not ready.', 'Run scrim doctor with the same options.');
  }
  if (answer.status < 400 && isScrim(answer)) return { exitCode: 0, remedy: undefined };
  return failed(...ofPlatform(answer));
}

/** Every answer of the proxy itself carries one of these. */
function isScrim({ headers }: ProxyAnswer): boolean {
  return headers.has('x-psoxy-rules-sha') || headers.has('x-psoxy-pii-salt-sha256');
}

function explainCode(code: string, answer: ProxyAnswer): Explanation {
  if (!isErrorCode(code)) {
    return failed('The proxy answered with an error that this version does not know.', 'Update.');
  }
  const exitCode = code === 'BLOCKED_BY_RULES' ? 3 : 1;
  const reason = reasonOf(answer.body);
  return { exitCode, remedy: reason === undefined ? errorRemedies[code] : reasonRemedies[reason] };
}

const isErrorCode = (code: string): code is ErrorCode => code in errorTable;
const isReason = (reason: string): reason is keyof typeof reasonRemedies =>
  reason in reasonRemedies;
const REFUSAL = z.object({ reason: z.string() });

function reasonOf(body: string): keyof typeof reasonRemedies | undefined {
  const parsed = REFUSAL.safeParse(parseJson(body));
  return parsed.success && isReason(parsed.data.reason) ? parsed.data.reason : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failed(meaning: string, remedy: string): Explanation {
  return { exitCode: 1, remedy: { meaning, remedy } };
}

/** Answers that never came as far as Scrim. Source: AWS Lambda, "Function URL" and Amazon API Gateway, "Gateway responses". */
function ofPlatform({ status, headers, body }: ProxyAnswer): [meaning: string, remedy: string] {
  const type = `${headers.get('x-amzn-errortype') ?? ''} ${body.slice(0, 200)}`;
  if (status === 403 && /signature/i.test(type)) {
    return [
      'AWS does not accept the signature.',
      'Check the clock of this machine, --region, and --service if the host is a domain of your own.',
    ];
  }
  if (status === 403 && /expired/i.test(type)) {
    return ['The AWS session is over.', 'Sign in again (aws sso login).'];
  }
  if (status === 403 && /missing ?authentication ?token/i.test(type)) {
    return [
      'The API Gateway has no such path or stage.',
      'Check the URL against terraform output.',
    ];
  }
  if (status === 403) return IAM_REFUSED;
  if (status === 429) {
    return [
      'Lambda runs no more copies of the function: its limit is reached, or it is switched off.',
      'Repeat later; check reserved_concurrency (0 is the kill switch) and the limit of the account.',
    ];
  }
  if (status === 404) {
    return ['There is no function at this address.', 'Check the URL against terraform output.'];
  }
  if (status >= 500) {
    return [
      'The function stopped without an answer: it crashed, ran out of memory, or out of time.',
      'Look at the end of its log group; raise memory_mb or timeout_seconds if the log says so.',
    ];
  }
  return ['The answer is none of Scrim.', 'Check the URL against terraform output.'];
}

const IAM_REFUSED: [string, string] = [
  'AWS IAM refused the call; it never reached Scrim.',
  'Call as the caller role (--role, from terraform output caller_role_arn), which needs lambda:InvokeFunctionUrl and lambda:InvokeFunction; to assume it your ARN stands in test_principal_arns; with caller_ip_blocks your address counts too.',
];

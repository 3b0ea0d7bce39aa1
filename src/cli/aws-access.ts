import { kindOf, type StoreClientOptions } from '../aws/store-calls.ts';
import { StoreUnavailable } from '../settings/store.ts';
import { textOption, UsageError, type CommandCall, type CommandOption } from './command.ts';

export const REGION_OPTION = {
  type: 'string',
  placeholder: 'REGION',
  description: 'of AWS; absent: AWS_REGION, or that of your profile',
} as const satisfies CommandOption;

export type AwsService = 'SSM' | 'SECRETS_MANAGER' | 'STS' | 'S3';

/** How to reach a service as the person at the terminal, also where `--env-file` says so; what is absent the SDK finds in its usual places. */
export function awsOptions(call: CommandCall, service: AwsService): StoreClientOptions {
  const { environment } = call.terminal;
  const region =
    textOption(call, 'region') ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  const endpoint = environment[`AWS_ENDPOINT_URL_${service}`] ?? environment['AWS_ENDPOINT_URL'];
  if (isFilled(endpoint) && !/^https?:\/\/[^/]/i.test(endpoint)) {
    throw new UsageError('AWS_ENDPOINT_URL must begin with https:// or http://');
  }
  return {
    ...(isFilled(region) ? { region } : {}),
    ...(isFilled(endpoint) ? { endpoint } : {}),
    ...signInOf(environment),
  };
}

/** A profile wins over keys, as in the SDK. */
function signInOf(
  environment: CommandCall['terminal']['environment'],
): Pick<StoreClientOptions, 'profile' | 'credentials'> {
  const profile = environment['AWS_PROFILE'];
  if (isFilled(profile)) return { profile };
  const accessKeyId = environment['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'];
  if (!isFilled(accessKeyId) || !isFilled(secretAccessKey)) return {};
  const sessionToken = environment['AWS_SESSION_TOKEN'];
  const session = isFilled(sessionToken) ? { sessionToken } : {};
  return { credentials: { accessKeyId, secretAccessKey, ...session } };
}

function isFilled(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

const SIGN_IN = 'sign in (aws sso login, or aws configure) or set AWS_PROFILE';
const UNREACHABLE = 'AWS cannot be reached: check --region and the network';

/** What to do about an error of AWS, by its kind. */
const REMEDIES: Readonly<Record<string, string>> = {
  CredentialsProviderError: `no AWS credentials were found: ${SIGN_IN}`,
  ExpiredToken: `your AWS session is over: ${SIGN_IN}`,
  ExpiredTokenException: `your AWS session is over: ${SIGN_IN}`,
  UnrecognizedClientException: `AWS does not know these credentials: ${SIGN_IN}`,
  InvalidClientTokenId: `AWS does not know these credentials: ${SIGN_IN}`,
  InvalidSignatureException: 'the signature is wrong: check the secret key and the clock',
  SignatureDoesNotMatch: 'the signature is wrong: check the secret key and the clock',
  InvalidKeyId: 'AWS cannot use this key: check --kms-key',
  DecryptionFailure: 'AWS cannot use the key of this secret: check its state and policy',
  EncryptionFailure: 'AWS cannot use this key: check --kms-key',
  ValidationException: 'AWS does not accept a name or value: check --prefix',
  InvalidParameterException: 'AWS does not accept a name or value: check --prefix',
  ThrottlingException: 'AWS is limiting calls: try again in a minute',
  TimeoutError: UNREACHABLE,
  ENOTFOUND: UNREACHABLE,
  ECONNREFUSED: UNREACHABLE,
  ECONNRESET: UNREACHABLE,
};

/**
 * An error of the SDK in words that say what to do, with `permission` where it was refused.
 * Throws UsageError if no region is known.
 * Privacy: its own message is dropped, since it may hold names.
 */
export function explainAwsError(error: unknown, permission: string): string {
  const kind = error instanceof StoreUnavailable ? error.answer : kindOf(error);
  if (kind === 'NoRegion') throw new UsageError('--region is missing or is no region');
  if (kind === 'AccessDenied' || kind === 'AccessDeniedException') {
    return `access is denied: you need ${permission}`;
  }
  return REMEDIES[kind] ?? `AWS answered ${kind}`;
}

import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { toClientConfig, type StoreClientOptions } from './store-calls.ts';

/** What requests are signed with. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The keys of whoever runs this: given ones, those of a profile, or what the SDK finds in its usual places. */
export async function ownKeys({ credentials, profile }: StoreClientOptions): Promise<AwsKeys> {
  if (credentials !== undefined) return credentials;
  return toKeys(await defaultProvider(profile === undefined ? {} : { profile })());
}

export interface RoleToAssume {
  readonly arn: string;
  /** What the trust of the role asks for besides a name. */
  readonly externalId: string | undefined;
}

/** Keys of a role for an hour. Source: AWS STS, AssumeRole. */
export async function assumeRole(
  options: StoreClientOptions,
  { arn, externalId }: RoleToAssume,
): Promise<AwsKeys> {
  const command = new AssumeRoleCommand({
    RoleArn: arn,
    RoleSessionName: 'scrim-call',
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
  });
  const { Credentials: keys } = await new STSClient(toClientConfig(options)).send(command);
  return toKeys({
    accessKeyId: keys?.AccessKeyId ?? '',
    secretAccessKey: keys?.SecretAccessKey ?? '',
    sessionToken: keys?.SessionToken,
  });
}

/** The account in which whoever runs this is signed in. Source: AWS STS, GetCallerIdentity. */
export async function callerAccount(options: StoreClientOptions): Promise<string> {
  const client = new STSClient(toClientConfig(options));
  return (await client.send(new GetCallerIdentityCommand({}))).Account ?? 'unknown';
}

function toKeys(keys: {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}): AwsKeys {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

import { AwsError } from './fake-aws-stores.ts';

/** Credentials that STS gave out or that were there from the start. */
export interface FakeKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  readonly arn: string;
}

/** The account and the person whose keys are in `environment`. */
export const FIRST_KEYS: FakeKeys = {
  accessKeyId: 'AKIAFAKEFAKEFAKEFAKE',
  secretAccessKey: 'fake-secret-access-key',
  sessionToken: undefined,
  arn: 'arn:aws:iam::123456789012:user/admin',
};

/** Security Token Service: query in, XML out. Source: AWS STS API reference. */
export function answerSts(
  form: URLSearchParams,
  caller: FakeKeys,
  keys: Map<string, FakeKeys>,
): string {
  const action = form.get('Action') ?? '';
  if (action === 'GetCallerIdentity') {
    return result(
      action,
      `<Arn>${caller.arn}</Arn><UserId>AIDAFAKE</UserId><Account>123456789012</Account>`,
    );
  }
  if (action !== 'AssumeRole') throw new AwsError('InvalidAction');
  const [, account = '', role = ''] =
    /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(form.get('RoleArn') ?? '') ?? [];
  const session = form.get('RoleSessionName') ?? '';
  if (role === '' || !/^[\w+=,.@-]{2,64}$/.test(session)) throw new AwsError('ValidationError');
  const arn = `arn:aws:sts::${account}:assumed-role/${role}/${session}`;
  const number = String(keys.size).padStart(16, '0');
  const assumed: FakeKeys = {
    accessKeyId: `ASIA${number}`,
    secretAccessKey: `secret-of-${role}`,
    sessionToken: `session-of-${role}`,
    arn,
  };
  keys.set(assumed.accessKeyId, assumed);
  return result(
    action,
    `<AssumedRoleUser><Arn>${arn}</Arn><AssumedRoleId>AROAFAKE:${session}</AssumedRoleId></AssumedRoleUser>` +
      `<Credentials><AccessKeyId>${assumed.accessKeyId}</AccessKeyId>` +
      `<SecretAccessKey>${assumed.secretAccessKey}</SecretAccessKey>` +
      `<SessionToken>${String(assumed.sessionToken)}</SessionToken>` +
      `<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>`,
  );
}

function result(action: string, content: string): string {
  return `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${content}</${action}Result><ResponseMetadata><RequestId>fake</RequestId></ResponseMetadata></${action}Response>`;
}

export function stsError(code: string): string {
  return `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${code}</Message></Error><RequestId>fake</RequestId></ErrorResponse>`;
}

/** What the policy of whoever deploys allows, of what they must do and of what they must not. */
import { deployerCalls } from './deployer-calls.ts';
import { instanceOf } from './instance.ts';
import { ACCOUNT, arn, bucketArn, roleArn, type Facts } from './facts.ts';
import type { Deployment, Resource } from './deployment.ts';
import { isAllowed, type Policy } from './iam.ts';
import { ask, asks, neighbourOf, via, type Ask } from './world.ts';

const DEPLOYER = { kind: 'AWS', id: `arn:aws:iam::${ACCOUNT}:role/deployer` } as const;

/** Known by a made-up id, so that no ARN tells whose they are; conditions or nothing keeps them apart. */
const WITHOUT_NAME = /^aws_(lambda_event_source_mapping|kms_key|kms_alias|apigatewayv2_.+)$/;

/** What terraform asks for, by the types that were made. */
export function callsOf(facts: Facts, resources: readonly Resource[]): readonly Ask[] {
  return resources.flatMap((one) => deployerCalls[one.type]?.(one, facts) ?? []);
}

/** The same calls, on the same things of another instance. */
export function foreignCalls(facts: Facts, resources: readonly Resource[]): readonly Ask[] {
  const named = resources.filter(({ type }) => !WITHOUT_NAME.test(type));
  return callsOf(facts, named)
    .filter(({ request }) => isOwn(facts, request.resource))
    .map(({ request }) =>
      ask(request.action, moved(facts, request.resource), {
        ...(request.context as Readonly<Record<string, string>>),
      }),
    );
}

/** Whatever else nobody needs who deploys. */
export function forbiddenCalls(facts: Facts): readonly Ask[] {
  const { name, parameterPrefix, sharedPrefix } = facts;
  const trusted = { 'iam:PassedToService': 'ec2.amazonaws.com' };
  const parameters = [sharedPrefix, parameterPrefix].flatMap((prefix) =>
    ['PSOXY_SALT', 'PSOXY_ENCRYPTION_KEY', 'SALT_IP'].map((property) =>
      arn(facts, 'ssm', `parameter/${`${prefix}${property}`.replace(/^\//, '')}`),
    ),
  );
  return [
    ...asks(
      ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
      [arn(facts, 'secretsmanager', `secret:${parameterPrefix}ZOOM_CLIENT_SECRET-AbCdEf`)],
    ),
    ...asks(['ssm:GetParameter', 'ssm:PutParameter', 'ssm:DeleteParameter'], parameters),
    ...asks(
      ['s3:GetObject', 's3:GetObjectVersion'],
      [bucketArn(facts, `${name}-zoom-ai-01234567-input`, 'drop/file.csv')],
    ),
    ...asks(
      ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'],
      [arn(facts, 'lambda', `function:${name}-zoom`)],
    ),
    ...asks(['sqs:ReceiveMessage'], [arn(facts, 'sqs', `${name}-zoom-ai-files`)]),
    ...asks(['iam:PassRole'], [roleArn(facts, 'zoom')], [trusted]),
    ...asks(['iam:AttachRolePolicy', 'sts:AssumeRole'], [roleArn(facts, 'caller')]),
    ...(facts.front === 'HTTP_API' ? [] : gatewayCalls(facts)),
    ...forbiddenWithRoles(facts),
    ...forbiddenWithKeys(facts),
  ];
}

/** Where a boundary is asked for: whatever makes a role without it, gives something to one, or takes it away. */
function forbiddenWithRoles(facts: Facts): readonly Ask[] {
  const { boundary } = facts;
  if (boundary === undefined) return [];
  const role = roleArn(facts, 'zoom');
  return [
    ...asks(
      ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:PutRolePermissionsBoundary'],
      [role],
      [{}, { 'iam:PermissionsBoundary': `${boundary}-of-others` }],
    ),
    ...asks(
      ['iam:DeleteRolePermissionsBoundary'],
      [role],
      [{}, { 'iam:PermissionsBoundary': boundary }],
    ),
  ];
}

const USES = ['Encrypt', 'Decrypt', 'GenerateDataKey', 'CreateGrant'].map((use) => `kms:${use}`);
const MANAGES = ['PutKeyPolicy', 'ScheduleKeyDeletion', 'UntagResource', 'CreateAlias'].map(
  (use) => `kms:${use}`,
);
const IS_FOR_AWS = { 'kms:GrantIsForAWSResource': 'true' } as const;
const IS_TRIAL = { 'kms:EncryptionContext:SecretVersionId': 'RequestToValidateKeyAccess' } as const;
const IS_VALUE = {
  'kms:EncryptionContext:SecretVersionId': '11111111-2222-3333-4444-555555555555',
} as const;

function forbiddenWithKeys(facts: Facts): readonly Ask[] {
  const key = arn(facts, 'kms', 'key/x');
  const ours = { 'aws:ResourceTag/scrim': facts.name };
  const theirs = { 'aws:ResourceTag/scrim': neighbourOf(facts).name };
  const services = ['lambda', 'ssm', 'secretsmanager', 's3', 'sqs'];
  const through = services.map((service) => ({
    ...via(facts, service),
    ...IS_FOR_AWS,
    ...IS_TRIAL,
  }));
  const newTag = { 'aws:RequestTag/scrim': facts.name };
  return [
    // A key that is none of ours, or another instance's.
    ...[{}, theirs].flatMap((tag) => [
      ...asks(
        USES,
        [key],
        through.map((context) => ({ ...context, ...tag })),
      ),
      ...asks(MANAGES, [key], [tag]),
      ...asks(['kms:TagResource'], [key], [tag]),
    ]),
    ...asks(['kms:TagResource'], [key], [{ ...theirs, ...newTag }]),
    ...(facts.key === 'made'
      ? []
      : asks(['kms:TagResource', 'kms:CreateKey'], [key, '*'], [newTag])),
    // Our own, but to read what is encrypted with it, or to hand it on.
    ...asks(USES, [key], [ours]),
    ...asks(
      ['kms:Decrypt'],
      [key],
      [
        ...['s3', 'sqs', 'sns', 'secretsmanager'].map((service) => via(facts, service)),
        { ...via(facts, 's3'), ...IS_TRIAL },
        { ...via(facts, 'secretsmanager'), ...IS_VALUE },
      ].map((context) => ({ ...context, ...ours })),
    ),
    ...asks(
      ['kms:CreateGrant'],
      [key],
      [
        { ...via(facts, 'lambda'), ...ours },
        ...['ssm', 'secretsmanager', 's3'].map((service) => ({
          ...via(facts, service),
          ...IS_FOR_AWS,
          ...ours,
        })),
      ],
    ),
  ];
}

function gatewayCalls({ partition, region }: Facts): readonly Ask[] {
  return [
    ...asks(
      ['apigateway:GET', 'apigateway:POST', 'apigateway:PATCH', 'apigateway:DELETE'],
      [`arn:${partition}:apigateway:${region}::/apis/made-up`],
    ),
    ...asks(['logs:PutResourcePolicy', 'logs:DeleteLogDelivery'], ['*']),
  ];
}

/** A line for each call that is wrongly refused or allowed; nothing where the policy is not among the outputs. */
export function deployerFindings(facts: Facts, deployment: Deployment): readonly string[] {
  const text = deployment.outputs['deployer_policy_json']?.value;
  if (typeof text !== 'string') return [];
  const policy = JSON.parse(text) as Policy;
  const { resources } = instanceOf(facts, deployment);
  const may = ({ request }: Ask): boolean =>
    isAllowed({ principal: DEPLOYER, ...request }, { identity: [policy] });
  return [
    ...callsOf(facts, resources)
      .filter((call) => !may(call))
      .map(({ label }) => `deployer may not ${label}`),
    ...[...foreignCalls(facts, resources), ...forbiddenCalls(facts)]
      .filter(may)
      .map(({ label }) => `deployer may ${label}`),
  ];
}

/** Whether an ARN tells that it is of this instance. */
function isOwn({ name, parameterPrefix }: Facts, resource: string): boolean {
  return (
    resource.includes(`:${name}-`) ||
    resource.includes(`/${name}-`) ||
    resource.includes(`:${name}/`) ||
    resource.includes(parameterPrefix)
  );
}

/** The ARN that the same thing has in another instance. */
function moved(facts: Facts, resource: string): string {
  const other = neighbourOf(facts);
  return resource
    .replace(facts.parameterPrefix, other.parameterPrefix)
    .replace(new RegExp(`([:/])${facts.name}([-/])`), `$1${other.name}$2`);
}

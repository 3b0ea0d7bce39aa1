/** Everything that a role of an instance could ask for: each action on each thing, its own and another's. */
import {
  arn,
  bucketArn,
  functionArn,
  functionName,
  madeBucket,
  namespaceOf,
  parameterArn,
  roleArn,
  secretArn,
  storedProperties,
  type Facts,
  type FunctionFacts,
} from './facts.ts';
import type { Request } from './iam.ts';

/** A request, and the words by which it is known. */
export interface Ask {
  readonly label: string;
  readonly request: Omit<Request, 'principal'>;
}

export function ask(
  action: string,
  resource: string,
  context: Readonly<Record<string, string>> = {},
): Ask {
  const conditions = Object.entries(context).map(([key, value]) => `, ${key} ${value}`);
  return {
    label: `${action} on ${resource}${conditions.join('')}`,
    request: { action, resource, context },
  };
}

export function asks(
  actions: readonly string[],
  resources: readonly string[],
  contexts: readonly Readonly<Record<string, string>>[] = [{}],
): readonly Ask[] {
  return resources.flatMap((resource) =>
    actions.flatMap((action) => contexts.map((context) => ask(action, resource, context))),
  );
}

const SERVICES_WITH_KEYS = ['lambda', 'ssm', 'secretsmanager', 's3', 'sqs'] as const;

export function via(facts: Facts, service: string): Readonly<Record<string, string>> {
  const suffix = facts.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return { 'kms:ViaService': `${service}.${facts.region}.${suffix}` };
}

const properties = (['api', 'bulk'] as const).flatMap((kind) => {
  const { configuration, secrets } = storedProperties(kind);
  return [...configuration, ...secrets];
});
const EVERY_PROPERTY = [...new Set([...properties, 'ACCESS_TOKEN', 'SOMETHING_ELSE'])];

export function rulesKey(facts: Facts, { id }: FunctionFacts): string {
  return `${functionName(facts, id)}/rules.yaml`;
}

export const URL_CONTEXTS = {
  signed: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' },
  unsigned: { 'lambda:FunctionUrlAuthType': 'NONE' },
  throughUrl: { 'lambda:InvokedViaFunctionUrl': 'true' },
} as const;

/** All asks about one instance. */
export function worldOf(facts: Facts, keyArn: string): readonly Ask[] {
  return [
    ...facts.functions.flatMap((one) => aboutFunction(facts, one)),
    ...aboutSecrets(facts, facts.sharedPrefix),
    ...aboutKey(facts, keyArn),
    ...asks(
      ['iam:PassRole', 'iam:PutRolePolicy', 'sts:AssumeRole'],
      [roleArn(facts, 'caller'), ...facts.functions.map(({ id }) => roleArn(facts, id))],
    ),
    ...asks(['sns:Publish'], [arn(facts, 'sns', `${facts.name}-alarms`)]),
  ];
}

/** Calls through the gateway; its ARN is made up when it is made. */
export function aboutGateway(executionArn: string): readonly Ask[] {
  return asks(
    ['execute-api:Invoke'],
    ['GET', 'HEAD', 'POST', 'DELETE'].map(
      (method) => `${executionArn}/$default/${method}/v2/users`,
    ),
  );
}

/** The same instance under other names, whose things are nobody's business here. */
export function neighbourOf(facts: Facts): Facts {
  const name = 'other';
  const moved = (bucket: string): string =>
    bucket.startsWith(`${facts.name}-`) ? bucket.replace(facts.name, name) : `${bucket}-2`;
  return {
    ...facts,
    name,
    parameterPrefix: facts.parameterPrefix.includes('/') ? '/scrim/other/' : 'OTHER_',
    sharedPrefix: '/scrim/other-shared/',
    functions: facts.functions.map((one) => ({
      ...one,
      ...(one.input && { input: { ...one.input, bucket: moved(one.input.bucket) } }),
      ...(one.output && { output: { ...one.output, bucket: moved(one.output.bucket) } }),
    })),
  };
}

function aboutFunction(facts: Facts, one: FunctionFacts): readonly Ask[] {
  const { id, input, output, lookups = [] } = one;
  const group = arn(facts, 'logs', `log-group:/aws/lambda/${functionName(facts, id)}`);
  const places = [input, output, ...lookups].filter((place) => place !== undefined);
  return [
    ...asks(
      ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:GetLogEvents'],
      [`${group}:log-stream:x`],
    ),
    ...asks(['logs:CreateLogGroup', 'logs:DeleteLogGroup', 'logs:PutRetentionPolicy'], [group]),
    ...aboutSecrets(facts, namespaceOf(facts, id)),
    ...aboutBucket(facts, madeBucket(facts, id, 'rules'), [rulesKey(facts, one), 'rules.yaml']),
    ...places.flatMap(({ bucket }) => aboutBucket(facts, bucket, keysIn(facts))),
    ...asks(
      ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'],
      [functionArn(facts, id)],
      [{}, ...Object.values(URL_CONTEXTS)],
    ),
    ...asks(
      ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'],
      [functionArn(facts, id)],
    ),
    ...asks(
      [
        'sqs:ReceiveMessage',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:SendMessage',
        'sqs:PurgeQueue',
      ],
      ['files', 'dead'].map((queue) => arn(facts, 'sqs', `${functionName(facts, id)}-${queue}`)),
    ),
  ];
}

/** A file under each prefix that any function has, and one beside them all. */
export function keysIn(facts: Facts): readonly string[] {
  const places = facts.functions.flatMap(({ input, output, lookups = [] }) => [
    input,
    output,
    ...lookups,
  ]);
  const prefixes = places.flatMap((place) => (place === undefined ? [] : [place.prefix]));
  return [...new Set([...prefixes, 'elsewhere/'])].map((prefix) => `${prefix}file.csv`);
}

function aboutSecrets(facts: Facts, namespace: string): readonly Ask[] {
  const names = EVERY_PROPERTY.map((property) => `${namespace}${property}`);
  return [
    ...asks(
      [
        'ssm:GetParameter',
        'ssm:GetParameters',
        'ssm:GetParametersByPath',
        'ssm:PutParameter',
        'ssm:DeleteParameter',
      ],
      names.map((name) => parameterArn(facts, name)),
    ),
    ...asks(
      [
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        'secretsmanager:DeleteSecret',
      ],
      names.map((name) => secretArn(facts, name)),
    ),
  ];
}

function aboutBucket(facts: Facts, bucket: string, keys: readonly string[]): readonly Ask[] {
  return [
    ...asks(
      [
        's3:GetObject',
        's3:GetObjectVersion',
        's3:PutObject',
        's3:AbortMultipartUpload',
        's3:DeleteObject',
        's3:PutObjectAcl',
      ],
      keys.map((key) => bucketArn(facts, bucket, key)),
    ),
    ...asks(
      ['s3:ListBucket'],
      [bucketArn(facts, bucket)],
      [{}, ...['', 'elsewhere/', ...keys].map((prefix) => ({ 's3:prefix': prefix }))],
    ),
    ...asks(
      ['s3:PutBucketPolicy', 's3:PutBucketNotification', 's3:DeleteBucket'],
      [bucketArn(facts, bucket)],
    ),
  ];
}

function aboutKey(facts: Facts, keyArn: string): readonly Ask[] {
  return asks(
    ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:Encrypt', 'kms:CreateGrant', 'kms:PutKeyPolicy'],
    [keyArn, keyArn.replace(/.$/, (last) => (last === 'x' ? 'y' : 'x'))],
    [
      {},
      ...SERVICES_WITH_KEYS.map((service) => via(facts, service)),
      via({ ...facts, region: 'us-west-2' }, 'ssm'),
    ],
  );
}

/** Actions that take no resource. */
export function aboutAnything(facts: Facts): readonly Ask[] {
  return [
    ...asks(
      [
        'secretsmanager:BatchGetSecretValue',
        'secretsmanager:ListSecrets',
        'ssm:DescribeParameters',
        's3:ListAllMyBuckets',
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'cloudwatch:PutMetricData',
        'sts:AssumeRole',
        'iam:CreateRole',
      ],
      ['*'],
    ),
    ...asks(
      [...VPC_ACTIONS, 'ec2:RunInstances'],
      ['*'],
      [
        {},
        ...facts.functions.map(({ id }) => ({
          'lambda:SourceFunctionArn': functionArn(facts, id),
        })),
      ],
    ),
  ];
}

export const VPC_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
] as const;

/**
 * The calls that hashicorp/aws makes for each type of resource: to make, read, change and remove it.
 * Source: the provider's code and the Service Authorization Reference.
 */
import { textAt, type Resource } from './deployment.ts';
import { ACCOUNT, arn, type Facts } from './facts.ts';
import { ask, asks, via, type Ask } from './world.ts';

type Calls = (resource: Resource, facts: Facts) => readonly Ask[];

const named =
  (service: string, names: string, attribute = 'arn'): Calls =>
  (resource) =>
    asks(
      names.split(' ').map((name) => `${service}:${name}`),
      [textAt(resource, attribute)],
    );

const anywhere = (...actions: readonly string[]): readonly Ask[] => asks(actions, ['*']);

const ofBucket =
  (names: string): Calls =>
  (resource, { partition }) =>
    asks(
      names.split(' ').map((name) => `s3:${name}`),
      [`arn:${partition}:s3:::${textAt(resource, 'bucket')}`],
    );

const ofFunction =
  (names: string): Calls =>
  (resource, { partition, region }) =>
    asks(
      names.split(' ').map((name) => `lambda:${name}`),
      [
        `arn:${partition}:lambda:${region}:${ACCOUNT}:function:${textAt(resource, 'function_name')}`,
      ],
    );

const ofQueue =
  (names: string): Calls =>
  (resource, { partition, region }) =>
    asks(
      names.split(' ').map((name) => `sqs:${name}`),
      [
        `arn:${partition}:sqs:${region}:${ACCOUNT}:${textAt(resource, 'queue_url').split('/').at(-1) ?? ''}`,
      ],
    );

/** A key made here is known by its tag, a brought one by its ARN. */
const ofKey = (
  keyArn: string,
  { key, name }: Facts,
  actions: readonly string[],
  context: Readonly<Record<string, string>>,
): readonly Ask[] =>
  keyArn === ''
    ? []
    : asks(
        actions.map((action) => `kms:${action}`),
        [keyArn],
        [{ ...context, ...(key === 'made' ? { 'aws:ResourceTag/scrim': name } : {}) }],
      );

/** What IAM knows of the boundary of a role, in a request that makes or changes it. */
const boundaryOf = ({ boundary }: Facts): Readonly<Record<string, string>> =>
  boundary === undefined ? {} : { 'iam:PermissionsBoundary': boundary };

const ofGateway: Calls = (_resource, { partition, region }) =>
  asks(
    ['GET', 'POST', 'PATCH', 'DELETE'].map((method) => `apigateway:${method}`),
    [`arn:${partition}:apigateway:${region}::/apis/made-up`],
  );

export const deployerCalls: Readonly<Record<string, Calls>> = {
  aws_lambda_function: (resource, facts) => [
    ...ofFunction(
      'CreateFunction GetFunction GetFunctionConfiguration GetFunctionConcurrency GetFunctionCodeSigningConfig UpdateFunctionCode UpdateFunctionConfiguration PutFunctionConcurrency DeleteFunctionConcurrency PutFunctionCodeSigningConfig DeleteFunction ListVersionsByFunction TagResource UntagResource ListTags',
    )(resource, facts),
    ask('iam:PassRole', textAt(resource, 'role'), {
      'iam:PassedToService': 'lambda.amazonaws.com',
    }),
    ...(textAt(resource, 's3_bucket') === ''
      ? []
      : [
          ask(
            's3:GetObject',
            `arn:${facts.partition}:s3:::${textAt(resource, 's3_bucket')}/${textAt(resource, 's3_key')}`,
          ),
        ]),
    ...(facts.hasVpc
      ? anywhere('ec2:DescribeSubnets', 'ec2:DescribeSecurityGroups', 'ec2:DescribeVpcs')
      : []),
    ...ofKey(textAt(resource, 'kms_key_arn'), facts, ['Encrypt', 'Decrypt'], via(facts, 'lambda')),
    ...ofKey(textAt(resource, 'kms_key_arn'), facts, ['CreateGrant'], {
      ...via(facts, 'lambda'),
      'kms:GrantIsForAWSResource': 'true',
    }),
  ],
  aws_lambda_function_url: ofFunction(
    'CreateFunctionUrlConfig GetFunctionUrlConfig UpdateFunctionUrlConfig DeleteFunctionUrlConfig',
  ),
  aws_lambda_permission: ofFunction('AddPermission GetPolicy RemovePermission'),
  aws_lambda_function_event_invoke_config: ofFunction(
    'PutFunctionEventInvokeConfig GetFunctionEventInvokeConfig DeleteFunctionEventInvokeConfig',
  ),
  aws_lambda_event_source_mapping: (resource, facts) => [
    ...asks(
      [
        'lambda:CreateEventSourceMapping',
        'lambda:UpdateEventSourceMapping',
        'lambda:DeleteEventSourceMapping',
      ],
      ['*'],
      [{ 'lambda:FunctionArn': textAt(resource, 'function_arn') }],
    ),
    ...anywhere('lambda:GetEventSourceMapping'),
    ...named('lambda', 'TagResource UntagResource ListTags')(resource, facts),
  ],
  aws_iam_role: (resource, facts) => [
    ...named(
      'iam',
      'GetRole UpdateRole DeleteRole UpdateAssumeRolePolicy ListRolePolicies ListAttachedRolePolicies ListInstanceProfilesForRole TagRole UntagRole ListRoleTags',
    )(resource, facts),
    ...asks(
      ['iam:CreateRole', 'iam:PutRolePermissionsBoundary'],
      [textAt(resource, 'arn')],
      [boundaryOf(facts)],
    ),
    ...(facts.boundary === undefined
      ? named('iam', 'DeleteRolePermissionsBoundary')(resource, facts)
      : []),
  ],
  aws_iam_role_policy: (resource, facts) =>
    asks(
      ['iam:PutRolePolicy', 'iam:GetRolePolicy', 'iam:DeleteRolePolicy'],
      [`arn:${facts.partition}:iam::${ACCOUNT}:role${facts.iamPath}${textAt(resource, 'role')}`],
      [boundaryOf(facts)],
    ),
  aws_cloudwatch_log_group: (resource, facts) => [
    ...named(
      'logs',
      'CreateLogGroup DeleteLogGroup PutRetentionPolicy DeleteRetentionPolicy AssociateKmsKey DisassociateKmsKey TagResource UntagResource ListTagsForResource',
    )(resource, facts),
    ...anywhere('logs:DescribeLogGroups'),
  ],
  aws_ssm_parameter: (resource, facts) => [
    ...named(
      'ssm',
      'PutParameter GetParameter GetParameters DeleteParameter AddTagsToResource RemoveTagsFromResource ListTagsForResource',
    )(resource, facts),
    ...anywhere('ssm:DescribeParameters'),
    ...ofKey(textAt(resource, 'key_id'), facts, ['Encrypt', 'Decrypt'], via(facts, 'ssm')),
  ],
  aws_secretsmanager_secret: (resource, facts) => [
    ...named(
      'secretsmanager',
      'CreateSecret DescribeSecret UpdateSecret DeleteSecret GetResourcePolicy TagResource UntagResource',
    )(resource, facts),
    ...ofKey(textAt(resource, 'kms_key_id'), facts, ['GenerateDataKey', 'Decrypt'], {
      ...via(facts, 'secretsmanager'),
      'kms:EncryptionContext:SecretVersionId': 'RequestToValidateKeyAccess',
    }),
  ],
  aws_s3_bucket: (resource, facts) => [
    ...ofBucket(
      'CreateBucket DeleteBucket ListBucket ListBucketVersions GetBucketLocation GetBucketAcl GetBucketCORS GetBucketWebsite GetBucketVersioning GetAccelerateConfiguration GetBucketRequestPayment GetBucketLogging GetLifecycleConfiguration GetReplicationConfiguration GetEncryptionConfiguration GetBucketObjectLockConfiguration GetBucketTagging PutBucketTagging GetBucketPolicy ListTagsForResource TagResource UntagResource',
    )(resource, facts),
    ...asks(['s3:DeleteObject', 's3:DeleteObjectVersion'], [`${textAt(resource, 'arn')}/file.csv`]),
  ],
  aws_s3_bucket_public_access_block: ofBucket(
    'GetBucketPublicAccessBlock PutBucketPublicAccessBlock',
  ),
  aws_s3_bucket_ownership_controls: ofBucket(
    'GetBucketOwnershipControls PutBucketOwnershipControls',
  ),
  aws_s3_bucket_server_side_encryption_configuration: ofBucket(
    'GetEncryptionConfiguration PutEncryptionConfiguration',
  ),
  aws_s3_bucket_versioning: ofBucket('GetBucketVersioning PutBucketVersioning'),
  aws_s3_bucket_lifecycle_configuration: ofBucket(
    'GetLifecycleConfiguration PutLifecycleConfiguration',
  ),
  aws_s3_bucket_policy: ofBucket('GetBucketPolicy PutBucketPolicy DeleteBucketPolicy'),
  aws_s3_bucket_logging: ofBucket('GetBucketLogging PutBucketLogging'),
  aws_s3_bucket_notification: ofBucket('GetBucketNotification PutBucketNotification'),
  aws_s3_object: (resource, facts) => [
    ...asks(
      [
        's3:GetObject',
        's3:GetObjectTagging',
        's3:PutObject',
        's3:PutObjectTagging',
        's3:DeleteObject',
        's3:DeleteObjectVersion',
      ],
      [`arn:${facts.partition}:s3:::${textAt(resource, 'bucket')}/${textAt(resource, 'key')}`],
    ),
    ...ofKey(
      facts.key === 'none' ? '' : arn(facts, 'kms', 'key/of-the-bucket'),
      facts,
      ['GenerateDataKey'],
      via(facts, 's3'),
    ),
  ],
  aws_sqs_queue: named(
    'sqs',
    'CreateQueue DeleteQueue GetQueueAttributes GetQueueUrl SetQueueAttributes TagQueue UntagQueue ListQueueTags',
  ),
  aws_sqs_queue_policy: ofQueue('SetQueueAttributes GetQueueAttributes'),
  aws_sqs_queue_redrive_allow_policy: ofQueue('SetQueueAttributes GetQueueAttributes'),
  aws_sns_topic: named(
    'sns',
    'CreateTopic DeleteTopic GetTopicAttributes SetTopicAttributes ListTagsForResource TagResource UntagResource',
  ),
  aws_sns_topic_subscription: (resource, facts) => [
    ...named('sns', 'Subscribe ListSubscriptionsByTopic', 'topic_arn')(resource, facts),
    ...named('sns', 'Unsubscribe GetSubscriptionAttributes SetSubscriptionAttributes')(
      resource,
      facts,
    ),
  ],
  aws_cloudwatch_metric_alarm: (resource, facts) => [
    ...named(
      'cloudwatch',
      'PutMetricAlarm DeleteAlarms TagResource UntagResource ListTagsForResource',
    )(resource, facts),
    ...anywhere('cloudwatch:DescribeAlarms'),
  ],
  aws_cloudwatch_dashboard: named(
    'cloudwatch',
    'PutDashboard GetDashboard DeleteDashboards',
    'dashboard_arn',
  ),
  aws_kms_key: (resource, { name }) => [
    ...asks(['kms:CreateKey', 'kms:TagResource'], ['*'], [{ 'aws:RequestTag/scrim': name }]),
    ...asks(
      [
        'DescribeKey',
        'GetKeyPolicy',
        'PutKeyPolicy',
        'GetKeyRotationStatus',
        'EnableKeyRotation',
        'ListResourceTags',
        'TagResource',
        'UntagResource',
        'ScheduleKeyDeletion',
        'UpdateKeyDescription',
      ].map((action) => `kms:${action}`),
      [textAt(resource, 'arn')],
      [{ 'aws:ResourceTag/scrim': name }],
    ),
  ],
  aws_kms_alias: (resource, { name, partition, region }) => [
    ...asks(['kms:CreateAlias', 'kms:UpdateAlias', 'kms:DeleteAlias'], [textAt(resource, 'arn')]),
    ...asks(
      ['kms:CreateAlias', 'kms:DeleteAlias'],
      [`arn:${partition}:kms:${region}:${ACCOUNT}:key/${textAt(resource, 'target_key_id')}`],
      [{ 'aws:ResourceTag/scrim': name }],
    ),
    ...anywhere('kms:ListAliases'),
  ],
  aws_apigatewayv2_api: ofGateway,
  aws_apigatewayv2_integration: ofGateway,
  aws_apigatewayv2_route: ofGateway,
  aws_apigatewayv2_stage: (resource, facts) => [
    ...ofGateway(resource, facts),
    ...anywhere(
      'logs:CreateLogDelivery',
      'logs:GetLogDelivery',
      'logs:UpdateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:DescribeResourcePolicies',
    ),
  ],
};

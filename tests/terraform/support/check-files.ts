/** Buckets and queues: what is kept, for whom, and what becomes of a file that fails. */
import { textAt, valueAt, type Resource } from './deployment.ts';
import { ACCOUNT, arn, bucketArn, functionName, madeBucket, type FunctionFacts } from './facts.ts';
import { isAllowed, type Policy, type Principal } from './iam.ts';
import { all, failing, isEqual, oneWith, sorted, type Check, type Instance } from './instance.ts';

interface Made {
  readonly bucket: string;
  readonly expirationDays: number;
  readonly isVersioned: boolean;
}

/** Buckets that must be made here; what was brought along must be left alone. */
function madeBuckets({ facts }: Instance): readonly Made[] {
  return facts.functions.flatMap((one) => [
    ...[one.input, one.output]
      .filter((place) => place !== undefined)
      .filter(({ isMade }) => isMade)
      .map(({ bucket, expirationDays }) => ({
        bucket,
        expirationDays,
        isVersioned: one.isVersioned === true,
      })),
    ...(one.rules === 'bucket'
      ? [{ bucket: madeBucket(facts, one.id, 'rules'), expirationDays: 0, isVersioned: true }]
      : []),
  ]);
}

const PER_BUCKET = [
  'aws_s3_bucket',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_policy',
] as const;

const configuresItsOwnBuckets: Check = (instance) => {
  const made = sorted(madeBuckets(instance).map(({ bucket }) => bucket));
  return failing('buckets', {
    ...Object.fromEntries(
      PER_BUCKET.map((type) => [
        `${type} for each that is made here, and for no other`,
        isEqual(sorted(all(instance, type).map((one) => textAt(one, 'bucket'))), made),
      ]),
    ),
    'access log for each, if there is a bucket for it': isEqual(
      sorted(all(instance, 'aws_s3_bucket_logging').map((one) => textAt(one, 'bucket'))),
      instance.facts.accessLogBucket === undefined ? [] : made,
    ),
    'versions only where wanted': isEqual(
      sorted(all(instance, 'aws_s3_bucket_versioning').map((one) => textAt(one, 'bucket'))),
      sorted(
        madeBuckets(instance)
          .filter(({ isVersioned }) => isVersioned)
          .map(({ bucket }) => bucket),
      ),
    ),
  });
};

const bucketsAreHard: Check = (instance) =>
  madeBuckets(instance).flatMap(({ bucket, expirationDays }) => {
    const part = (name: string): Resource =>
      oneWith(instance, [`aws_s3_bucket_${name}`, 'bucket', bucket]);
    const block = part('public_access_block');
    const rule = part('lifecycle_configuration');
    const encryption = part('server_side_encryption_configuration');
    const isKeyed = instance.facts.key !== 'none';
    return failing(bucket, {
      'nothing public': [
        'block_public_acls',
        'block_public_policy',
        'ignore_public_acls',
        'restrict_public_buckets',
      ].every((name) => block.values[name] === true),
      'one owner':
        valueAt(part('ownership_controls'), 'rule.0.object_ownership') === 'BucketOwnerEnforced',
      encrypted:
        valueAt(encryption, 'rule.0.apply_server_side_encryption_by_default.0.sse_algorithm') ===
        (isKeyed ? 'aws:kms' : 'AES256'),
      'with the bucket key of the key':
        valueAt(encryption, 'rule.0.bucket_key_enabled') === isKeyed,
      'unfinished uploads end after a day':
        valueAt(rule, 'rule.0.abort_incomplete_multipart_upload.0.days_after_initiation') === 1,
      'old versions end after a day':
        valueAt(rule, 'rule.0.noncurrent_version_expiration.0.noncurrent_days') === 1,
      'files end when they should':
        valueAt(rule, 'rule.0.expiration.0.days') ===
        (expirationDays === 0 ? undefined : expirationDays),
      'rules are in force': valueAt(rule, 'rule.0.status') === 'Enabled',
      'policy after the public access block': part('policy').dependencies.some((name) =>
        name.endsWith('aws_s3_bucket_public_access_block.this'),
      ),
    });
  });

const ADMIN: Principal = { kind: 'AWS', id: `arn:aws:iam::${ACCOUNT}:role/admin-of-everything` };
const EVERYTHING: Policy = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

/** Even who may do everything in the account comes by TLS 1.2 or later, or not at all. */
const bucketsWantTls: Check = (instance) =>
  madeBuckets(instance).flatMap(({ bucket }) => {
    const policy = JSON.parse(
      textAt(oneWith(instance, ['aws_s3_bucket_policy', 'bucket', bucket]), 'policy') ||
        '{"Statement":[]}',
    ) as Policy;
    const may = (context: Record<string, string>): boolean =>
      isAllowed(
        {
          principal: ADMIN,
          action: 's3:GetObject',
          resource: bucketArn(instance.facts, bucket, 'x'),
          context,
        },
        { identity: [EVERYTHING], resource: [policy] },
      );
    return failing(bucket, {
      'open to TLS 1.2': may({ 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.2' }),
      'closed without TLS': !may({ 'aws:SecureTransport': 'false' }),
      'closed to TLS 1.1': !may({ 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.1' }),
    });
  });

const writersPutFiles: Check = (instance) =>
  instance.facts.functions.flatMap(({ writers = [], input }) =>
    writers.flatMap((writer) => {
      if (input === undefined) return [];
      const policy = JSON.parse(
        textAt(oneWith(instance, ['aws_s3_bucket_policy', 'bucket', input.bucket]), 'policy'),
      ) as Policy;
      const may = (action: string, key: string, id = writer): boolean =>
        isAllowed(
          {
            principal: { kind: 'AWS', id },
            action,
            resource: bucketArn(instance.facts, input.bucket, key),
          },
          { resource: [policy] },
        );
      return failing(`writer of ${input.bucket}`, {
        'puts files': may('s3:PutObject', `${input.prefix}a.csv`),
        'not beside the prefix': !may('s3:PutObject', 'a.csv'),
        'reads nothing': !may('s3:GetObject', `${input.prefix}a.csv`),
        'is no other': !may('s3:PutObject', `${input.prefix}a.csv`, ADMIN.id),
      });
    }),
  );

const eachBulk =
  (
    check: (
      instance: Instance,
      one: FunctionFacts,
      queues: Record<'files' | 'dead', Resource>,
    ) => readonly string[],
  ): Check =>
  (instance) =>
    instance.facts.functions
      .filter(({ kind }) => kind === 'bulk')
      .flatMap((one) => {
        const queue = (name: string): Resource =>
          oneWith(instance, [
            'aws_sqs_queue',
            'name',
            `${functionName(instance.facts, one.id)}-${name}`,
          ]);
        return check(instance, one, { files: queue('files'), dead: queue('dead') });
      });

const failedFilesAreKept = eachBulk((instance, one, { files, dead }) => {
  const mapping = oneWith(instance, [
    'aws_lambda_event_source_mapping',
    'event_source_arn',
    textAt(files, 'arn'),
  ]);
  const redrive = oneWith(instance, [
    'aws_sqs_queue_redrive_allow_policy',
    'queue_url',
    textAt(dead, 'url'),
  ]);
  return failing(`queues of ${one.id}`, {
    'no message comes back while its file is read':
      Number(files.values['visibility_timeout_seconds']) >= 6 * one.timeoutSeconds,
    'four days to try': files.values['message_retention_seconds'] === 345_600,
    'long polling': files.values['receive_wait_time_seconds'] === 20,
    'after three tries among the dead letters': isEqual(
      JSON.parse(textAt(files, 'redrive_policy') || '0'),
      { deadLetterTargetArn: textAt(dead, 'arn'), maxReceiveCount: 3 },
    ),
    'dead letters stay fourteen days': dead.values['message_retention_seconds'] === 1_209_600,
    'dead letters of this queue alone': isEqual(
      JSON.parse(textAt(redrive, 'redrive_allow_policy') || '0'),
      { redrivePermission: 'byQueue', sourceQueueArns: [textAt(files, 'arn')] },
    ),
    'one file at a time': mapping.values['batch_size'] === 1,
    'a failed file is not deleted with its batch': isEqual(
      mapping.values['function_response_types'],
      ['ReportBatchItemFailures'],
    ),
    'only so many at once':
      valueAt(mapping, 'scaling_config.0.maximum_concurrency') === one.maxConcurrency,
  });
});

const onlyItsBucketTellsTheQueue = eachBulk((instance, one, queues) => {
  const S3: Principal = { kind: 'Service', id: 's3.amazonaws.com' };
  const policyOf = (queue: Resource): Policy =>
    JSON.parse(
      textAt(
        oneWith(instance, ['aws_sqs_queue_policy', 'queue_url', textAt(queue, 'url')]),
        'policy',
      ) || '{"Statement":[]}',
    ) as Policy;
  const bucket = bucketArn(instance.facts, one.input?.bucket ?? '');
  const safe = {
    'aws:SecureTransport': 'true',
    'aws:SourceArn': bucket,
    'aws:SourceAccount': ACCOUNT,
  };
  const may = (
    context: Record<string, string>,
    principal = S3,
    queue = queues.files,
    action = 'sqs:SendMessage',
  ): boolean =>
    isAllowed(
      { principal, action, resource: textAt(queue, 'arn'), context },
      { resource: [policyOf(queue)] },
    );
  const mayAdmin = (queue: Resource, isSecure: string): boolean =>
    isAllowed(
      {
        principal: ADMIN,
        action: 'sqs:ReceiveMessage',
        resource: textAt(queue, 'arn'),
        context: { 'aws:SecureTransport': isSecure },
      },
      { identity: [EVERYTHING], resource: [policyOf(queue)] },
    );
  return failing(`queue policy of ${one.id}`, {
    'the input bucket sends': may(safe),
    'no other bucket': !may({ ...safe, 'aws:SourceArn': `${bucket}-2` }),
    'no bucket of that name in another account': !may({
      ...safe,
      'aws:SourceAccount': '210987654321',
    }),
    'no other service': !may(safe, { kind: 'Service', id: 'sns.amazonaws.com' }),
    'no reading': !may(safe, S3, queues.files, 'sqs:ReceiveMessage'),
    'nothing into the dead letters': !may(safe, S3, queues.dead),
    'TLS only': [queues.files, queues.dead].every(
      (queue) => mayAdmin(queue, 'true') && !mayAdmin(queue, 'false'),
    ),
  });
});

const bucketTellsOfFiles = eachBulk((instance, one, { files }) => {
  const notifications = all(instance, 'aws_s3_bucket_notification').filter(
    (found) => textAt(found, 'bucket') === one.input?.bucket,
  );
  if (one.managesNotification !== true)
    return failing(`notification of ${one.id}`, { 'is left alone': notifications.length === 0 });
  const [notification] = notifications;
  const queues =
    notification && (valueAt(notification, 'queue') as readonly Record<string, string | null>[]);
  return failing(`notification of ${one.id}`, {
    'one for each ending': isEqual(
      sorted((queues ?? []).map((queue) => queue['filter_suffix'] ?? '')),
      sorted(one.suffixes ?? []),
    ),
    'of new files under the prefix, to the queue': (queues ?? []).every(
      (queue) =>
        queue['queue_arn'] === textAt(files, 'arn') &&
        isEqual(queue['events'], ['s3:ObjectCreated:*']) &&
        (queue['filter_prefix'] || '') === one.input?.prefix,
    ),
    'after the queue lets it in':
      notification?.dependencies.some((name) => name.endsWith('aws_sqs_queue_policy.files')) ===
      true,
  });
});

/** ARNs in policies are composed; these are the real ones. */
const arnsAreRight = eachBulk(({ facts }, one, { files, dead }) =>
  failing(`queues of ${one.id}`, {
    'are named as their policies say': isEqual(
      [textAt(files, 'arn'), textAt(dead, 'arn')],
      ['files', 'dead'].map((name) => arn(facts, 'sqs', `${functionName(facts, one.id)}-${name}`)),
    ),
  }),
);

export const fileChecks = {
  configuresItsOwnBuckets,
  bucketsAreHard,
  bucketsWantTls,
  writersPutFiles,
  failedFilesAreKept,
  onlyItsBucketTellsTheQueue,
  bucketTellsOfFiles,
  arnsAreRight,
} satisfies Record<string, Check>;

/** Secrets, key, alarms, tags: what protects and what warns. */
import { textAt, valueAt, type Resource } from './deployment.ts';
import {
  ACCOUNT,
  arn,
  functionName,
  madeBucket,
  namespaceOf,
  type Facts,
  type FunctionFacts,
} from './facts.ts';
import { isAllowed, type Policy, type Principal } from './iam.ts';
import { all, failing, isEqual, sorted, type Check, type Instance } from './instance.ts';
import { rulesKey } from './world.ts';

const secretsAreEmpty: Check = (instance) => {
  const { facts } = instance;
  const parameters = all(instance, 'aws_ssm_parameter').filter(({ name }) => name !== 'rules');
  const secrets = all(instance, 'aws_secretsmanager_secret');
  const names = facts.functions
    .filter(({ kind }) => kind === 'api' && facts.makesSecrets)
    .flatMap(({ id }) =>
      ['ACCOUNT_ID', 'CLIENT_ID', 'CLIENT_SECRET'].map(
        (property) => `${namespaceOf(facts, id)}${property}`,
      ),
    );
  const isManager = facts.store === 'SECRETS_MANAGER';
  return failing('secrets', {
    'are those to be filled': isEqual(
      sorted([...parameters, ...secrets].map((one) => textAt(one, 'name'))),
      sorted(names),
    ),
    'lie in the store that was asked for': (isManager ? parameters : secrets).length === 0,
    'are encrypted': parameters.every(({ values }) => values['type'] === 'SecureString'),
    'are write-only': parameters.every(
      ({ values }) =>
        values['value'] === null &&
        values['insecure_value'] === null &&
        values['has_value_wo'] === true,
    ),
    'never overwrite what exists': parameters.every(({ values }) => values['overwrite'] !== true),
    'have no version here': all(instance, 'aws_secretsmanager_secret_version').length === 0,
    'can be called back for a week': secrets.every(
      ({ values }) => values['recovery_window_in_days'] === 7,
    ),
  });
};

const rulesLieWhereTheyFit: Check = (instance) => {
  const { facts } = instance;
  const withRules = (place: FunctionFacts['rules']): readonly FunctionFacts[] =>
    facts.functions.filter(({ rules }) => rules === place);
  const parameters = all(instance, 'aws_ssm_parameter').filter(({ name }) => name === 'rules');
  const objects = all(instance, 'aws_s3_object');
  return failing('rules', {
    'in a parameter, if they fit': isEqual(
      sorted(parameters.map((one) => textAt(one, 'name'))),
      sorted(withRules('parameter').map(({ id }) => `${namespaceOf(facts, id)}RULES`)),
    ),
    'compressed, at most 4,096 characters': parameters.every(
      (one) =>
        /^H4sI/.test(textAt(one, 'insecure_value')) && textAt(one, 'insecure_value').length <= 4096,
    ),
    'else in a bucket': isEqual(
      sorted(objects.map((one) => `${textAt(one, 'bucket')}/${textAt(one, 'key')}`)),
      sorted(
        withRules('bucket').map(
          (one) => `${madeBucket(facts, one.id, 'rules')}/${rulesKey(facts, one)}`,
        ),
      ),
    ),
  });
};

/** Where a key would be named, by type. */
const KEYED: readonly (readonly [type: string, path: string])[] = [
  ['aws_cloudwatch_log_group', 'kms_key_id'],
  ['aws_lambda_function', 'kms_key_arn'],
  [
    'aws_s3_bucket_server_side_encryption_configuration',
    'rule.0.apply_server_side_encryption_by_default.0.kms_master_key_id',
  ],
  ['aws_sqs_queue', 'kms_master_key_id'],
  ['aws_sns_topic', 'kms_master_key_id'],
  ['aws_secretsmanager_secret', 'kms_key_id'],
];

const keyCoversAll: Check = (instance) => {
  const { facts } = instance;
  const [made] = all(instance, 'aws_kms_key');
  const keyArn =
    facts.key === 'none'
      ? null
      : made
        ? textAt(made, 'arn')
        : arn(facts, 'kms', 'key/11111111-2222-3333-4444-555555555555');
  const secrets = all(instance, 'aws_ssm_parameter').filter(({ name }) => name !== 'rules');
  const places = [
    ...KEYED.flatMap(([type, path]) => all(instance, type).map((one) => [one, path] as const)),
    ...secrets.map((one) => [one, 'key_id'] as const),
  ];
  return [
    ...places
      .filter(([one, path]) => (valueAt(one, path) || null) !== keyArn)
      .map(([one]) => `key: ${one.address} is not under the key`),
    ...failing('key', {
      'is made only if asked': (made !== undefined) === (facts.key === 'made'),
      'queues are encrypted without one':
        facts.key !== 'none' ||
        all(instance, 'aws_sqs_queue').every(
          ({ values }) => values['sqs_managed_sse_enabled'] === true,
        ),
    }),
    ...(made === undefined ? [] : keyPolicy(instance, made)),
  ];
};

function keyPolicy({ facts }: Instance, key: Resource): readonly string[] {
  const policy = JSON.parse(textAt(key, 'policy')) as Policy;
  const service = (id: string): Principal => ({ kind: 'Service', id });
  const may = (principal: Principal, action: string, context: Record<string, string>): boolean =>
    isAllowed({ principal, action, resource: textAt(key, 'arn'), context }, { resource: [policy] });
  const logs = service(`logs.${facts.region}.amazonaws.com`);
  const logGroup = (name: string): Record<string, string> => ({
    'kms:EncryptionContext:aws:logs:arn': arn(facts, 'logs', `log-group:/aws/lambda/${name}`),
  });
  const ours = { 'aws:SourceAccount': ACCOUNT };
  const theirs = { 'aws:SourceAccount': '210987654321' };
  return failing('key', {
    'turns every year, and can be called back for thirty days':
      key.values['enable_key_rotation'] === true && key.values['deletion_window_in_days'] === 30,
    'serves the logs of this instance': ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey'].every(
      (action) => may(logs, action, logGroup(functionName(facts, 'zoom'))),
    ),
    'serves no other logs':
      !may(logs, 'kms:Decrypt', logGroup('other-zoom')) && !may(logs, 'kms:Decrypt', {}),
    'serves buckets and alarms of this account': ['s3', 'cloudwatch'].every(
      (name) =>
        may(service(`${name}.amazonaws.com`), 'kms:GenerateDataKey', ours) &&
        may(service(`${name}.amazonaws.com`), 'kms:Decrypt', ours),
    ),
    'serves none of another account': ['s3', 'cloudwatch'].every(
      (name) => !may(service(`${name}.amazonaws.com`), 'kms:Decrypt', theirs),
    ),
    'serves nobody of this account directly': !may(
      { kind: 'AWS', id: `arn:${facts.partition}:iam::${ACCOUNT}:role/x` },
      'kms:Decrypt',
      {},
    ),
    'serves no other account': !may(
      { kind: 'AWS', id: `arn:${facts.partition}:iam::210987654321:role/x` },
      'kms:Decrypt',
      {},
    ),
    'leaves the decision to the account': JSON.stringify(policy).includes(
      `arn:${facts.partition}:iam::${ACCOUNT}:root`,
    ),
  });
}

type Alarm = readonly [
  name: string,
  metric: string,
  dimension: string,
  statistic: string,
  threshold: number,
  periods: number,
];

/** What must be watched; docs/runbook.md has a section for each. */
function alarmsOf(facts: Facts, one: FunctionFacts): readonly Alarm[] {
  if (!facts.hasAlarms) return [];
  const name = functionName(facts, one.id);
  const lambda = (alarm: string, metric: string): Alarm => [
    alarm,
    `AWS/Lambda ${metric}`,
    `FunctionName=${name}`,
    'Sum',
    0,
    1,
  ];
  const code = (alarm: string, metric: string): Alarm => [
    alarm,
    `Scrim ${metric}`,
    `Function=${name}`,
    'Sum',
    0,
    1,
  ];
  const queue = (alarm: string, metric: string, end: string, threshold: number): Alarm => [
    alarm,
    `AWS/SQS ${metric}`,
    `QueueName=${name}-${end}`,
    'Maximum',
    threshold,
    1,
  ];
  return [
    lambda('errors', 'Errors'),
    lambda('throttles', 'Throttles'),
    ['slow', 'AWS/Lambda Duration', `FunctionName=${name}`, 'p95', 800 * one.timeoutSeconds, 3],
    code('leak-hits', 'LeakHits'),
    code('rules-load-failures', 'RulesLoadFailures'),
    ...(one.kind === 'api'
      ? [
          code('undeclared-fields', 'UndeclaredFields'),
          code('tokens-rejected', 'TokensRejected'),
          code('token-mint-failures', 'TokenMintFailures'),
          ...(facts.front === 'FUNCTION_URL' ? [lambda('server-errors', 'Url5xxCount')] : []),
        ]
      : [
          code('columns-unlisted', 'ColumnsUnlisted'),
          queue('dead-letters', 'ApproximateNumberOfMessagesVisible', 'dead', 0),
          queue('file-waiting', 'ApproximateAgeOfOldestMessage', 'files', 3600),
        ]),
  ];
}

const somebodyIsTold: Check = (instance) => {
  const { facts } = instance;
  const alarms = all(instance, 'aws_cloudwatch_metric_alarm');
  const found = alarms.map(({ values }) => {
    const [dimension] = Object.entries(values['dimensions'] as Record<string, string>).map(
      ([name, value]) => `${name}=${value}`,
    );
    return [
      values['alarm_name'],
      `${String(values['namespace'])} ${String(values['metric_name'])}`,
      dimension,
      values['statistic'] ?? values['extended_statistic'],
      values['threshold'],
      values['evaluation_periods'],
    ];
  });
  const wanted = facts.functions.flatMap((one) =>
    alarmsOf(facts, one).map(([name, ...rest]) => [`${facts.name}/${one.id}/${name}`, ...rest]),
  );
  const text = (lists: readonly unknown[]): readonly string[] =>
    sorted(lists.map((list) => JSON.stringify(list)));
  const missing = text(wanted).filter((one) => !text(found).includes(one));
  const strange = text(found).filter((one) => !text(wanted).includes(one));
  return [
    ...missing.map((one) => `alarm missing: ${one}`),
    ...strange.map((one) => `alarm nobody asked for: ${one}`),
    ...failing('alarms', {
      'ring above the threshold, in five minutes, and not for want of data': alarms.every(
        ({ values }) =>
          values['comparison_operator'] === 'GreaterThanThreshold' &&
          values['period'] === 300 &&
          values['treat_missing_data'] === 'notBreaching',
      ),
      'tell the topic of trouble and of its end': alarms.every(
        ({ values }) =>
          isEqual(values['alarm_actions'], values['ok_actions']) &&
          [values['alarm_actions'] ?? []].flat().length === (facts.hasTopic ? 1 : 0),
      ),
      'make one topic for e-mails':
        all(instance, 'aws_sns_topic').length ===
        all(instance, 'aws_sns_topic_subscription').length,
    }),
  ];
};

const everythingIsTagged: Check = (instance) =>
  instance.resources
    .filter((one) => 'tags' in one.values)
    .filter((one) => {
      const tags = (one.values['tags'] ?? {}) as Record<string, string>;
      // An object takes ten tags at most.
      const wanted =
        one.type === 'aws_s3_object' ? { scrim: instance.facts.name } : instance.facts.tags;
      return !isEqual(
        sorted(Object.entries(tags).map(String)),
        sorted(Object.entries(wanted).map(String)),
      );
    })
    .map(({ address }) => `tags: ${address} has not its tags`);

export const keepingChecks = {
  secretsAreEmpty,
  rulesLieWhereTheyFit,
  keyCoversAll,
  somebodyIsTold,
  everythingIsTagged,
} satisfies Record<string, Check>;

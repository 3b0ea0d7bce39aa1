/** Functions, their addresses, roles, logs, environments and alarms. */
import { settingsTable } from '../../../src/settings.ts';
import { textAt, valueAt, type Resource } from './deployment.ts';
import { functionName, madeBucket, namespaceOf, roleArn, type FunctionFacts } from './facts.ts';
import type { Policy } from './iam.ts';
import { listOf } from './iam-conditions.ts';
import { all, failing, isEqual, oneWith, sorted, type Check, type Instance } from './instance.ts';

const eachFunction =
  (check: (instance: Instance, one: FunctionFacts, found: Resource) => readonly string[]): Check =>
  (instance) =>
    instance.facts.functions.flatMap((one) =>
      check(
        instance,
        one,
        oneWith(instance, [
          'aws_lambda_function',
          'function_name',
          functionName(instance.facts, one.id),
        ]),
      ),
    );

const isAsAsked = eachFunction(({ facts }, one, found) => {
  const { values } = found;
  const group = `/aws/lambda/${functionName(facts, one.id)}`;
  return failing(found.address, {
    'runs on Node 24, arm64':
      values['runtime'] === 'nodejs24.x' && isEqual(values['architectures'], ['arm64']),
    'starts index.handler': values['handler'] === 'index.handler',
    'has its time': values['timeout'] === one.timeoutSeconds,
    'has the hash of its zip': textAt(found, 'source_code_hash').length === 44,
    'writes JSON into its own log group, at INFO': isEqual(valueAt(found, 'logging_config.0'), {
      application_log_level: 'INFO',
      log_format: 'JSON',
      log_group: group,
      system_log_level: 'INFO',
    }),
    'traces only if wanted':
      valueAt(found, 'tracing_config.0.mode') === (facts.hasTracing ? 'Active' : undefined),
    'lies in a VPC only if wanted': (valueAt(found, 'vpc_config.0') !== undefined) === facts.hasVpc,
    'has no layers and no versions': values['layers'] === null && values['publish'] !== true,
    'is made after log group, policy and rules': [
      'aws_cloudwatch_log_group.this',
      'aws_iam_role_policy.this',
      ...(one.rules === 'parameter' ? ['aws_ssm_parameter.rules'] : []),
      ...(one.rules === 'bucket' ? ['aws_s3_object.rules'] : []),
    ].every((name) => found.dependencies.some((before) => before.endsWith(name))),
  });
});

const runsOnce = eachFunction((instance, one) =>
  failing(`event invoke configuration of ${one.id}`, {
    'repeats nothing': isEqual(
      oneWith(instance, [
        'aws_lambda_function_event_invoke_config',
        'function_name',
        functionName(instance.facts, one.id),
      ]).values['maximum_retry_attempts'],
      0,
    ),
  }),
);

/** Every name that a function is given is one that its code reads, and what the code cannot do without is there. */
const hasEnvironment = eachFunction((instance, one, found) => {
  const { facts } = instance;
  const variables = (valueAt(found, 'environment.0.variables') ?? {}) as Record<string, string>;
  const expected: Record<string, string | undefined> = {
    SECRETS_STORE: facts.store === 'SSM' ? 'AWS_SSM_PARAMETER_STORE' : 'AWS_SECRETS_MANAGER',
    PATH_TO_INSTANCE_CONFIG: namespaceOf(facts, one.id),
    PATH_TO_SHARED_CONFIG: facts.sharedPrefix || undefined,
    BUNDLE_FILENAME: `${one.kind}.zip`,
    REMOTE_RESOURCE_BUCKET: one.rules === 'bucket' ? madeBucket(facts, one.id, 'rules') : undefined,
    INSTANCE_RESOURCE_PATH: one.rules === 'bucket' ? `${functionName(facts, one.id)}/` : undefined,
    REQUEST_TIMEOUT_SECONDS: one.kind === 'api' ? String(one.timeoutSeconds) : undefined,
    ALLOWED_DATA_ACCESS_IP_BLOCKS: one.kind === 'api' ? facts.ipBlocks?.join(',') : undefined,
    INPUT_BUCKET: one.input?.bucket,
    INPUT_BASE_PATH: one.input?.prefix || undefined,
    OUTPUT_BUCKET: one.output?.bucket,
    OUTPUT_BASE_PATH: one.output?.prefix || undefined,
  };
  const rows = Object.entries(settingsTable);
  // SOURCE is one setting with two readers; for files it names the bundled rules.
  const read = rows.filter(
    ([name, row]) => name === 'SOURCE' || row.functions.some((kind) => kind === one.kind),
  );
  const required = read.filter(
    ([, row]) =>
      row.functions.some((kind) => kind === one.kind) && row.kind === 'env' && 'isRequired' in row,
  );
  return [
    ...Object.entries(expected)
      .filter(([name, value]) => variables[name] !== value)
      .map(([name]) => `${found.address}: ${name} is not ${String(expected[name])}`),
    ...Object.keys(variables)
      .filter((name) => name !== 'SCRIM_CONFIG_SHA' && !read.some(([known]) => known === name))
      .map((name) => `${found.address}: nobody reads ${name}`),
    ...[...required.map(([name]) => name), 'SCRIM_CONFIG_SHA', 'RULES_MODE']
      .filter((name) => variables[name] === undefined)
      .map((name) => `${found.address}: ${name} is missing`),
    ...rows
      .filter(([name, row]) => row.kind === 'secret' && name in variables)
      .map(([name]) => `${found.address}: the secret ${name} is in the environment`),
  ];
});

const isReachedBySignature: Check = (instance) => {
  const { facts } = instance;
  const apis = facts.functions
    .filter(({ kind }) => kind === 'api')
    .map(({ id }) => functionName(facts, id));
  const hasUrls = facts.front === 'FUNCTION_URL';
  const caller = roleArn(facts, 'caller');
  const permissions = all(instance, 'aws_lambda_permission').map(({ values }) =>
    [
      'function_name',
      'action',
      'principal',
      'function_url_auth_type',
      'invoked_via_function_url',
    ].map((name) => values[name] ?? null),
  );
  const wanted = apis.flatMap((name) =>
    hasUrls
      ? [
          [name, 'lambda:InvokeFunctionUrl', caller, 'AWS_IAM', null],
          [name, 'lambda:InvokeFunction', caller, null, true],
        ]
      : [[name, 'lambda:InvokeFunction', 'apigateway.amazonaws.com', null, null]],
  );
  const urls = all(instance, 'aws_lambda_function_url');
  const text = (lists: readonly unknown[]): readonly string[] =>
    sorted(lists.map((list) => JSON.stringify(list)));
  return failing('addresses', {
    'each API has a URL, and nothing else has': isEqual(
      sorted(urls.map((url) => textAt(url, 'function_name'))),
      hasUrls ? sorted(apis) : [],
    ),
    'each URL wants a signature': urls.every(
      ({ values }) => values['authorization_type'] === 'AWS_IAM',
    ),
    'each URL answers at once, without CORS': urls.every(
      ({ values }) => values['invoke_mode'] === 'BUFFERED' && isEqual(values['cors'], []),
    ),
    'exactly both permissions': isEqual(text(permissions), text(wanted)),
    'permissions come after the URL': all(instance, 'aws_lambda_permission').every(
      ({ dependencies, values }) =>
        values['principal'] !== caller ||
        dependencies.some((name) => name.endsWith('aws_lambda_function_url.this')),
    ),
  });
};

const isBehindGateway: Check = (instance) => {
  if (instance.facts.front !== 'HTTP_API')
    return failing('gateway', {
      'there is none': all(instance, 'aws_apigatewayv2_api').length === 0,
    });
  const routes = all(instance, 'aws_apigatewayv2_route');
  const [stage] = all(instance, 'aws_apigatewayv2_stage');
  return failing('gateway', {
    'takes GET and HEAD alone': isEqual(sorted(routes.map((route) => textAt(route, 'route_key'))), [
      'GET /{proxy+}',
      'HEAD /{proxy+}',
    ]),
    'wants a signature on each route': routes.every(
      ({ values }) => values['authorization_type'] === 'AWS_IAM',
    ),
    'keeps encoded slashes': all(instance, 'aws_apigatewayv2_integration').every(
      ({ values }) => values['payload_format_version'] === '1.0',
    ),
    'logs neither path nor query':
      stage !== undefined &&
      /requestId/.test(textAt(stage, 'access_log_settings.0.format')) &&
      !/path|query|routeKey/i.test(textAt(stage, 'access_log_settings.0.format')),
    'limits the rate':
      stage !== undefined &&
      Number(valueAt(stage, 'default_route_settings.0.throttling_rate_limit')) > 0,
    'is the only one that invokes': all(instance, 'aws_lambda_permission').every((one) =>
      /^arn:.+:execute-api:.+\/\*\/\*$/.test(textAt(one, 'source_arn')),
    ),
  });
};

const hasRoles: Check = (instance) => {
  const { facts } = instance;
  const roles = all(instance, 'aws_iam_role');
  const ids = [...facts.functions.map(({ id }) => id), 'caller'];
  const policies = all(instance, 'aws_iam_role_policy');
  const wildcards = policies
    .flatMap((policy) => (JSON.parse(textAt(policy, 'policy')) as Policy).Statement)
    .filter(
      (statement) =>
        statement.Effect === 'Allow' &&
        listOf(statement.Action ?? '*').some((action) => action.includes('*')),
    );
  return [
    ...failing('roles', {
      'are named for account and region': isEqual(
        sorted(roles.map((role) => textAt(role, 'arn'))),
        sorted(ids.map((id) => roleArn(facts, id))),
      ),
      'have one policy each': isEqual(
        sorted(policies.map((policy) => textAt(policy, 'role'))),
        sorted(ids.map((id) => `${facts.name}-${id}-${facts.region}`)),
      ),
      'have no managed policies':
        all(instance, 'aws_iam_role_policy_attachment').length +
          all(instance, 'aws_iam_policy').length ===
        0,
      'allow no wildcard action': wildcards.length === 0,
      'have the boundary': roles.every(
        ({ values }) => values['permissions_boundary'] === (facts.boundary ?? null),
      ),
      'name each statement': policies.every((policy) =>
        [(JSON.parse(textAt(policy, 'policy')) as Policy).Statement]
          .flat()
          .every(({ Sid }) => /^[A-Za-z0-9]+$/.test(Sid ?? '')),
      ),
    }),
    ...roles
      .filter((role) => !textAt(role, 'name').includes('-caller-'))
      .flatMap((role) =>
        failing(role.address, {
          'is for Lambda alone': isEqual(JSON.parse(textAt(role, 'assume_role_policy')), {
            Statement: [
              {
                Action: 'sts:AssumeRole',
                Effect: 'Allow',
                Principal: { Service: 'lambda.amazonaws.com' },
              },
            ],
            Version: '2012-10-17',
          }),
        }),
      ),
  ];
};

const logsAreKept: Check = (instance) => {
  const { facts } = instance;
  const groups = all(instance, 'aws_cloudwatch_log_group');
  const names = facts.functions.flatMap(({ id, kind }) => [
    `/aws/lambda/${functionName(facts, id)}`,
    ...(kind === 'api' && facts.front === 'HTTP_API'
      ? [`/aws/apigateway/${functionName(facts, id)}`]
      : []),
  ]);
  return failing('log groups', {
    'one for each function': isEqual(
      sorted(groups.map((group) => textAt(group, 'name'))),
      sorted(names),
    ),
    'kept as long as asked': groups.every(
      ({ values }) => values['retention_in_days'] === facts.logRetentionDays,
    ),
  });
};

export const functionChecks = {
  isAsAsked,
  runsOnce,
  hasEnvironment,
  isReachedBySignature,
  isBehindGateway,
  hasRoles,
  logsAreKept,
} satisfies Record<string, Check>;

// The values that AWS would have answered with: well-formed, derived from names where AWS derives them, random where AWS is.
import { randomBytes, randomUUID } from 'node:crypto';
import { anyValue } from './plan.mjs';
import { renderPolicyDocument } from './policy-document.mjs';

const ACCOUNT_ID = '123456789012';
const DEFAULT_REGION = 'us-east-1';

/** Where a provider instance works: its region, and all that follows from it. */
export function placeOf(region) {
  const name = region ?? DEFAULT_REGION;
  const partition = partitionOf(name);
  return {
    region: name,
    partition,
    dnsSuffix: partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
    arn: (service, resource) => `arn:${partition}:${service}:${name}:${ACCOUNT_ID}:${resource}`,
    globalArn: (service, resource, account = ACCOUNT_ID) =>
      `arn:${partition}:${service}::${account}:${resource}`,
  };
}

function partitionOf(region) {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/**
 * Returns what invents the attributes of one resource, given what is already known of it.
 *
 * One identity is drawn for each resource, so that its id, its ARN and its address agree.
 */
export function inventFor(type, place, config) {
  const identity = { hex: randomHex(5), uuid: randomUUID() };
  return (name, attribute, known) => {
    if (name === 'region') return place.region;
    const writeOnly = name.match(/^has_(.+_wo)$/);
    if (writeOnly) return isSet(config?.[writeOnly[1]]);
    const here = known.region && known.region !== place.region ? placeOf(known.region) : place;
    const own = TYPES[type]?.[name];
    if (own) return own(known, here, identity);
    if (name === 'id') return idOf(known, identity);
    return nameFromPrefix(name, known, identity) ?? anyValue(name, attribute);
  };
}

const isSet = (value) => value !== null && value !== undefined;

function nameFromPrefix(name, known, identity) {
  if (name.endsWith('_prefix')) return '';
  const prefix = known[`${name}_prefix`];
  if (typeof prefix === 'string') return `${prefix}${identity.hex}`;
  return prefix === undefined ? undefined : `terraform-${identity.hex}`;
}

function idOf(known, identity) {
  const names = [known.function_name, known.bucket, known.name, known.role];
  return names.find((name) => typeof name === 'string') ?? identity.uuid;
}

const randomHex = (bytes) => randomBytes(bytes).toString('hex');
const withLeadingSlash = (text) => (text.startsWith('/') ? text : `/${text}`);

const functionArn = (known, place) =>
  known.function_name?.startsWith('arn:')
    ? known.function_name
    : place.arn('lambda', `function:${known.function_name}`);
const invokeArn = (known, place) =>
  `arn:${place.partition}:apigateway:${place.region}:lambda:path/2015-03-31/functions/${functionArn(known, place)}/invocations`;
const queueUrl = (known, place) =>
  `https://sqs.${place.region}.${place.dnsSuffix}/${ACCOUNT_ID}/${known.name}`;
const parameterArn = (known, place) => place.arn('ssm', `parameter${withLeadingSlash(known.name)}`);
const bucketArn = (known, place) => place.globalArn('s3', known.bucket, '');
const bucketDomain = (known, place) => `${known.bucket}.s3.${place.region}.${place.dnsSuffix}`;
const secretArn = (known, place, { hex }) =>
  place.arn('secretsmanager', `secret:${known.name}-${hex.slice(0, 6)}`);
const newKeyArn = (_known, place, { uuid }) => place.arn('kms', `key/${uuid}`);
const keyArnOf = (known, place, identity) =>
  /^arn:.*:key\//.test(known.key_id) ? known.key_id : newKeyArn(known, place, identity);
const stageUrl = (known, place) =>
  `https://${known.api_id}.execute-api.${place.region}.${place.dnsSuffix}/${known.name === '$default' ? '' : known.name}`;
const namedIn = (service, prefix) => (known, place) => place.arn(service, `${prefix}${known.name}`);

const TYPES = {
  aws_lambda_function: {
    arn: functionArn,
    invoke_arn: invokeArn,
    qualified_arn: (known, place) => `${functionArn(known, place)}:$LATEST`,
    version: () => '$LATEST',
  },
  aws_lambda_function_url: {
    function_arn: functionArn,
    url_id: (_known, _place, { hex }) => hex,
    function_url: (_known, place, { hex }) => `https://${hex}.lambda-url.${place.region}.on.aws/`,
  },
  aws_lambda_alias: { arn: (known, place) => `${functionArn(known, place)}:${known.name}` },
  aws_lambda_permission: { id: (known) => known.statement_id },
  aws_lambda_event_source_mapping: {
    uuid: (_known, _place, { uuid }) => uuid,
    id: (_known, _place, { uuid }) => uuid,
    arn: (_known, place, { uuid }) => place.arn('lambda', `event-source-mapping:${uuid}`),
    function_arn: functionArn,
  },
  aws_iam_role: {
    arn: (known, place) => place.globalArn('iam', `role${known.path ?? '/'}${known.name}`),
    unique_id: (_known, _place, { hex }) => `AROA${hex.toUpperCase()}`,
  },
  aws_iam_policy: {
    arn: (known, place) => place.globalArn('iam', `policy${known.path ?? '/'}${known.name}`),
  },
  aws_iam_role_policy: { id: (known) => `${known.role}:${known.name}` },
  aws_ssm_parameter: {
    arn: parameterArn,
    tier: () => 'Standard',
    data_type: () => 'text',
    version: () => 1,
  },
  aws_secretsmanager_secret: { arn: secretArn, id: secretArn },
  aws_s3_bucket: {
    arn: bucketArn,
    bucket_domain_name: bucketDomain,
    bucket_regional_domain_name: bucketDomain,
    bucket_region: (_known, place) => place.region,
  },
  aws_sqs_queue: { arn: namedIn('sqs', ''), url: queueUrl, id: queueUrl },
  aws_sns_topic: { arn: namedIn('sns', ''), id: namedIn('sns', '') },
  aws_sns_topic_subscription: { arn: (known, _place, { uuid }) => `${known.topic_arn}:${uuid}` },
  aws_cloudwatch_log_group: { arn: namedIn('logs', 'log-group:') },
  aws_cloudwatch_metric_alarm: {
    arn: (known, place) => place.arn('cloudwatch', `alarm:${known.alarm_name}`),
    id: (known) => known.alarm_name,
  },
  // Dashboards belong to the account, not to a region.
  aws_cloudwatch_dashboard: {
    dashboard_arn: (known, place) =>
      `arn:${place.partition}:cloudwatch::${ACCOUNT_ID}:dashboard/${known.dashboard_name}`,
  },
  aws_cloudwatch_event_rule: { arn: namedIn('events', 'rule/') },
  aws_kms_key: {
    key_id: (_known, _place, { uuid }) => uuid,
    id: (_known, _place, { uuid }) => uuid,
    arn: newKeyArn,
  },
  aws_kms_alias: { arn: namedIn('kms', ''), target_key_arn: (known) => known.target_key_id },
  aws_apigatewayv2_api: {
    id: (_known, _place, { hex }) => hex,
    arn: (_known, place, { hex }) =>
      `arn:${place.partition}:apigateway:${place.region}::/apis/${hex}`,
    api_endpoint: (_known, place, { hex }) =>
      `https://${hex}.execute-api.${place.region}.${place.dnsSuffix}`,
    execution_arn: (_known, place, { hex }) => place.arn('execute-api', hex),
  },
  aws_apigatewayv2_integration: { id: (_known, _place, { hex }) => hex },
  aws_apigatewayv2_route: { id: (_known, _place, { hex }) => hex },
  aws_apigatewayv2_stage: {
    id: (known) => known.name,
    invoke_url: stageUrl,
    execution_arn: (known, place) => place.arn('execute-api', `${known.api_id}/${known.name}`),
  },
  aws_sfn_state_machine: {
    arn: namedIn('states', 'stateMachine:'),
    id: namedIn('states', 'stateMachine:'),
  },
  aws_dynamodb_table: { arn: namedIn('dynamodb', 'table/') },

  'data.aws_caller_identity': {
    account_id: () => ACCOUNT_ID,
    id: () => ACCOUNT_ID,
    arn: (_known, place) => place.globalArn('iam', 'user/made-up-deployer'),
    user_id: () => 'AIDAMADEUP',
  },
  'data.aws_partition': {
    partition: (_known, place) => place.partition,
    id: (_known, place) => place.partition,
    dns_suffix: (_known, place) => place.dnsSuffix,
    reverse_dns_prefix: (_known, place) => place.dnsSuffix.split('.').reverse().join('.'),
  },
  'data.aws_region': {
    name: (known) => known.region,
    id: (known) => known.region,
    endpoint: (known) => `ec2.${known.region}.amazonaws.com`,
  },
  'data.aws_iam_policy_document': {
    json: (known) => renderPolicyDocument(known),
    minified_json: (known) => renderPolicyDocument(known, 0),
  },
  'data.aws_ssm_parameter': {
    arn: parameterArn,
    value: () => 'made-up-value',
    type: () => 'String',
    version: () => 1,
  },
  'data.aws_secretsmanager_secret': { arn: secretArn, id: secretArn },
  'data.aws_secretsmanager_secret_version': {
    arn: (known) => known.secret_id,
    secret_string: () => 'made-up-value',
  },
  'data.aws_s3_bucket': {
    arn: bucketArn,
    bucket_regional_domain_name: bucketDomain,
    bucket_region: (_known, place) => place.region,
  },
  'data.aws_kms_key': { arn: keyArnOf },
  'data.aws_kms_alias': { arn: namedIn('kms', ''), target_key_arn: newKeyArn },
};

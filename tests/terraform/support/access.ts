/** Who may do what: what each role must be able to do, and that it can do nothing else. */
import type { Deployment, Resource } from './deployment.ts';
import { ofType, textAt } from './deployment.ts';
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
  type Place,
} from './facts.ts';
import { instanceOf } from './instance.ts';
import { isAllowed, type Policy, type Statement } from './iam.ts';
import {
  aboutAnything,
  ask,
  aboutGateway,
  asks,
  keysIn,
  neighbourOf,
  rulesKey,
  URL_CONTEXTS,
  via,
  VPC_ACTIONS,
  worldOf,
  type Ask,
} from './world.ts';

/** What a function must be able to do; the whole list. */
function neededByFunction(facts: Facts, one: FunctionFacts, keyArn: string): readonly Ask[] {
  const name = functionName(facts, one.id);
  const rulesBucket = madeBucket(facts, one.id, 'rules');
  const { input, output, lookups = [] } = one;
  const outputs = output ? [output, ...lookups] : [];
  const everyPrefix = (bucket: string): readonly Ask[] =>
    worldOf(facts, keyArn).filter(
      ({ request }) =>
        request.action === 's3:ListBucket' && request.resource === bucketArn(facts, bucket),
    );
  return [
    ...asks(
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      [arn(facts, 'logs', `log-group:/aws/lambda/${name}:log-stream:x`)],
    ),
    ...neededSecrets(facts, one),
    ...neededOfKey(facts, one, keyArn),
    ...(one.rules === 'bucket'
      ? [
          ask('s3:GetObject', bucketArn(facts, rulesBucket, rulesKey(facts, one))),
          ask('s3:ListBucket', bucketArn(facts, rulesBucket), {
            's3:prefix': rulesKey(facts, one),
          }),
        ]
      : []),
    ...(facts.hasTracing ? asks(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], ['*']) : []),
    // From Lambda itself and from another function's name: from the code of this one they are denied.
    ...(facts.hasVpc ? asks(VPC_ACTIONS, ['*'], [{}, ...otherSources(facts, one)]) : []),
    ...(input
      ? [
          ...asks(
            ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
            [arn(facts, 'sqs', `${name}-files`)],
          ),
          ...asks(['s3:GetObject', 's3:GetObjectVersion'], objectsUnder(facts, input)),
          ...everyPrefix(input.bucket),
        ]
      : []),
    ...outputs.flatMap((place) => [
      ...asks(
        ['s3:PutObject', 's3:AbortMultipartUpload', 's3:GetObject'],
        objectsUnder(facts, place),
      ),
      ...everyPrefix(place.bucket),
    ]),
  ];
}

function objectsUnder(
  facts: Facts,
  { bucket, prefix }: Pick<Place, 'bucket' | 'prefix'>,
): readonly string[] {
  return keysIn(facts)
    .filter((key) => key.startsWith(prefix))
    .map((key) => bucketArn(facts, bucket, key));
}

function otherSources(
  facts: Facts,
  one: FunctionFacts,
): readonly Readonly<Record<string, string>>[] {
  return facts.functions
    .filter(({ id }) => id !== one.id)
    .map(({ id }) => ({ 'lambda:SourceFunctionArn': functionArn(facts, id) }));
}

function neededSecrets(facts: Facts, { id, kind }: FunctionFacts): readonly Ask[] {
  const { configuration, secrets } = storedProperties(kind);
  const isManager = facts.store === 'SECRETS_MANAGER';
  // Identifiers may be kept as either.
  const either = configuration.filter((name) => name === 'ACCOUNT_ID' || name === 'CLIENT_ID');
  const full = (some: readonly string[]): readonly string[] =>
    [namespaceOf(facts, id), facts.sharedPrefix].flatMap((prefix) =>
      some.map((name) => `${prefix}${name}`),
    );
  return [
    ...asks(
      ['ssm:GetParameter', 'ssm:GetParameters'],
      full(isManager ? configuration : [...configuration, ...secrets]).map((name) =>
        parameterArn(facts, name),
      ),
    ),
    ...(isManager
      ? [
          ...asks(
            ['secretsmanager:GetSecretValue'],
            full([...secrets, ...either]).map((name) => secretArn(facts, name)),
          ),
          ask('secretsmanager:BatchGetSecretValue', '*'),
        ]
      : []),
  ];
}

function neededOfKey(facts: Facts, one: FunctionFacts, keyArn: string): readonly Ask[] {
  if (facts.key === 'none') return [];
  const services = [
    'lambda',
    'ssm',
    ...(facts.store === 'SECRETS_MANAGER' ? ['secretsmanager'] : []),
    ...(one.kind === 'bulk' ? ['s3', 'sqs'] : one.rules === 'bucket' ? ['s3'] : []),
  ];
  const actions = one.kind === 'bulk' ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'];
  return asks(
    actions,
    [keyArn],
    services.map((service) => via(facts, service)),
  );
}

/** What the caller role must be able to do from an address that may call; the whole list. */
function neededByCaller(facts: Facts, keyArn: string): readonly Ask[] {
  const apis = facts.functions
    .filter(({ kind }) => kind === 'api')
    .map(({ id }) => functionArn(facts, id));
  const outputs = facts.functions.flatMap(({ output }) => output ?? []);
  const hasUrls = facts.front === 'FUNCTION_URL';
  return [
    ...(hasUrls ? asks(['lambda:InvokeFunctionUrl'], apis, [URL_CONTEXTS.signed]) : []),
    ...(hasUrls ? asks(['lambda:InvokeFunction'], apis, [URL_CONTEXTS.throughUrl]) : []),
    ...worldOf(facts, keyArn).filter(({ request: { action, resource, context = {} } }) =>
      outputs.some(({ bucket, prefix }) =>
        action === 's3:ListBucket'
          ? resource === bucketArn(facts, bucket) &&
            (prefix === '' || String(context['s3:prefix'] ?? '').startsWith(prefix))
          : action === 's3:GetObject' && resource.startsWith(bucketArn(facts, bucket, prefix)),
      ),
    ),
    ...(facts.key !== 'none' && outputs.length > 0
      ? [ask('kms:Decrypt', keyArn, via(facts, 's3'))]
      : []),
  ];
}

/** What the roles of an instance can do but should not, and the other way round. */
export function accessFindings(facts: Facts, deployment: Deployment): readonly string[] {
  const keyArn = keyArnOf(facts, deployment);
  const gateways = instanceOf(facts, deployment).resources.filter(
    ({ type }) => type === 'aws_apigatewayv2_api',
  );
  const gatewayAsks = gateways.flatMap((one) => aboutGateway(textAt(one, 'execution_arn')));
  const reads = gatewayAsks.filter(({ label }) => /\/(GET|HEAD)\//.test(label));
  const universe = [
    ...gatewayAsks,
    ...worldOf(facts, keyArn),
    ...aboutAnything(facts),
    ...worldOf(neighbourOf(facts), `${keyArn}-other`),
  ];
  const allowed = facts.ipBlocks?.[0]?.replace('0/24', '9') ?? '198.51.100.9';
  const roles = [
    ...facts.functions.map((one) => ({
      id: one.id,
      needed: neededByFunction(facts, one, keyArn),
      context: {},
    })),
    {
      id: 'caller',
      needed: [...reads, ...neededByCaller(facts, keyArn)],
      context: { 'aws:SourceIp': allowed },
    },
    ...(facts.ipBlocks === undefined
      ? []
      : ['203.0.113.9', undefined].map((address) => ({
          id: 'caller',
          // S3 uses the key on the caller's behalf, from an address of its own.
          needed: neededByCaller(facts, keyArn).filter(
            ({ request }) => request.action === 'kms:Decrypt',
          ),
          context: address === undefined ? {} : { 'aws:SourceIp': address },
        }))),
  ];
  return roles.flatMap(({ id, needed, context }) => {
    const wanted = new Set(needed.map(({ label }) => label));
    const known = new Set(universe.map(({ label }) => label));
    const strange = [...wanted].filter((label) => !known.has(label));
    if (strange.length > 0) throw new Error(`nobody asks ${strange.join('; ')}`);
    const judge = judgeOf(facts, deployment, id);
    return universe.flatMap((one) => {
      const may = judge({
        ...one.request,
        context: { ...SAFE, ...context, ...one.request.context },
      });
      if (may === wanted.has(one.label)) return [];
      return [`access: ${id} ${may ? 'may' : 'may not'} ${one.label}`];
    });
  });
}

const SAFE = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' } as const;

function keyArnOf(facts: Facts, deployment: Deployment): string {
  const made = ofType(deployment, 'aws_kms_key').find(({ address }) =>
    address.startsWith(`${facts.module}.`),
  );
  return made ? textAt(made, 'arn') : arn(facts, 'kms', 'key/11111111-2222-3333-4444-555555555555');
}

function judgeOf(
  facts: Facts,
  deployment: Deployment,
  id: string,
): (request: Ask['request']) => boolean {
  const role = `${facts.name}-${id}-${facts.region}`;
  const identity = ofType(deployment, 'aws_iam_role_policy')
    .filter((policy) => textAt(policy, 'role') === role)
    .map((policy) => JSON.parse(textAt(policy, 'policy')) as Policy);
  const resource = resourcePolicies(deployment);
  const principal = { kind: 'AWS', id: roleArn(facts, id) } as const;
  return (request) => isAllowed({ principal, ...request }, { identity, resource });
}

/** Of buckets, queues and functions. */
function resourcePolicies(deployment: Deployment): readonly Policy[] {
  const written = ['aws_s3_bucket_policy', 'aws_sqs_queue_policy'].flatMap((type) =>
    ofType(deployment, type).map((policy) => JSON.parse(textAt(policy, 'policy')) as Policy),
  );
  return [
    ...written,
    ...ofType(deployment, 'aws_lambda_permission').map((one) => toPolicy(deployment, one)),
  ];
}

/** What Lambda writes into the function's policy. */
function toPolicy(deployment: Deployment, permission: Resource): Policy {
  const {
    action,
    principal,
    function_url_auth_type: urlType,
    invoked_via_function_url: isViaUrl,
    source_arn: source,
  } = permission.values;
  const named = String(principal);
  const owner = ofType(deployment, 'aws_lambda_function').find(
    (one) => textAt(one, 'function_name') === textAt(permission, 'function_name'),
  );
  const statement: Statement = {
    Effect: 'Allow',
    Action: String(action),
    Principal: named.includes('amazonaws') ? { Service: named } : { AWS: named },
    Resource: owner === undefined ? 'none' : textAt(owner, 'arn'),
    Condition: {
      ...(typeof urlType === 'string' && {
        StringEquals: { 'lambda:FunctionUrlAuthType': urlType },
      }),
      ...(isViaUrl === true && { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }),
      ...(typeof source === 'string' && { ArnLike: { 'aws:SourceArn': source } }),
    },
  };
  return { Statement: statement };
}

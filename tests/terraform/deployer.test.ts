import { beforeAll, describe, expect, it } from 'vitest';
import { apply, initialize } from './support/apply.ts';
import { deployerCalls } from './support/deployer-calls.ts';
import type { Deployment } from './support/deployment.ts';
import { examples } from './support/examples.ts';
import { ACCOUNT, type Facts } from './support/facts.ts';
import { isAllowed, type Policy } from './support/iam.ts';
import { describeTerraform, useWorkspace } from './support/terraform.ts';
import { asks, neighbourOf, via, type Ask } from './support/world.ts';

const DEPLOYER = { kind: 'AWS', id: `arn:aws:iam::${ACCOUNT}:role/deployer` } as const;

/** Known by a made-up id, so that no ARN tells whose they are; conditions or nothing keeps them apart. */
const WITHOUT_NAME = /^aws_(lambda_event_source_mapping|kms_key|kms_alias|apigatewayv2_.+)$/;

describeTerraform('the policy of whoever deploys', () => {
  const workspace = useWorkspace();

  describe.each(['complete', 'bring-your-own'] as const)('of %s', (name) => {
    const example = examples[name];
    const [facts] = example.instances;
    let deployment: Deployment;
    let policy: Policy;
    beforeAll(async () => {
      await initialize(workspace(), example);
      deployment = await apply(workspace(), example);
      policy = JSON.parse(String(deployment.outputs['deployer_policy_json']?.value)) as Policy;
    }, 60_000);

    const may = ({ request }: Ask): boolean =>
      isAllowed({ principal: DEPLOYER, ...request }, { identity: [policy] });
    const labels = (some: readonly Ask[]): readonly string[] => some.map(({ label }) => label);

    it('knows the calls of every type that is made', () => {
      const types = new Set(deployment.resources.map(({ type }) => type));

      expect([...types].filter((type) => !(type in deployerCalls))).toEqual([]);
    });

    it('lets every call through', () => {
      const calls = deployment.resources.flatMap(
        (one) => deployerCalls[one.type]?.(one, facts) ?? [],
      );

      expect(calls.length).toBeGreaterThan(100);
      expect(labels(calls.filter((call) => !may(call)))).toEqual([]);
    });

    it('lets no call through to another instance', () => {
      const calls = deployment.resources
        .filter(({ type }) => !WITHOUT_NAME.test(type))
        .flatMap((one) => deployerCalls[one.type]?.(one, facts) ?? [])
        .filter(({ request }) => isOwn(facts, request.resource))
        .map((call) => ({
          ...call,
          request: { ...call.request, resource: moved(facts, call.request.resource) },
        }));

      expect(calls.length).toBeGreaterThan(100);
      expect(labels(calls.filter(may))).toEqual([]);
    });

    it('reads no secret, salt or file, and decrypts nothing itself', () => {
      const { region, partition, sharedPrefix, parameterPrefix } = facts;
      const arn = (service: string, resource: string): string =>
        `arn:${partition}:${service}:${region}:${ACCOUNT}:${resource}`;
      const forbidden = [
        ...asks(
          ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
          [arn('secretsmanager', `secret:${parameterPrefix}ZOOM_CLIENT_SECRET-AbCdEf`)],
        ),
        ...asks(
          ['ssm:GetParameter', 'ssm:PutParameter', 'ssm:DeleteParameter'],
          [sharedPrefix, parameterPrefix].flatMap((prefix) =>
            ['PSOXY_SALT', 'PSOXY_ENCRYPTION_KEY', 'SALT_IP'].map((name) =>
              arn('ssm', `parameter/${`${prefix}${name}`.replace(/^\//, '')}`),
            ),
          ),
        ),
        ...asks(
          ['s3:GetObject', 's3:GetObjectVersion'],
          [`arn:${partition}:s3:::${facts.name}-zoom-ai-01234567-input/drop/file.csv`],
        ),
        ...asks(['kms:Decrypt'], [arn('kms', 'key/x')], [{}, via(facts, 's3'), via(facts, 'sqs')]),
        ...asks(
          ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'],
          [arn('lambda', `function:${facts.name}-zoom`)],
        ),
        ...asks(['sqs:ReceiveMessage'], [arn('sqs', `${facts.name}-zoom-ai-files`)]),
        ...asks(
          ['iam:PassRole'],
          [`arn:${partition}:iam::${ACCOUNT}:role${facts.iamPath}${facts.name}-zoom-${region}`],
          [{ 'iam:PassedToService': 'ec2.amazonaws.com' }],
        ),
        ...asks(
          ['iam:AttachRolePolicy', 'sts:AssumeRole'],
          [`arn:${partition}:iam::${ACCOUNT}:role${facts.iamPath}${facts.name}-caller-${region}`],
        ),
      ];

      expect(labels(forbidden.filter(may))).toEqual([]);
    });
  });
});

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

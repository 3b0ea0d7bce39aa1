import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { apply, initialize, plan, type Change } from './support/apply.ts';
import { findings } from './support/checks.ts';
import type { Deployment } from './support/deployment.ts';
import { examples, zoomIn } from './support/examples.ts';
import { describeTerraform, useWorkspace, type Workspace } from './support/terraform.ts';

const { zoom } = examples;
const MAIN = `${zoom.folder}/main.tf`;
const STATE = `${zoom.folder}/terraform.tfstate`;

const actionsOf = (changes: readonly Change[]): readonly (readonly [string, string])[] =>
  changes.map(({ address, change }) => [address, change.actions.join()] as const);

describeTerraform('the life of the Zoom example', () => {
  const workspace = useWorkspace();
  let deployed: Deployment;
  let applied: Workspace;
  beforeAll(async () => {
    await initialize(workspace(), zoom);
    deployed = await apply(workspace(), zoom);
    applied = workspace().copy();
  }, 60_000);

  it('makes 22 resources for the API with its caller role, and 32 for the files', () => {
    const ofFiles = deployed.resources.filter(({ address }) => address.includes('module.bulk'));

    expect(ofFiles).toHaveLength(32);
    expect(deployed.resources).toHaveLength(22 + 32);
  });

  it('has nothing left to do after the first apply', async () => {
    expect(await plan(applied, zoom)).toEqual([]);
  });

  it('keeps no secret and no placeholder in its state, its plan or its outputs', async () => {
    const printed = await applied.succeed(zoom.folder, ['show', '-json']);

    for (const text of [deployed.text, printed]) expect(text).not.toMatch(/fill.?me/i);
    const secrets = deployed.resources.filter(({ values }) => values['type'] === 'SecureString');
    expect(
      secrets.map(({ values }) => [values['value'], values['value_wo'], values['has_value_wo']]),
    ).toEqual(secrets.map(() => [null, null, true]));
    expect(secrets).toHaveLength(3);
  });

  it('writes every permission of a function into the plan, so that it can be read before it is given', async () => {
    const fresh = workspace().copy();
    writeFileSync(fresh.path(STATE), '');

    const planned = await plan(fresh, zoom);

    const policies = planned.filter(
      ({ type }) =>
        type === 'aws_iam_role_policy' ||
        type === 'aws_s3_bucket_policy' ||
        type === 'aws_sqs_queue_policy',
    );
    expect(policies).toHaveLength(3 + 2 + 2);
    expect(policies.filter(({ change }) => change.after_unknown['policy'] === true)).toEqual([]);
  });

  describe('a change', () => {
    it.each<[string, (copy: Workspace) => void, RegExp]>([
      [
        'of memory',
        (copy) => {
          copy.edit(MAIN, 'zoom = {}', 'zoom = { memory_mb = 1024 }');
        },
        /aws_lambda_function/,
      ],
      [
        'of rules',
        (copy) => {
          copy.edit(MAIN, 'zoom = {}', 'zoom = { rules = "endpoints: []" }');
        },
        /aws_ssm_parameter\.rules/,
      ],
      [
        'of tags',
        (copy) => {
          copy.edit(MAIN, '  name = var.name\n', '  name = var.name\n  tags = { team = "data" }\n');
        },
        /aws_s3_bucket\.this/,
      ],
      [
        'of callers',
        (copy) => {
          copy.edit(
            MAIN,
            '= var.test_principal_arns',
            '= ["arn:aws:iam::123456789012:role/admin"]',
          );
        },
        /caller_role\.aws_iam_role/,
      ],
      [
        'of the version',
        (copy) => {
          appendFileSync(copy.path('dist/api.zip'), 'newer');
        },
        /aws_lambda_function/,
      ],
      [
        'to a key',
        (copy) => {
          copy.edit(MAIN, '  name = var.name\n', '  name = var.name\n  kms  = { create = true }\n');
        },
        /aws_cloudwatch_log_group/,
      ],
    ])('%s replaces nothing and leaves filled secrets alone', async (_name, make, touched) => {
      const changed = applied.copy();
      make(changed);

      const changes = actionsOf(await plan(changed, zoom));

      expect(changes.some(([address]) => touched.test(address))).toBe(true);
      expect(changes.filter(([, actions]) => /delete/.test(actions))).toEqual([]);
      expect(
        changes.filter(
          ([address, actions]) =>
            /secrets.*aws_ssm_parameter/.test(address) &&
            !/of tags/.test(_name) &&
            actions !== 'no-op',
        ),
      ).toEqual([]);
    });

    it('of rules starts new containers, which is when rules are read', async () => {
      const changed = applied.copy();
      changed.edit(MAIN, 'zoom = {}', 'zoom = { rules = "endpoints: []" }');

      const found = (await plan(changed, zoom)).find(({ address }) =>
        /api\["zoom"\].*aws_lambda_function\.this/.test(address),
      );

      const [before, after] = [found?.change.before, found?.change.after].map(
        (values) => /"SCRIM_CONFIG_SHA":"([0-9a-f]{64})"/.exec(JSON.stringify(values))?.[1],
      );
      expect(before).toBeDefined();
      expect(after).toBeDefined();
      expect(after).not.toBe(before);
    });

    it('of the name is another instance', async () => {
      const renamed = applied.copy();
      renamed.edit(MAIN, '  name = var.name\n', '  name = "another"\n');

      const changes = new Map(actionsOf(await plan(renamed, zoom)));

      expect(
        changes.get('module.scrim.module.bulk["zoom-ai"].module.input[0].aws_s3_bucket.this'),
      ).toBe('delete,create');
      expect(
        changes.get('module.scrim.module.api["zoom"].module.function.aws_lambda_function.this'),
      ).toBe('delete,create');
    });
  });

  it.each([
    ['30 days in the input bucket and 720 in the output bucket', '', [30, 720]],
    ['for ever, where days are 0', 'input_expiration_days = 0, output_expiration_days = 0', [0, 0]],
    [
      'for the default time, where days are null, which Terraform takes for left out',
      'input_expiration_days = null, output_expiration_days = null',
      [30, 720],
    ],
    ['a day, where days are 1', 'input_expiration_days = 1, output_expiration_days = 1', [1, 1]],
  ])('keeps files %s', async (_name, settings, days) => {
    const fresh = workspace().copy();
    writeFileSync(fresh.path(STATE), '');
    fresh.edit(MAIN, '"zoom-ai-metrics" }', `"zoom-ai-metrics", ${settings} }`);

    const planned = await plan(fresh, zoom);

    const rules = planned
      .filter(({ type }) => type === 'aws_s3_bucket_lifecycle_configuration')
      .map(({ address, change }) => [/input|output/.exec(address)?.[0], daysIn(change.after)]);
    expect(Object.fromEntries(rules)).toEqual({ input: days[0], output: days[1] });
  });

  it('is destroyed', async () => {
    const doomed = applied.copy();

    await doomed.succeed(zoom.folder, ['destroy', '-auto-approve', '-input=false']);

    expect(JSON.parse(readFileSync(doomed.path(STATE), 'utf8'))).toMatchObject({ resources: [] });
  });

  it.each([
    ['us-gov-west-1', 'aws-us-gov'],
    ['cn-north-1', 'aws-cn'],
  ])('holds all that in %s', async (region, partition) => {
    const elsewhere = workspace().copy();
    writeFileSync(elsewhere.path(STATE), '');
    const example = zoomIn(region, partition);
    await initialize(elsewhere, example);

    const found = findings(example.instances, await apply(elsewhere, example));

    expect(found).toEqual([]);
  });
});

/** Days after which a planned lifecycle rule deletes files; 0 without such a rule. */
function daysIn(lifecycle: Change['change']['after']): number {
  const [rule] = lifecycle?.['rule'] as { expiration: readonly { days: number }[] }[];
  return rule?.expiration[0]?.days ?? 0;
}

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, initialize } from './support/apply.ts';
import { textAt, type Deployment } from './support/deployment.ts';
import { examples, zoomIn } from './support/examples.ts';
import {
  functionName,
  madeBucket,
  namespaceOf,
  roleArn,
  storedProperties,
  type Facts,
} from './support/facts.ts';
import { describeTerraform, useWorkspace } from './support/terraform.ts';

const NAMED = ['name', 'function_name', 'bucket', 'alarm_name', 'dashboard_name'] as const;

/** Parts of a thing carry its name; these are things. */
const THINGS =
  /^aws_(lambda_function|iam_role|cloudwatch_log_group|ssm_parameter|secretsmanager_secret|s3_bucket|sqs_queue|sns_topic|cloudwatch_metric_alarm|cloudwatch_dashboard|kms_alias)$/;
/** Known in the whole account, or in the whole world, and not in one region. */
const WITHOUT_REGION = /^aws_(iam_role|s3_bucket|cloudwatch_dashboard)$/;

function namesIn(deployment: Deployment, types = THINGS): readonly string[] {
  return deployment.resources
    .filter(({ type }) => types.test(type))
    .map(
      (one) =>
        `${one.type} ${NAMED.map((name) => textAt(one, name)).find((text) => text !== '') ?? 'without a name'}`,
    );
}

function doubled(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

describeTerraform('two instances', () => {
  const workspace = useWorkspace();

  it('side by side share no name', async () => {
    const example = examples['two-instances'];
    await initialize(workspace(), example);

    const names = namesIn(await apply(workspace(), example));

    expect(names.length).toBeGreaterThan(60);
    expect(doubled(names)).toEqual([]);
    expect(names.filter((name) => !/first|second/.test(name))).toEqual([]);
  }, 60_000);

  it('of one name in two regions share none of the names that belong to no region', async () => {
    const names: string[] = [];
    for (const region of ['eu-central-1', 'eu-west-1']) {
      const example = zoomIn(region, 'aws');
      const copy = workspace().copy();
      await initialize(copy, example);
      names.push(...namesIn(await apply(copy, example), WITHOUT_REGION));
    }

    expect(names).toHaveLength(2 * (3 + 2));
    expect(doubled(names)).toEqual([]);
  }, 60_000);
});

describe('the naming rules', () => {
  const letter = fc.constantFrom('a', 'b', 'z');
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '1'), minLength: 1, maxLength: 5 });
  const name = fc.tuple(letter, word).map((parts) => parts.join(''));
  const id = fc
    .tuple(letter, fc.array(word, { maxLength: 3 }))
    .map(([first, rest]) => [first, ...rest].join('-'));
  const REGIONS = ['eu-central-1', 'us-east-1', 'us-gov-west-1'];
  const instance = fc.record({
    name,
    ids: fc.uniqueArray(id, { minLength: 1, maxLength: 4 }),
    region: fc.constantFrom(...REGIONS),
  });

  it('give no two things of any instances one name', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(instance, {
          minLength: 2,
          maxLength: 3,
          selector: ({ name: own, region }) => `${own} ${region}`,
        }),
        (instances) => {
          const all = instances.flatMap(({ name: own, ids, region }) => {
            const facts = {
              ...examples.zoom.instances[0],
              name: own,
              region,
              parameterPrefix: `/scrim/${own}/`,
            };
            return ids.flatMap((one) => namesOf(facts, one));
          });

          expect(doubled(all)).toEqual([]);
        },
      ),
    );
  });

  it('are short enough for AWS', () => {
    const facts = {
      ...examples.zoom.instances[0],
      name: 'abcdefghijklmnop',
      region: 'ap-southeast-1',
    };
    const longest = 'abcdefghijklmnopqrstuvwx';

    expect(functionName(facts, longest).length).toBeLessThanOrEqual(64);
    expect(roleArn(facts, longest).split('/').at(-1)?.length).toBeLessThanOrEqual(64);
    expect(`${functionName(facts, longest)}-files`.length).toBeLessThanOrEqual(80);
    expect(madeBucket(facts, longest, 'output').length).toBeLessThanOrEqual(63);
  });

  it('let no property of one function be read as one of another', () => {
    const { configuration, secrets } = storedProperties('api');
    const properties = [...configuration, ...secrets];

    expect(
      properties.filter((one) =>
        properties.some((other) => one !== other && one.endsWith(`_${other}`)),
      ),
    ).toEqual([]);
  });
});

function namesOf(facts: Facts, id: string): readonly string[] {
  const name = functionName(facts, id);
  return [
    `function ${facts.region} ${name}`,
    `role ${roleArn(facts, id)}`,
    ...['files', 'dead'].map((queue) => `queue ${facts.region} ${name}-${queue}`),
    ...['input', 'output', 'rules'].map((kind) => `bucket ${madeBucket(facts, id, kind)}`),
    `parameter ${facts.region} ${namespaceOf(facts, id)}CLIENT_ID`,
  ];
}

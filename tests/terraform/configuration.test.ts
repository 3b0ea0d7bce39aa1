import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { sourceFindings } from './support/check-sources.ts';
import { blocksOf, readSources, TERRAFORM } from './support/sources.ts';
import { describeTerraform, useWorkspace } from './support/terraform.ts';

const foldersIn = (kind: string): readonly string[] =>
  readdirSync(`${TERRAFORM}/${kind}`).map((name) => `terraform/${kind}/${name}`);
const ROOTS = ['terraform', ...foldersIn('modules'), ...foldersIn('examples')];

const sources = readSources('.tf');
const blocks = [...sources].flatMap(([file, text]) =>
  blocksOf(text).map((block) => ({ file, ...block })),
);

describe('the configuration as it is written', () => {
  const everything = [...sources.values()].join('\n');

  it('takes no provider but hashicorp/aws, from the first version that can do it, in one place', () => {
    const requirements = blocks.filter(({ kind }) => kind === 'terraform');

    expect(requirements.map(({ file }) => file)).toEqual(['versions.tf']);
    expect(requirements[0]?.body).toMatch(/required_version = ">= 1\.11"/);
    expect(
      [...everything.matchAll(/source\s+= "([a-z]+\/[a-z]+)"/g)].map(([, name]) => name),
    ).toEqual(['hashicorp/aws']);
    expect(everything).toMatch(/version = ">= 6\.28, < 7\.0"/);
    expect(
      new Set(
        blocks
          .filter(({ kind }) => kind === 'resource')
          .map(({ labels: [type = ''] }) => type.split('_')[0]),
      ),
    ).toEqual(new Set(['aws']));
  });

  it('reads nothing at plan time but account, partition and region', () => {
    const read = blocks.filter(({ kind }) => kind === 'data').map(({ labels }) => labels[0]);

    expect(read.sort()).toEqual(['aws_caller_identity', 'aws_partition', 'aws_region']);
  });

  it('runs nothing, lets no secret through, never writes over one, and names no partition', () => {
    expect(sourceFindings(sources)).toEqual([]);
  });

  it('has no variable for a secret', () => {
    const variables = blocks
      .filter(({ kind }) => kind === 'variable')
      .flatMap(({ labels }) => labels);

    expect(
      variables.filter((name) => /salt|password|client_secret|token|encryption/.test(name)),
    ).toEqual([]);
  });

  it('describes every variable and output', () => {
    const mute = blocks
      .filter(({ kind }) => kind === 'variable' || kind === 'output')
      .filter(({ body }) => !/^ {2}description\s*= ".{6,}"$/m.test(body));

    expect(mute.map(({ file, labels }) => `${file} ${labels.join()}`)).toEqual([]);
  });

  it('has no variable that nothing uses', () => {
    const folderOf = (file: string): string => file.replace(/[^/]+$/, '');
    const unused = blocks
      .filter(({ kind }) => kind === 'variable')
      .filter(
        ({ file, labels: [name = ''] }) =>
          !blocks.some(
            (other) =>
              folderOf(other.file) === folderOf(file) &&
              !(other.kind === 'variable' && other.labels[0] === name) &&
              new RegExp(`\\bvar\\.${name}\\b`).test(other.body),
          ),
      );

    expect(unused.map(({ file, labels }) => `${file} ${labels.join()}`)).toEqual([]);
  });

  describe('in git', () => {
    const git = (...args: readonly string[]): string =>
      spawnSync('git', args, { cwd: TERRAFORM, encoding: 'utf8' }).stdout;
    const isIgnored = (file: string): boolean => git('check-ignore', '--no-index', file) !== '';

    it('has no lock file, since whoever applies an example makes and commits their own', () => {
      const tracked = git('ls-files').split('\n');

      expect(tracked).toContain('versions.tf');
      expect(tracked.filter((file) => /^(?!examples\/).*\.lock\.hcl$/.test(file))).toEqual([]);
    });

    it.each(readdirSync(`${TERRAFORM}/examples`))(
      'lets whoever applies %s keep lock file and settings, and neither state nor plan',
      (name) => {
        const files = ['.terraform.lock.hcl', 'terraform.tfvars', 'backend.tf'];
        const passing = [
          'terraform.tfstate',
          'terraform.tfstate.backup',
          'plan.bin',
          '.terraform/x',
        ];
        const inExample = (file: string): string => `examples/${name}/${file}`;

        expect(files.map(inExample).filter(isIgnored)).toEqual([]);
        expect(passing.map(inExample).filter((file) => !isIgnored(file))).toEqual([]);
      },
    );

    it('keeps out what checks leave in modules', () => {
      const left = ['.terraform.lock.hcl', 'terraform.tfstate'];
      const files = left.flatMap((file) => [file, `modules/api/${file}`]);

      expect(files.filter((file) => !isIgnored(file))).toEqual([]);
    });
  });
});

describeTerraform('the configuration, read by terraform', () => {
  const workspace = useWorkspace();
  beforeAll(async () => {
    for (const root of ROOTS)
      await workspace().succeed(root, ['init', '-backend=false', '-input=false']);
  }, 60_000);

  it('is formatted', async () => {
    await workspace().succeed('terraform', ['fmt', '-check', '-recursive', '-diff']);
  });

  it.each(ROOTS)('%s is valid', async (root) => {
    await workspace().succeed(root, ['validate']);
  });

  it.each(['terraform', 'terraform/examples/complete', 'terraform/examples/bring-your-own'])(
    '%s is valid for the oldest provider that it allows',
    async (root) => {
      await workspace().succeed(root, ['validate'], { floor: true });
    },
  );

  it('needs no provider to print what a deployer needs', async () => {
    const place = 'terraform/modules/deployer-policy';

    await workspace().succeed(place, ['apply', '-auto-approve', '-input=false', '-var=name=demo']);

    const printed = await workspace().succeed(place, ['output', '-raw', 'json']);
    expect(JSON.parse(printed)).toMatchObject({ Version: '2012-10-17' });
    expect(await workspace().succeed(place, ['providers'])).not.toMatch(/registry/);
  });
});

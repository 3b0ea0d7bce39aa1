import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { faults, tooNew, warnings, type Fault } from './standin-faults.ts';
import { describeTerraform, useWorkspace, type Workspace } from './support/terraform.ts';

const KIT = new URL('standin/', import.meta.url);
const readSchema = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`schema/${name}`, KIT), 'utf8'));

interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  readonly range?: { readonly filename: string };
}

/** What `validate` says about each case; all stand in one configuration, each in a module of its own. */
async function judge(
  workspace: Workspace,
  cases: readonly Fault[],
  floor = false,
): Promise<ReadonlyMap<Fault, readonly Diagnostic[]>> {
  const place = `faults-${String(cases.length)}-${String(floor)}`;
  const modules = cases.map((fault, index) => {
    mkdirSync(workspace.path(place, `case-${String(index)}`), { recursive: true });
    writeFileSync(workspace.path(place, `case-${String(index)}`, 'main.tf'), fault.hcl);
    const needsKey = fault.hcl.includes('variable "key"') ? '\n  key    = "k"' : '';
    return `module "case-${String(index)}" {\n  source = "./case-${String(index)}"${needsKey}\n}\n`;
  });
  const versions = readFileSync(workspace.path('terraform/versions.tf'), 'utf8');
  writeFileSync(workspace.path(place, 'main.tf'), `${versions}\n${modules.join('\n')}`);
  await workspace.succeed(place, ['init', '-input=false']);
  const { stdout } = await workspace.terraform(place, ['validate', '-json'], { floor });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
  return new Map(
    cases.map((fault, index) => [
      fault,
      diagnostics.filter(({ range }) => range?.filename.startsWith(`case-${String(index)}/`)),
    ]),
  );
}

const textOf = (found: readonly Diagnostic[]): string =>
  found.map(({ summary, detail }) => `${summary} ${detail}`.replaceAll(/\s+/g, ' ')).join('\n');

describeTerraform('the stand-in', () => {
  const workspace = useWorkspace();

  describe('refuses what the schema or AWS refuses, and nothing else', () => {
    // Terraform stops at a type that it does not know, so these are asked about alone.
    const alone = faults.filter(({ hcl }) => /aws_lamda|regions_of_old|kms_key\.none/.test(hcl));
    const judged = new Map<Fault, readonly Diagnostic[]>();
    beforeAll(async () => {
      const together = [...faults.filter((fault) => !alone.includes(fault)), ...warnings];
      for (const [fault, found] of await judge(workspace(), together)) judged.set(fault, found);
      for (const fault of alone) {
        for (const entry of await judge(workspace().copy(), [fault])) judged.set(...entry);
      }
    }, 60_000);

    it.each(faults)('$name', (fault) => {
      const found = judged.get(fault) ?? [];

      expect(textOf(found)).toMatch(fault.says ?? /^$/);
      expect(found.some(({ severity }) => severity === 'error')).toBe(fault.says !== undefined);
    });

    it.each(warnings)('$name is a warning', (fault) => {
      const found = judged.get(fault) ?? [];

      expect(textOf(found)).toMatch(fault.says ?? /^$/);
      expect(found.map(({ severity }) => severity)).toEqual(['warning']);
    });
  });

  it('refuses at the floor what came later, or was required then', async () => {
    const now = await judge(workspace(), tooNew);
    const then = await judge(workspace(), tooNew, true);

    for (const fault of tooNew) {
      expect(textOf(now.get(fault) ?? [])).toBe('');
      expect(textOf(then.get(fault) ?? [])).toMatch(fault.says ?? /^$/);
    }
  });

  it('keeps providers of two regions apart, and knows default tags at plan time', async () => {
    mkdirSync(workspace().path('regions'));
    writeFileSync(workspace().path('regions/main.tf'), TWO_REGIONS);
    await workspace().succeed('regions', ['init', '-input=false']);

    await workspace().succeed('regions', ['apply', '-auto-approve', '-input=false']);

    const printed = await workspace().succeed('regions', ['output', '-json', 'seen']);
    expect(JSON.parse(printed)).toEqual([
      'eu-west-1',
      'aws-us-gov',
      'arn:aws:sqs:eu-west-1:123456789012:q',
      'arn:aws-us-gov:sqs:us-gov-west-1:123456789012:q',
      { app: 'scrim', team: 'it' },
    ]);
  });

  it('writes no lock file, and leaves a committed one alone', async () => {
    const lock = workspace().path('terraform/modules/secrets/.terraform.lock.hcl');
    writeFileSync(lock, LOCK);

    await workspace().succeed('terraform/modules/secrets', ['init', '-input=false']);

    expect(readFileSync(lock, 'utf8')).toBe(LOCK);
  });

  it('passes on what terraform answers', () => {
    writeFileSync(workspace().path('broken.tf'), 'resource "aws_sqs_queue" {}');

    const { status, stderr } = tf([`-chdir=${workspace().folder}`, 'validate']);

    expect(status).toBe(1);
    expect(stderr).toMatch(/Missing name for resource/);
  });
});

describe('the kit of the stand-in', () => {
  it('says in one line that terraform is missing', () => {
    const { status, stderr } = tf(['version'], { TERRAFORM: 'no-such-terraform' });

    expect(status).toBe(127);
    expect(stderr).toBe('terraform is not on the PATH\n');
  });

  it('says where its schema is from, and under which licence', () => {
    const { notice, source } = readSchema('schema.json') as {
      notice: string[];
      source: { integrity: string };
    };

    expect(notice.join(' ')).toMatch(/Mozilla Public License 2\.0/);
    expect(source.integrity).toMatch(/^sha512-/);
  });

  it('has the types of types.json, no more and no less', () => {
    const { resources, data } = readSchema('schema.json') as Record<'resources' | 'data', object>;
    const types = readSchema('types.json') as Record<'resources' | 'data', string[]>;

    expect(Object.keys(resources)).toEqual([...types.resources].sort());
    expect(Object.keys(data)).toEqual([...types.data].sort());
  });

  it('has no rule, mark or floor for an argument that the schema lacks', () => {
    const { values, groups, replaces } = readSchema('rules.json') as {
      values: object;
      groups: Record<string, Record<string, string[][]>>;
      replaces: Record<string, string[]>;
    };
    const floor = readSchema('floor.json') as Record<'added_since' | 'required_then', string[]>;
    const { max_items: counted, ...marks } = readSchema('overlay.json') as Record<
      string,
      string[]
    > & { max_items: object };
    const grouped = Object.entries(groups).flatMap(([place, kinds]) =>
      Object.values(kinds)
        .flat(2)
        .map((name) => `${place}.${name}`),
    );
    const replacing = Object.entries(replaces).flatMap(([type, names]) =>
      names.map((name) => `${type}.${name}`),
    );
    const ofTypes = [...Object.keys(values), ...grouped, ...replacing].map((path) =>
      path.startsWith('data.') ? path : `resource.${path}`,
    );
    const paths = [
      ...ofTypes,
      ...floor.added_since,
      ...floor.required_then,
      ...['sensitive', 'write_only', 'deprecated', 'deprecated_blocks'].flatMap(
        (mark) => marks[mark] ?? [],
      ),
      ...Object.keys(counted),
    ];

    expect(paths.length).toBeGreaterThan(200);
    expect(paths.filter((path) => !isInSchema(path))).toEqual([]);
  });
});

interface SchemaBlock {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly block_types?: Readonly<Record<string, { readonly block: SchemaBlock }>>;
}

const schema = readSchema('schema.json') as Record<
  'resources' | 'data',
  Record<string, { block: SchemaBlock }>
>;

function isInSchema(path: string): boolean {
  const [kind = '', type = '', ...steps] = path.split('.');
  const name = steps.pop() ?? '';
  const top = schema[kind === 'data' ? 'data' : 'resources'][type]?.block;
  const block = steps.reduce<SchemaBlock | undefined>(
    (outer, step) => outer?.block_types?.[step]?.block,
    top,
  );
  return name in { ...block?.attributes, ...block?.block_types };
}

function tf(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { status: number | null; stderr: string } {
  return spawnSync(process.execPath, [fileURLToPath(new URL('tf.mjs', KIT)), ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
}

const TWO_REGIONS = `
provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = { app = "scrim", team = "data" }
  }
}

provider "aws" {
  alias  = "gov"
  region = "us-gov-west-1"
}

data "aws_region" "here" {}

data "aws_partition" "gov" {
  provider = aws.gov
}

resource "aws_sqs_queue" "here" {
  name = "q"
  tags = { team = "it" }
}

resource "aws_sqs_queue" "gov" {
  provider = aws.gov
  name     = "q"
}

output "seen" {
  value = [data.aws_region.here.region, data.aws_partition.gov.partition, aws_sqs_queue.here.arn, aws_sqs_queue.gov.arn, aws_sqs_queue.here.tags_all]
}
`;

const LOCK = `provider "registry.terraform.io/hashicorp/aws" {
  version = "6.66.0"
  hashes  = ["h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]
}
`;

import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { blocksOf, readSources, TERRAFORM } from './support/sources.ts';
import { describeTerraform, useWorkspace, type Workspace } from './support/terraform.ts';

/** Faults beside those of refusals.tftest.hcl: the other sides and borders of the same rules. */
const MORE: Readonly<Record<string, string>> = {
  name_of_one_letter: 'name = "a"',
  name_of_seventeen: 'name = "abcdefghijklmnopq"',
  name_with_capitals: 'name = "Acme"',
  name_that_starts_with_a_digit: 'name = "1acme"',
  api_id_with_two_hyphens: 'apis = { zoom--emea = {} }',
  api_id_of_25: 'apis = { abcdefghijklmnopqrstuvwxy = {} }',
  api_memory_too_large: 'apis = { zoom = { memory_mb = 10241 } }',
  api_memory_in_parts: 'apis = { zoom = { memory_mb = 512.5 } }',
  api_timeout_too_long: 'apis = { zoom = { timeout_seconds = 901 } }',
  api_environment_with_a_salt: 'apis = { zoom = { environment = { my_salt = "x" } } }',
  bulk_id_of_25: 'bulk = { abcdefghijklmnopqrstuvwxy = { source = "zoom-ai-metrics" } }',
  outputs_without_a_bucket: bulk(
    'additional_transforms_file = "./tests/files/outputs-without-bucket.yaml"',
  ),
  outputs_under_a_variable: bulk(
    'additional_transforms_file = "./tests/files/outputs-under-a-variable.yaml"',
  ),
  outputs_under_inputs: bulk(
    'input_bucket = "b", output_bucket = "b", input_prefix = "in/", output_prefix = "in/clean/"',
  ),
  inputs_under_outputs: bulk(
    'input_bucket = "b", output_bucket = "b", input_prefix = "out/in/", output_prefix = "out/"',
  ),
  outputs_under_inputs_of_another_entry:
    'bulk = { a = { source = "zoom-ai-metrics", input_bucket = "b", input_prefix = "in/" }, c = { source = "zoom-ai-metrics", output_bucket = "b", output_prefix = "in/clean/" } }',
  output_prefix_with_a_slash: bulk('output_prefix = "/out/"'),
  output_prefix_that_is_a_pattern: bulk('output_prefix = "out-?/"'),
  output_prefix_with_a_variable: bulk('output_prefix = "$${aws:username}/"'),
  input_prefix_with_a_variable: bulk('input_prefix = "in/$${*}"'),
  input_bucket_by_arn: bulk('input_bucket = "arn:aws:s3:::files-of-ours"'),
  input_bucket_of_nothing: bulk('input_bucket = ""'),
  output_bucket_that_is_a_pattern: bulk('output_bucket = "files-?"'),
  output_bucket_with_a_path: bulk('output_bucket = "files-of-ours/clean"'),
  every_file_and_an_ending: bulk('suffixes = ["", ".csv"]'),
  no_ending_at_all: bulk('suffixes = []'),
  ending_of_any_letter: bulk('suffixes = [".cs?"]'),
  writer_that_is_any_role: bulk('writer_arns = ["arn:aws:iam::123456789012:role/*"]'),
  output_that_expires_in_half_a_day: bulk('output_expiration_days = 0.5'),
  output_policy_without_statement: bulk('extra_output_policy_json = "{}"'),
  bulk_memory_too_large: bulk('memory_mb = 10241'),
  bulk_timeout_too_long: bulk('timeout_seconds = 901'),
  too_many_files_at_a_time: bulk('max_concurrency = 1001'),
  api_package_twice:
    'api_package = { path = "./versions.tf", bucket = "b", key = "k", sha256 = "s" }',
  api_package_with_a_bucket: 'api_package = { path = "./versions.tf", bucket = "b" }',
  api_package_with_a_key: 'api_package = { path = "./versions.tf", key = "k" }',
  api_package_with_a_version: 'api_package = { path = "./versions.tf", version = "v" }',
  api_package_with_a_hash: 'api_package = { path = "./versions.tf", sha256 = "s" }',
  api_package_without_a_bucket: 'api_package = { key = "k", sha256 = "s" }',
  api_package_without_its_hash: 'api_package = { bucket = "b", key = "k" }',
  api_package_in_any_bucket: 'api_package = { bucket = "b?", key = "k", sha256 = "s" }',
  api_package_with_a_variable:
    'api_package = { bucket = "b", key = "$${aws:username}.zip", sha256 = "s" }',
  bulk_package_twice:
    'bulk_package = { path = "./versions.tf", bucket = "b", key = "k", sha256 = "s" }',
  bulk_package_with_a_bucket: 'bulk_package = { path = "./versions.tf", bucket = "b" }',
  bulk_package_with_a_key: 'bulk_package = { path = "./versions.tf", key = "k" }',
  bulk_package_with_a_version: 'bulk_package = { path = "./versions.tf", version = "v" }',
  bulk_package_with_a_hash: 'bulk_package = { path = "./versions.tf", sha256 = "s" }',
  bulk_package_without_a_bucket: 'bulk_package = { key = "k", sha256 = "s" }',
  bulk_package_without_its_hash: 'bulk_package = { bucket = "b", key = "k" }',
  bulk_package_in_any_bucket: 'bulk_package = { bucket = "b?", key = "k", sha256 = "s" }',
  bulk_package_with_a_variable:
    'bulk_package = { bucket = "b", key = "$${aws:username}.zip", sha256 = "s" }',
  google_caller_of_twenty_digits: 'caller_gcp_service_account_ids = ["12345678901234567890"]',
  aws_caller_with_blanks:
    'caller_aws_principals = { p = { arn = "arn:aws:iam::210987654321:root", external_id = "a b" } }',
  aws_caller_that_is_any_role:
    'caller_aws_principals = { p = { arn = "arn:aws:iam::210987654321:role/*", external_id = "abc" } }',
  tester_that_is_any_user: 'test_principal_arns = ["arn:aws:iam::123456789012:user/?"]',
  parameters_of_nothing: 'parameter_prefix = ""',
  parameters_in_a_pattern: 'parameter_prefix = "/scrim/*/"',
  parameters_under_a_variable: 'parameter_prefix = "/$${aws:username}/"',
  shared_parameters_in_a_pattern: 'shared_parameter_prefix = "PSOXY?_"',
  every_key: 'kms = { key_arn = "arn:aws:kms:eu-central-1:123456789012:key/*" }',
  boundary_with_a_variable:
    'permissions_boundary_arn = "arn:aws:iam::123456789012:policy/$${aws:username}"',
  path_in_a_pattern: 'iam_path = "/*/"',
  vpc_without_groups: 'vpc = { subnet_ids = ["subnet-1"], security_group_ids = [] }',
};

function bulk(settings: string): string {
  return `bulk = { ai = { source = "zoom-ai-metrics", ${settings} } }`;
}

const ASSIGNMENT = /^\s*(\w+)\s*= (.*)$/gm;
const assignmentsIn = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(ASSIGNMENT)].map(([, name = '', value = '']) => [name, value] as const),
  );

const tests = readFileSync(`${TERRAFORM}/tests/refusals.tftest.hcl`, 'utf8');
const written = blocksOf(tests);
const common = assignmentsIn(written.find(({ kind }) => kind === 'variables')?.body ?? '');

/** A fault by its name, with all variables of its run. */
const cases: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ...written
    .filter(({ kind }) => kind === 'run')
    .map(({ labels: [name = ''], body }) => {
      const own = /^ {2}variables \{\n(.*?)^ {2}\}/ms.exec(body)?.[1] ?? '';
      return [name.replace('refuses_', ''), new Map([...common, ...assignmentsIn(own)])] as const;
    }),
  ...Object.entries(MORE).map(
    ([name, text]) => [name, new Map([...common, ...assignmentsIn(text)])] as const,
  ),
]);

/** Where each rule stands: `variables.tf:12`. */
const rules = [...readSources('.tf')]
  .filter(([file]) => /^variables.*\.tf$/.test(file))
  .flatMap(([file, text]) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        line === '  validation {' ? [`${file}:${String(index + 1)}`] : [],
      ),
  );

describeTerraform('what variables refuse', () => {
  const workspace = useWorkspace();
  const refusedBy = new Map<string, readonly string[]>();
  beforeAll(async () => {
    writeCase(workspace(), [...cases.keys()]);
    for (const [name, places] of await refusals(workspace(), 'validate'))
      refusedBy.set(name, places);
    // Rules about two variables are only judged by a plan.
    const left = [...cases.keys()].filter((name) => !refusedBy.has(name));
    writeCase(workspace(), left);
    for (const [name, places] of await refusals(workspace(), 'plan')) refusedBy.set(name, places);
  }, 60_000);

  it('refuses each fault by exactly one rule, so that no rule hides the loss of another', () => {
    const unclear = [...cases.keys()].filter((name) => refusedBy.get(name)?.length !== 1);

    expect(unclear).toEqual([]);
  });

  it('has a fault for each rule', () => {
    const used = new Set([...refusedBy.values()].flat());

    expect(rules.filter((rule) => !used.has(rule))).toEqual([]);
    expect(rules.length).toBeGreaterThan(60);
  });

  it('has a run with expect_failures for each rule', () => {
    const inRuns = [...refusedBy].filter(([name]) => tests.includes(`run "refuses_${name}"`));

    expect(rules.filter((rule) => !inRuns.some(([, places]) => places.includes(rule)))).toEqual([]);
  });
});

/** One configuration that uses the variables of the root module alone, once for each fault. */
function writeCase(workspace: Workspace, names: readonly string[]): void {
  const folder = workspace.path('refusals');
  mkdirSync(folder, { recursive: true });
  cpSync(workspace.path('terraform/versions.tf'), `${folder}/versions.tf`);
  cpSync(workspace.path('terraform/tests/files'), `${folder}/tests/files`, { recursive: true });
  mkdirSync(`${folder}/variables`, { recursive: true });
  for (const file of readSources('.tf').keys()) {
    if (/^(variables.*|names)\.tf$/.test(file))
      cpSync(workspace.path('terraform', file), `${folder}/variables/${file}`);
  }
  const modules = names.map((name) => {
    const lines = [...(cases.get(name) ?? [])].map(
      ([variable, value]) => `  ${variable} = ${value}\n`,
    );
    return `module "${name}" {\n  source = "./variables"\n${lines.join('')}}\n`;
  });
  writeFileSync(`${folder}/main.tf`, modules.join('\n'));
}

interface Diagnostic {
  readonly summary: string;
  readonly detail: string;
  readonly snippet?: { readonly context: string | null };
}

/** Fault → the rules that refuse it. */
async function refusals(
  workspace: Workspace,
  command: 'validate' | 'plan',
): Promise<ReadonlyMap<string, readonly string[]>> {
  await workspace.succeed('refusals', ['init', '-backend=false', '-input=false']);
  const { stdout } = await workspace.terraform('refusals', [command, '-json']);
  const diagnostics =
    command === 'validate'
      ? (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics
      : stdout
          .trim()
          .split('\n')
          .flatMap((line) => (JSON.parse(line) as { diagnostic?: Diagnostic }).diagnostic ?? []);
  const found = diagnostics.map(({ summary, detail, snippet }) => {
    const [, name = ''] = /^module "(\w+)"$/.exec(snippet?.context ?? '') ?? [];
    const [, file = '', line = ''] =
      /validation rule at variables\/([\w-]+\.tf):(\d+)/.exec(detail) ?? [];
    if (name === '' || file === '') throw new Error(`${summary}: ${detail}`);
    return [name, `${file}:${line}`] as const;
  });
  const names = new Set(found.map(([name]) => name));
  return new Map(
    [...names].map((name) => [
      name,
      found.filter(([one]) => one === name).map(([, place]) => place),
    ]),
  );
}

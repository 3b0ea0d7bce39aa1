import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutants } from './mutants.mjs';
import { kitFile } from './suite.mjs';

const VARIABLES = [
  '-var=name=demo',
  '-var=package={ bucket = "builds", key = "demo.zip" }',
  '-var=caller_role_arn=arn:aws:iam::123456789012:role/caller',
];

const LOCK = `provider "registry.terraform.io/hashicorp/aws" {
  version = "6.66.0"
  hashes  = ["h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]
}
`;

export async function checkSample(suite) {
  const folder = await copySample(suite);
  await checkConfiguration(suite, folder);
  await checkLife(suite, folder);
  for (const mutant of mutants)
    await suite.check(`sample mutant: ${mutant.name}`, () => kill(suite, mutant));
}

async function copySample({ newFolder, succeed }) {
  const folder = newFolder();
  cpSync(kitFile('sample'), folder, { recursive: true });
  await succeed(folder, ['init', '-backend=false', '-input=false']);
  return folder;
}

async function checkConfiguration({ check, succeed, standIn, atFloor }, folder) {
  await check('sample: is formatted', () => succeed(folder, ['fmt', '-check', '-recursive']));
  for (const [version, using] of [
    ['newest', standIn],
    ['oldest', atFloor],
  ]) {
    await check(`sample: is valid for the ${version} provider`, () =>
      succeed(folder, ['validate'], { using }),
    );
    await check(`sample: passes its tests with the ${version} provider`, async () => {
      assert.match(await succeed(folder, ['test'], { using }), /Success! 7 passed, 0 failed/);
    });
  }
  await check('sample: no lock file is written, and a committed one is left alone', async () => {
    const lockFile = join(folder, '.terraform.lock.hcl');
    assert.ok(!existsSync(lockFile));
    writeFileSync(lockFile, LOCK);
    await succeed(folder, ['init', '-input=false']);
    assert.equal(readFileSync(lockFile, 'utf8'), LOCK);
  });
  await check('sample: the notification waits for the queue policy', async () => {
    assert.match(
      await succeed(folder, ['graph']),
      /"aws_s3_bucket_notification\.files" -> "aws_sqs_queue_policy\.files"/,
    );
  });
}

async function checkLife({ check, plan, succeed }, folder) {
  await check('sample: applies', () =>
    succeed(folder, ['apply', '-auto-approve', '-input=false', ...VARIABLES]),
  );
  await check('sample: a second plan has nothing to do', () =>
    succeed(folder, ['plan', '-input=false', '-detailed-exitcode', ...VARIABLES]),
  );
  await check('sample: the write-only value is not in the state', () => {
    const state = readFileSync(join(folder, 'terraform.tfstate'), 'utf8');
    const { value, value_wo, has_value_wo } = JSON.parse(state).resources.find(
      ({ type }) => type === 'aws_ssm_parameter',
    ).instances[0].attributes;
    assert.ok(!state.includes('FILL_ME'));
    assert.deepEqual([value, value_wo, has_value_wo], [null, null, true]);
  });
  await check('sample: a new retention changes the log group in place', async () => {
    assert.deepEqual(changesIn(await plan(folder, [...VARIABLES, '-var=log_retention_days=60'])), {
      'aws_cloudwatch_log_group.this': 'update',
    });
  });
  await check('sample: a new name replaces what carries it', async () => {
    const changes = changesIn(await plan(folder, [...VARIABLES, '-var=name=other']));
    assert.equal(changes['aws_s3_bucket.files'], 'delete,create');
    assert.equal(changes['aws_ssm_parameter.secret'], 'delete,create');
  });
  await check('sample: is destroyed', () =>
    succeed(folder, ['destroy', '-auto-approve', '-input=false', ...VARIABLES]),
  );
}

function changesIn({ resource_changes: changes }) {
  const changed = changes.filter(({ change }) => change.actions[0] !== 'no-op');
  return Object.fromEntries(changed.map(({ address, change }) => [address, change.actions.join()]));
}

async function kill(suite, { file = 'main.tf', find, put, says }) {
  const folder = await copySample(suite);
  const text = readFileSync(join(folder, file), 'utf8');
  assert.ok(text.includes(find), 'the mutant no longer fits the sample');
  writeFileSync(join(folder, file), text.replace(find, put));
  const validated = await suite.terraform(folder, ['validate']);
  const { code, stdout, stderr } =
    validated.code === 0 ? await suite.terraform(folder, ['test']) : validated;
  assert.notEqual(code, 0, 'it survives');
  assert.match((stdout + stderr).replaceAll(/[\s│]+/g, ' '), says);
}

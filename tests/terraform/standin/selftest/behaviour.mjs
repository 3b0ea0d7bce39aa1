import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kitFile } from './suite.mjs';

const TWO_REGIONS = `
  provider "aws" { region = "eu-west-1" }
  provider "aws" {
    alias  = "gov"
    region = "us-gov-west-1"
  }
  data "aws_region" "here" {}
  data "aws_partition" "gov" { provider = aws.gov }
  resource "aws_sqs_queue" "here" { name = "q" }
  resource "aws_sqs_queue" "gov" {
    provider = aws.gov
    name     = "q"
  }
  output "seen" { value = [data.aws_region.here.region, data.aws_partition.gov.partition, aws_sqs_queue.here.arn, aws_sqs_queue.gov.arn] }`;

const DEFAULT_TAGS = `
  provider "aws" {
    default_tags {
      tags = { app = "scrim", team = "data" }
    }
  }
  resource "aws_sqs_queue" "q" { tags = { team = "it" } }`;

const POLICY_DOCUMENT = `
  data "aws_iam_policy_document" "d" {
    statement {
      sid       = "Read"
      actions   = ["s3:GetObject"]
      resources = ["arn:aws:s3:::b/&{aws:username}/*"]
      condition {
        test     = "Bool"
        variable = "aws:SecureTransport"
        values   = ["true"]
      }
      principals {
        type        = "AWS"
        identifiers = ["123456789012"]
      }
    }
  }
  output "policy" { value = jsondecode(data.aws_iam_policy_document.d.json) }`;

export async function checkBehaviour(suite) {
  await checkProvider(suite);
  await checkCommandLine(suite);
}

async function checkProvider({ check, configuration, plan, succeed }) {
  const outputAfterApply = async (hcl, name) => {
    const folder = await configuration(hcl);
    await succeed(folder, ['apply', '-auto-approve', '-input=false']);
    return JSON.parse(await succeed(folder, ['output', '-json', name]));
  };

  await check('providers in two regions do not mix', async () => {
    assert.deepEqual(await outputAfterApply(TWO_REGIONS, 'seen'), [
      'eu-west-1',
      'aws-us-gov',
      'arn:aws:sqs:eu-west-1:123456789012:q',
      'arn:aws-us-gov:sqs:us-gov-west-1:123456789012:q',
    ]);
  });
  await check('default tags are in tags_all at plan time', async () => {
    const [{ change }] = (await plan(await configuration(DEFAULT_TAGS))).resource_changes;
    assert.deepEqual(change.after.tags_all, { app: 'scrim', team: 'it' });
  });
  await check('a policy document means what was written', async () => {
    const {
      Version: version,
      Statement: [statement],
    } = await outputAfterApply(POLICY_DOCUMENT, 'policy');
    assert.equal(version, '2012-10-17');
    assert.deepEqual(statement, {
      Sid: 'Read',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::b/${aws:username}/*',
      Principal: { AWS: '123456789012' },
      Condition: { Bool: { 'aws:SecureTransport': 'true' } },
    });
  });
  await check('thirty runs in a row are steady', async () => {
    const folder = await configuration('resource "aws_sqs_queue" "q" {}');
    for (let run = 0; run < 30; run += 1) await succeed(folder, ['validate']);
  });
}

async function checkCommandLine({ check, newFolder }) {
  const tf = (args, env = {}) =>
    spawnSync(process.execPath, [kitFile('tf.mjs'), ...args], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });

  await check("the command line passes terraform's answer on", () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'main.tf'), 'resource "aws_sqs_queue" {}');
    const { status, stderr } = tf([`-chdir=${folder}`, 'validate']);
    assert.equal(status, 1);
    assert.match(stderr, /Missing name for resource/);
  });
  await check('a missing terraform is said in one line', () => {
    const { status, stderr } = tf(['version'], { TERRAFORM: 'no-such-terraform' });
    assert.equal(status, 127);
    assert.equal(stderr, 'terraform is not on the PATH\n');
  });
}

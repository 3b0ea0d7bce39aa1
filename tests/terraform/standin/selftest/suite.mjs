// What every part of the selftest works with: a counter, two stand-ins and a folder that is deleted at the end.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTerraform, startStandIn } from '../standin.mjs';

/** The configuration that every case needs before its own. */
export const VERSIONS = `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = ">= 6.28, < 7.0" }
  }
}
`;

export const kitFile = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
export const readSchemaFile = (name) => JSON.parse(readFileSync(kitFile(`schema/${name}`), 'utf8'));

export async function createSuite() {
  const standIn = await startStandIn();
  const atFloor = await startStandIn({ floor: true });
  const workplace = mkdtempSync(join(tmpdir(), 'standin-'));
  const count = { passed: 0, failed: 0 };

  const newFolder = () => mkdtempSync(join(workplace, 'case-'));
  const terraform = (cwd, args, { using = standIn } = {}) =>
    runTerraform(args, { standIn: using, cwd, env: { TF_CLI_ARGS: '-no-color' } });

  async function check(name, body) {
    try {
      await body();
      count.passed += 1;
    } catch (error) {
      count.failed += 1;
      console.log(
        `FAILED  ${name}\n        ${error.message.split('\n').slice(0, 12).join('\n        ')}`,
      );
    }
  }

  /** Runs terraform and returns what it printed; anything but exit code 0 is a failure. */
  async function succeed(cwd, args, options) {
    const run = await terraform(cwd, args, options);
    assert.equal(run.code, 0, `terraform ${args.join(' ')}: ${run.stdout}${run.stderr}`);
    return run.stdout;
  }

  /** A folder with this main.tf, initialized. */
  async function configuration(hcl) {
    const folder = newFolder();
    writeFileSync(join(folder, 'main.tf'), VERSIONS + hcl);
    await succeed(folder, ['init', '-input=false']);
    return folder;
  }

  async function plan(folder, args = []) {
    await succeed(folder, ['plan', '-input=false', '-out=plan.bin', ...args]);
    return JSON.parse(await succeed(folder, ['show', '-json', 'plan.bin']));
  }

  async function close() {
    rmSync(workplace, { recursive: true });
    await standIn.stop();
    await atFloor.stop();
  }

  return {
    count,
    standIn,
    atFloor,
    newFolder,
    terraform,
    check,
    succeed,
    configuration,
    plan,
    close,
  };
}

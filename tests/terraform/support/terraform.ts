/** The real terraform binary at work on a copy of the configuration, with the stand-in for the provider. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe } from 'vitest';
import { runTerraform, startStandIn, type Run, type StandIn } from '../standin/standin.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const INSTALL =
  'needs terraform 1.11 or later on the PATH: developer.hashicorp.com/terraform/install';

function isTerraformThere(): boolean {
  const { stdout } = spawnSync(process.env['TERRAFORM'] ?? 'terraform', ['version', '-json'], {
    encoding: 'utf8',
    env: { ...process.env, CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '/dev/null' },
  });
  const [, major = 0, minor = 0] = /"terraform_version": "(\d+)\.(\d+)\./.exec(stdout) ?? [];
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 11);
}

/** A suite that needs the binary. Without it the tests are counted as skipped, by a name that says what to install. */
export function describeTerraform(name: string, body: () => void): void {
  if (isTerraformThere()) describe(name, body);
  else describe.skip(`${name} (${INSTALL})`, body);
}

/** A copy of `terraform/`, `rules/` and two placeholder zips, in which terraform may write. */
export interface Workspace {
  readonly folder: string;
  readonly path: (...names: readonly string[]) => string;
  /** Runs terraform in a folder of the copy. */
  readonly terraform: (
    place: string,
    args: readonly string[],
    options?: { readonly floor?: boolean; readonly env?: Readonly<Record<string, string>> },
  ) => Promise<Run>;
  /** The same; throws what was printed unless it ends well. */
  readonly succeed: (...args: Parameters<Workspace['terraform']>) => Promise<string>;
  /** A copy of the copy as it is now; initialized folders stay initialized. */
  readonly copy: () => Workspace;
  /** Replaces a text that stands there exactly once. */
  readonly edit: (file: string, find: string, put: string) => void;
}

/** A workspace for one test file; what it made is removed at the end. */
export function useWorkspace(): () => Workspace {
  const made: string[] = [];
  const standIns: StandIn[] = [];
  let workspace: Workspace | undefined;
  beforeAll(async () => {
    const newest = await startStandIn();
    const floor = await startStandIn({ floor: true });
    standIns.push(newest, floor);
    workspace = createWorkspace(newFolder(made), { newest, floor, made });
    const { path } = workspace;
    for (const name of ['terraform', 'rules']) {
      cpSync(join(root, name), path(name), { recursive: true, filter: isSource });
    }
    mkdirSync(path('dist'));
    for (const name of ['api', 'bulk']) writeFileSync(path('dist', `${name}.zip`), 'placeholder');
  });
  afterAll(async () => {
    for (const standIn of standIns) await standIn.stop();
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    if (workspace === undefined) throw new Error('only inside a test');
    return workspace;
  };
}

/** What a person's own runs of terraform leave in the tree stays out. */
function isSource(path: string): boolean {
  return !/\.terraform(\.lock\.hcl)?$|\.tfstate|\.tfvars$/.test(path);
}

interface Parts {
  readonly newest: StandIn;
  readonly floor: StandIn;
  readonly made: string[];
}

function createWorkspace(folder: string, parts: Parts): Workspace {
  const path: Workspace['path'] = (...names) => join(folder, ...names);
  const terraform: Workspace['terraform'] = (place, args, { floor = false, env = {} } = {}) =>
    runTerraform(args, {
      standIn: floor ? parts.floor : parts.newest,
      cwd: path(place),
      env: { TF_CLI_ARGS: '-no-color', AWS_REGION: '', ...env },
    });
  return {
    folder,
    path,
    terraform,
    async succeed(place, args, options) {
      const { code, stdout, stderr } = await terraform(place, args, options);
      if (code !== 0) throw new Error(`terraform ${args.join(' ')}\n${stdout}${stderr}`);
      return stdout;
    },
    copy() {
      const copied = newFolder(parts.made);
      cpSync(folder, copied, { recursive: true });
      return createWorkspace(copied, parts);
    },
    edit(file, find, put) {
      const parted = readFileSync(path(file), 'utf8').split(find);
      if (parted.length !== 2) throw new Error(`${file} has ${parted.length - 1} times: ${find}`);
      writeFileSync(path(file), parted.join(put));
    },
  };
}

function newFolder(made: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'scrim-terraform-'));
  made.push(folder);
  return folder;
}

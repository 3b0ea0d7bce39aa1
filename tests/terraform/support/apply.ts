/** One example, from an empty folder to its state. */
import { writeFileSync } from 'node:fs';
import { readDeployment, type Deployment } from './deployment.ts';
import type { Example } from './examples.ts';
import type { Workspace } from './terraform.ts';

export async function initialize(
  workspace: Workspace,
  { folder, variables }: Example,
): Promise<void> {
  writeFileSync(workspace.path(folder, 'terraform.tfvars.json'), JSON.stringify(variables));
  await workspace.succeed(folder, ['init', '-backend=false', '-input=false']);
}

/** In an initialized folder; whatever was there before is forgotten. */
export async function apply(workspace: Workspace, { folder }: Example): Promise<Deployment> {
  await workspace.succeed(folder, ['apply', '-auto-approve', '-input=false', '-compact-warnings']);
  return readDeployment(workspace.path(folder, 'terraform.tfstate'));
}

export interface Change {
  readonly address: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly after_unknown: Readonly<Record<string, unknown>>;
  };
}

/** What a plan would do, without what it leaves alone. */
export async function plan(workspace: Workspace, { folder }: Example): Promise<readonly Change[]> {
  await workspace.succeed(folder, ['plan', '-input=false', '-out=plan.bin']);
  const shown = await workspace.succeed(folder, ['show', '-json', 'plan.bin']);
  const { resource_changes: changes = [] } = JSON.parse(shown) as { resource_changes?: Change[] };
  return changes.filter(({ change }) => change.actions[0] !== 'no-op');
}

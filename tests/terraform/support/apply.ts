/** One example, from an empty folder to its state. */
import { writeFileSync } from 'node:fs';
import { readDeployment, type Deployment } from './deployment.ts';
import { examples, type ExampleName } from './examples.ts';
import type { Workspace } from './terraform.ts';

export async function initialize(workspace: Workspace, name: ExampleName): Promise<void> {
  const { folder, variables } = examples[name];
  writeFileSync(workspace.path(folder, 'terraform.tfvars.json'), JSON.stringify(variables));
  await workspace.succeed(folder, ['init', '-backend=false', '-input=false']);
}

export async function apply(workspace: Workspace, name: ExampleName): Promise<Deployment> {
  const { folder } = examples[name];
  await initialize(workspace, name);
  await workspace.succeed(folder, ['apply', '-auto-approve', '-input=false']);
  return readDeployment(workspace.path(folder, 'terraform.tfstate'));
}

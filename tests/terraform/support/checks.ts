/** Everything that must hold of a deployment. Tests name what fails; mutants must make something fail. */
import { accessFindings } from './access.ts';
import { callerChecks } from './check-callers.ts';
import { deployerFindings } from './check-deployer.ts';
import { fileChecks } from './check-files.ts';
import { functionChecks } from './check-functions.ts';
import { keepingChecks } from './check-keeping.ts';
import type { Deployment } from './deployment.ts';
import type { Facts } from './facts.ts';
import { instanceOf, type Check } from './instance.ts';

export const checks = {
  ...functionChecks,
  ...fileChecks,
  ...keepingChecks,
  ...callerChecks,
} as const satisfies Record<string, Check>;

export type CheckName = keyof typeof checks;

export function findings(instances: readonly Facts[], deployment: Deployment): readonly string[] {
  return instances.flatMap((facts) => [
    ...accessFindings(facts, deployment),
    ...deployerFindings(facts, deployment),
    ...Object.values(checks).flatMap((check) => check(instanceOf(facts, deployment))),
  ]);
}

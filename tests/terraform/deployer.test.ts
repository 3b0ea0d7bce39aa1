import { beforeAll, describe, expect, it } from 'vitest';
import { apply, initialize } from './support/apply.ts';
import {
  callsOf,
  deployerFindings,
  forbiddenCalls,
  foreignCalls,
} from './support/check-deployer.ts';
import { deployerCalls } from './support/deployer-calls.ts';
import type { Deployment } from './support/deployment.ts';
import { examples } from './support/examples.ts';
import { describeTerraform, useWorkspace } from './support/terraform.ts';

describeTerraform('the policy of whoever deploys', () => {
  const workspace = useWorkspace();

  describe.each(['complete', 'bring-your-own'] as const)('of %s', (name) => {
    const example = examples[name];
    const [facts] = example.instances;
    let deployment: Deployment;
    let found: readonly string[];
    beforeAll(async () => {
      await initialize(workspace(), example);
      deployment = await apply(workspace(), example);
      found = deployerFindings(facts, deployment);
    }, 60_000);

    const labels = (
      calls: readonly { readonly label: string }[],
      verb: 'may' | 'may not',
    ): readonly string[] =>
      calls.map(({ label }) => `deployer ${verb} ${label}`).filter((line) => found.includes(line));

    it('knows the calls of every type that is made', () => {
      const types = new Set(deployment.resources.map(({ type }) => type));

      expect([...types].filter((type) => !(type in deployerCalls))).toEqual([]);
    });

    it('lets every call through', () => {
      const calls = callsOf(facts, deployment.resources);

      expect(calls.length).toBeGreaterThan(100);
      expect(labels(calls, 'may not')).toEqual([]);
    });

    it('lets no call through to another instance', () => {
      const calls = foreignCalls(facts, deployment.resources);

      expect(calls.length).toBeGreaterThan(100);
      expect(labels(calls, 'may')).toEqual([]);
    });

    it('reads no secret, salt or file, decrypts nothing itself, and has no part in keys of others', () => {
      const calls = forbiddenCalls(facts);

      expect(calls.length).toBeGreaterThan(80);
      expect(labels(calls, 'may')).toEqual([]);
    });

    it('leaves nothing else to find', () => {
      expect(found).toEqual([]);
    });
  });
});

import { cpSync, rmSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { mutants, type Mutant } from './mutants.ts';
import { initialize } from './support/apply.ts';
import { sourceFindings } from './support/check-sources.ts';
import { findings } from './support/checks.ts';
import { readDeployment } from './support/deployment.ts';
import { armedExample, examples, type Example } from './support/examples.ts';
import { readSources } from './support/sources.ts';
import { describeTerraform, useWorkspace, type Workspace } from './support/terraform.ts';

/**
 * Faults are tried together, neighbours in the list apart, since each has words of its own; every night each is
 * tried alone.
 */
const TOGETHER = process.env['SCRIM_NIGHTLY'] === undefined ? 10 : 1;

describeTerraform('a fault of one line is found', () => {
  const workspace = useWorkspace();
  beforeAll(async () => {
    cpSync(
      fileURLToPath(new URL('fixtures/armed', import.meta.url)),
      workspace().path(armedExample.folder),
      { recursive: true },
    );
    for (const example of [armedExample, ...Object.values(examples)]) {
      await initialize(workspace(), example);
    }
  }, 60_000);

  const found = new Map<readonly Mutant[], Promise<readonly string[]>>();
  const foundIn = (batch: readonly Mutant[]): Promise<readonly string[]> => {
    const known = found.get(batch) ?? tryOut(workspace().copy(), batch);
    found.set(batch, known);
    return known;
  };

  it('and nothing is found without one', async () => {
    expect(await whatIsFound(workspace().copy(), armedExample)).toEqual([]);
  }, 60_000);

  it('of at least twenty, each with a name of its own', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(20);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });

  describe.concurrent('namely that', () => {
    const each = batchesOf(mutants).flatMap((batch) =>
      batch.map((mutant) => ({ ...mutant, batch })),
    );

    it.each(each)(
      '$name',
      async ({ says, batch }) => {
        expect((await foundIn(batch)).join('\n')).toMatch(says);
      },
      120_000,
    );
  });
});

function batchesOf(all: readonly Mutant[]): readonly (readonly Mutant[])[] {
  const places = new Set(all.map(({ on }) => on));
  const alone = all.filter(({ isAlone }) => isAlone);
  const together = [...places].flatMap((place) => {
    const some = all.filter(({ on, isAlone }) => on === place && !isAlone);
    const count = Math.ceil(some.length / TOGETHER);
    return Array.from({ length: count }, (_, batch) =>
      some.filter((_one, index) => index % count === batch),
    );
  });
  return [...alone.map((mutant) => [mutant]), ...together];
}

async function tryOut(copy: Workspace, batch: readonly Mutant[]): Promise<readonly string[]> {
  for (const { file, find, put } of batch) copy.edit(`terraform/${file}`, find, put);
  const [first] = batch;
  const example = first?.on === undefined ? armedExample : examples[first.on];
  const found = await whatIsFound(copy, example);
  rmSync(copy.folder, { recursive: true });
  return found;
}

/** Whatever says that something is wrong: the text, terraform itself, or a check of what was deployed. */
async function whatIsFound(
  copy: Workspace,
  { folder, instances }: Example,
): Promise<readonly string[]> {
  const inText = sourceFindings(readSources('.tf', copy.path('terraform')));
  const applied = await copy.terraform(folder, ['apply', '-auto-approve', '-input=false']);
  const printed = `${applied.stdout}${applied.stderr}`.replaceAll(/\s+/g, ' ');
  if (applied.code !== 0) return [...inText, printed];
  return [
    ...inText,
    ...findings(instances, readDeployment(copy.path(folder, 'terraform.tfstate'))),
  ];
}

import { expect, it } from 'vitest';
import { readSources } from './support/sources.ts';
import { describeTerraform, useWorkspace } from './support/terraform.ts';

const files = [...readSources('.tftest.hcl')];

describeTerraform('terraform test', () => {
  const workspace = useWorkspace();

  it.each(files)(
    '%s passes',
    async (file, text) => {
      const [place = '', name = ''] = `terraform/${file}`.split('/tests/');
      await workspace().succeed(place, ['init', '-backend=false', '-input=false']);

      const printed = await workspace().succeed(place, ['test', `-filter=tests/${name}`]);

      const runs = [...text.matchAll(/^run "/gm)].length;
      expect(runs).toBeGreaterThan(0);
      expect(printed).toContain(`Success! ${String(runs)} passed, 0 failed.`);
    },
    300_000,
  );
});

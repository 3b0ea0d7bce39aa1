import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faults, tooNew, warnings } from './faults.mjs';
import { VERSIONS } from './suite.mjs';

export async function checkValidation({ check, configuration, terraform, atFloor }) {
  // One folder for all: only main.tf changes, so terraform need not be initialized again.
  const folder = await configuration('');
  const validate = async (hcl, options) => {
    writeFileSync(join(folder, 'main.tf'), VERSIONS + hcl);
    const { valid, diagnostics } = JSON.parse(
      (await terraform(folder, ['validate', '-json'], options)).stdout,
    );
    return {
      valid,
      text: diagnostics
        .map(({ summary, detail }) => `${summary} ${detail}`.replaceAll(/\s+/g, ' '))
        .join('\n'),
    };
  };

  for (const { name, hcl, says } of faults) {
    await check(`validate: ${name}`, async () => {
      const { valid, text } = await validate(hcl);
      assert.equal(valid, !says, text);
      assert.match(text, says ?? /^$/);
    });
  }
  for (const { name, hcl, says } of warnings) {
    await check(`validate warns: ${name}`, async () => {
      const { valid, text } = await validate(hcl);
      assert.ok(valid, text);
      assert.match(text, says);
    });
  }
  for (const { name, hcl, says } of tooNew) {
    await check(`validate at the floor: ${name}`, async () => {
      assert.ok((await validate(hcl)).valid, 'the newest version refuses it too');
      const { valid, text } = await validate(hcl, { using: atFloor });
      assert.ok(!valid, 'the floor lets it pass');
      assert.match(text, says);
    });
  }
}

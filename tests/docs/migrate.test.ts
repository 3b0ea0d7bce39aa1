import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFakeAws, type FakeAws } from '../support/fake-aws.ts';
import { TEST_SECRETS } from '../support/local-proxy.ts';
import { fencedIn, readPage, ROOT } from '../support/pages.ts';
import { runShell, type ShellRun } from '../support/shell.ts';
import { describeTerraform, useWorkspace } from '../terraform/support/terraform.ts';

// What stands in a list is indented.
const blocks = fencedIn(readPage('docs/migrate-from-psoxy.md').replaceAll(/^ {3}/gm, ''));
const [rules = ''] = blocks.filter(({ language }) => language === 'yaml').map(({ text }) => text);
const lines = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.trim().split('\n'));

// Minted by Psoxy's algorithm from the salt and key of the tests: docs/decisions/0001.
const TOKEN = 't~xj-PFlnsOkkdeScK34A7DXhspypsSFRDS60dIh8yEwY@example.com';

describe('the commands of docs/migrate-from-psoxy.md', () => {
  let folder = '';
  let aws: FakeAws;
  const runs = new Map<string, ShellRun>();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'scrim-migrate-'));
    symlinkSync(join(ROOT, 'rules'), join(folder, 'rules'));
    writeFileSync(join(folder, 'old-rules.yaml'), rules);
    aws = await startFakeAws();
    for (const [name, value] of Object.entries(TEST_SECRETS)) aws.setParameter(name, value);
    let reversible = '';
    for (const line of lines) {
      const ran = await run(line.replace('TOKEN', reversible));
      if (line.includes('--reversible')) reversible = ran.stdout.trim();
      runs.set(line, ran);
    }
  }, 120_000);

  afterAll(async () => {
    await aws.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (line: string): Promise<ShellRun> =>
    runShell(line, {
      cwd: folder,
      environment: { ...aws.environment, PATH: `${ROOT}/bin:${process.env['PATH'] ?? ''}` },
    });

  const runOf = (part: string): ShellRun | undefined =>
    [...runs].find(([line]) => line.includes(part))?.[1];

  test('are five, none of which needs an account', () => {
    expect(lines).toHaveLength(5);
    expect(blocks.filter(({ needsAccount }) => needsAccount)).toEqual([]);
  });

  test('check the old rules, which load with a warning', () => {
    expect(runOf('rules check')).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/1 warning, no problem/) as unknown,
    });
  });

  test('and are refused without the mode, for want of a schema', async () => {
    const { code, stdout } = await run('scrim rules check old-rules.yaml');

    expect(code).toBe(2);
    expect(stdout).toContain('without responseSchema every field passes');
  });

  test('show what becomes less visible, and the endpoints that are new', () => {
    const { code, stdout = '' } = runOf('rules diff') ?? {};

    expect(code).toBe(1);
    expect(stdout).toContain('- $.users[*].dept: kept → removed');
    expect(stdout).toMatch(/^ *\+ /m);
  });

  test('give the tokens that Psoxy gave', () => {
    expect(runOf('pseudonym alice@example.com --prefix')?.stdout).toBe(`${TOKEN}\n`);
    expect(runOf('--reversible')?.stdout).toContain(TOKEN.slice(2, 44));
  });

  test('turn one back', () => {
    expect(runOf('reveal')).toMatchObject({ code: 0, stdout: 'alice@example.com\n' });
  });
});

describeTerraform('the configuration of docs/migrate-from-psoxy.md', () => {
  const workspace = useWorkspace();

  test('plans a function that reads salt and key where they are, and writes neither', async () => {
    const place = 'terraform/examples/moved';
    const [text = ''] = blocks.filter(({ language }) => language === 'hcl').map((one) => one.text);
    mkdirSync(workspace().path(place));
    writeFileSync(workspace().path(place, 'main.tf'), text);
    writeFileSync(workspace().path(place, 'old-rules.yaml'), rules);

    await workspace().succeed(place, ['init', '-backend=false', '-input=false']);
    await workspace().succeed(place, ['fmt', '-check']);
    const planned = await workspace().succeed(place, ['plan', '-input=false'], {
      env: { AWS_REGION: 'eu-central-1' },
    });

    expect(planned).toMatch(/"PSEUDONYM_ALGORITHM" += "psoxy-sha256"/);
    expect(planned).toMatch(/"RULES_MODE" += "compatible"/);
    expect(planned).toContain('parameter/PSOXY_SALT"');
    expect(planned).not.toContain('PATH_TO_SHARED_CONFIG');
    expect(planned).not.toMatch(/name += "PSOXY_/);
  });
});

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../../src/secret.ts';
import type { ReadStore } from '../../src/settings/store.ts';
import { SIMULATED_CREDENTIALS } from '../../zoom-simulator/simulator.ts';
import { startFakeAws, type FakeAws } from '../support/fake-aws.ts';
import { startFunctionUrl, type FunctionUrl } from '../support/function-url.ts';
import { startProxy, type ProxyUnderTest } from '../support/local-proxy.ts';
import { fencedIn, readPage, ROOT } from '../support/pages.ts';
import { runShell, type ShellRun } from '../support/shell.ts';
import { startStandIn, type StandIn } from '../terraform/standin/standin.mjs';
import { describeTerraform, useWorkspace } from '../terraform/support/terraform.ts';

const page = readPage('docs/deploy.md');
const blocks = fencedIn(page);
const isRun = ({ language, needsAccount }: (typeof blocks)[number]): boolean =>
  language === 'sh' && !needsAccount;
// Those of the runbook are run while there is something to run them on.
const runbook = fencedIn(readPage('docs/runbook.md').replaceAll(/^ {3}/gm, ''));
const script = blocks
  .filter(isRun)
  .flatMap((block) =>
    block.text.includes('destroy') ? [...runbook.filter(isRun), block] : [block],
  );
const EXAMPLE = 'terraform/examples/zoom';

describe('docs/deploy.md', () => {
  const steps = [...page.matchAll(/^### (\d+)\. .* \((\d+) minutes?\)$/gm)];

  test('has at most ten steps, numbered in order', () => {
    expect(steps.length).toBeGreaterThan(5);
    expect(steps.length).toBeLessThanOrEqual(10);
    expect(steps.map(([, number]) => Number(number))).toEqual(steps.map((_step, at) => at + 1));
  });

  test('takes twenty minutes for them', () => {
    const minutes = steps.map(([, , count]) => Number(count)).reduce((sum, one) => sum + one, 0);

    expect(minutes).toBeLessThanOrEqual(20);
  });

  test('has commands and configuration in its blocks, and marks what needs an account', () => {
    expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['sh', 'hcl']));
    const marked = [...blocks, ...runbook].filter(({ needsAccount }) => needsAccount);

    expect(marked.flatMap(({ text }) => text.trim().split('\n')).filter(isNotOfAws)).toEqual([]);
  });

  function isNotOfAws(line: string): boolean {
    return !line.startsWith('aws ');
  }
});

describeTerraform(
  'the commands of docs/deploy.md and docs/runbook.md, in the order of the page',
  () => {
    const runs = new Map<string, ShellRun>();
    const started: { close(): Promise<void> }[] = [];
    let folder = '';
    let passedMs = 0;
    let standIn: StandIn | undefined;
    let aws: FakeAws;
    let proxy: ProxyUnderTest;
    let door: FunctionUrl;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'scrim-deploy-'));
      standIn = await startStandIn();
      aws = await startFakeAws();
      proxy = await startProxy({
        environment: {
          ...{ PSOXY_SALT: undefined, PSOXY_ENCRYPTION_KEY: undefined },
          ...{ ACCOUNT_ID: undefined, CLIENT_ID: undefined, CLIENT_SECRET: undefined },
          PATH_TO_SHARED_CONFIG: '/scrim/scrim/',
          PATH_TO_INSTANCE_CONFIG: '/scrim/scrim/ZOOM_',
        },
        parts: {
          openStores: () => ({ parameters: storeOf(aws), secrets: undefined }),
          clock: () => Date.now() + passedMs,
        },
      });
      door = await startFunctionUrl({
        aws,
        allows: (arn) => arn.includes('assumed-role/scrim-caller-eu-central-1/'),
        handle: async (event) => (await proxy.send(event)).event,
      });
      started.push(door, proxy, aws);
      for (const { text } of script) runs.set(text, await run(text));
    }, 500_000);

    afterAll(async () => {
      for (const one of started) await one.close();
      await standIn?.stop();
      rmSync(folder, { recursive: true, force: true });
    }, 120_000);

    const checkout = (): string => join(folder, 'scrim');

    /** The modules are there: nothing may be installed. */
    function guard(): string {
      const place = join(folder, 'guard');
      const npm = execFileSync('bash', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
      mkdirSync(place, { recursive: true });
      const script = `#!/bin/sh\n[ "$1" = run ] || exit 1\nexec '${npm}' "$@"\n`;
      writeFileSync(join(place, 'npm'), script, { mode: 0o755 });
      return place;
    }

    /** A reader's typing, with what stands for something of theirs filled in. */
    async function run(text: string): Promise<ShellRun> {
      const isFirst = text.includes('git clone');
      const ran = await runShell(isFirst ? cloned(text) : filled(text), {
        cwd: isFirst ? folder : checkout(),
        environment: {
          ...standIn?.environment,
          ...aws.environment,
          TF_CLI_ARGS: '-no-color',
          PATH: `${guard()}:${checkout()}/bin:${process.env['PATH'] ?? ''}`,
        },
        input: text.includes('secrets set') ? typed : text.includes('destroy') ? 'yes\n' : '',
      });
      if (text.includes('terraform.tfvars')) fillIn();
      // What was missing when the function started is looked for again after 30 seconds.
      if (text.includes('secrets set')) passedMs += 31_000;
      return ran;
    }

    const { accountId, clientId, clientSecret } = SIMULATED_CREDENTIALS;
    const typed = `${accountId}\n${clientId}\n${clientSecret}\n`;

    /** The locked dependencies are here already, and so is what was not committed yet. */
    function cloned(text: string): string {
      const modules = join(ROOT, 'node_modules');
      const copied = ['terraform', 'rules', 'src', 'bin', 'scripts'];
      for (const name of copied) {
        cpSync(join(ROOT, name), join(folder, 'now', name), { recursive: true, filter: isSource });
      }
      const prepared = [
        'cp -R ../now/. .',
        `cp -al '${modules}' node_modules 2> /dev/null || cp -R '${modules}' node_modules`,
        // Older than what is installed, so that nothing is installed over it.
        'touch -t 200001010000 package-lock.json',
      ];
      return text
        .replace('REPOSITORY', `'${ROOT}'`)
        .replace('npm run build', [...prepared, 'npm run build'].join('\n'));
    }

    function isSource(path: string): boolean {
      return !/\.terraform(\.lock\.hcl)?$|\.tfstate|\.tfvars$|plan\.bin$/.test(path);
    }

    function filled(text: string): string {
      return text
        .replaceAll(/'URL/g, `'${door.url}`)
        .replaceAll('ROLE', 'arn:aws:iam::123456789012:role/scrim-caller-eu-central-1')
        .replaceAll('git checkout VERSION', 'git checkout --quiet HEAD')
        .replace(/^scrim secrets set zoom .*$/m, `$& --token-url ${proxy.zoom.tokenEndpoint}`);
    }

    function fillIn(): void {
      const file = join(checkout(), EXAMPLE, 'terraform.tfvars');
      const example = readFileSync(file, 'utf8').replaceAll('PARTITION', 'aws');
      writeFileSync(file, example.replaceAll(/^# (test_principal_arns|alarm_emails)/gm, '$1'));
    }

    function runOf(part: string): ShellRun {
      const [, ran] = [...runs].find(([text]) => text.includes(part)) ?? [];
      return ran ?? { code: -1, stdout: '', stderr: `no block has ${part}` };
    }

    test.each(script)('$text', ({ text }) => {
      const { code, stdout, stderr } = runs.get(text) ?? { code: -1, stdout: '', stderr: '' };

      expect(code === 0 ? '' : `${stdout}\n${stderr}`).toBe('');
    });

    test('build both zips', () => {
      expect(runOf('git clone').stdout).toMatch(/bulk/);
    });

    test('plan as many resources as the page says, and an alarm topic with its subscription', () => {
      const [, first, second] = /plan has (\d+) resources.*?: (\d+) for/.exec(page) ?? [];

      expect(runOf('init\nterraform').stdout).toContain(
        `Plan: ${String(Number(first) + 2)} to add`,
      );
      expect([first, second]).toEqual(['54', '22']);
    });

    test('print the same commands for the secrets as stand on the page', () => {
      const { stdout } = runOf('-raw todo');
      const lines = page.split('\n').filter((line) => line.startsWith('scrim secrets '));

      expect(lines).toHaveLength(2);
      expect(lines.filter((line) => !stdout.includes(`\n   ${line}\n`))).toEqual([]);
      expect(stdout).toContain('scrim-caller-eu-central-1');
    });

    test('fill exactly the parameters that Terraform names', () => {
      const { stdout } = runOf('-raw todo');
      const named = [...stdout.matchAll(/^ {3}- (\S+)$/gm)].map(([, name = '']) => name);

      expect(named.length).toBe(5);
      expect([...aws.parameters.keys()].sort()).toEqual([...named].sort());
    });

    test('end green, by the rules of the page', () => {
      const { stdout } = runOf('scrim doctor');

      expect(stdout).toMatch(/^ok +access/);
      expect(stdout).not.toContain('FAILED');
      const warnings = stdout.split('\n').filter((line) => line.startsWith('warning'));
      expect(warnings.filter((line) => !/^warning +rules /.test(line))).toEqual([]);
      expect(stdout).toContain('the same as rules/zoom.yaml');
    });

    test('show one user with pseudonyms', () => {
      expect(runOf('scrim call').stdout).toMatch(/"users":\[\{"id":"p~[^[]*"email":"t~/);
    });

    test('print what to enter in the platform', () => {
      expect(runOf('output connection').stdout).toMatch(/role_arn.*scrim-caller-eu-central-1/);
    });

    test('replace nothing by an upgrade', () => {
      expect(runOf('git checkout').stdout).not.toMatch(/must be replaced|[1-9]\d* to destroy/);
    });

    test('print a policy with the statements of the page', () => {
      const { stdout } = runOf('-raw json');
      const policy = JSON.parse(stdout.slice(stdout.lastIndexOf('\n{') + 1)) as {
        Statement: readonly { Sid: string }[];
      };
      const rows = page.slice(
        page.indexOf('| statement | for |'),
        page.indexOf('Two things are left'),
      );
      const told = [...rows.matchAll(/`(\w+)`(?=[,` |])/g)].map(([, name = '']) => name);

      expect(policy.Statement.map(({ Sid }) => Sid).filter((sid) => !told.includes(sid))).toEqual(
        [],
      );
      expect(policy.Statement.length).toBeGreaterThan(15);
    });

    test('destroy what they made, and leave salt and key', () => {
      expect(runOf('destroy').stdout).toMatch(/Destroy complete! Resources: 56 destroyed/);
      expect([...aws.parameters.keys()]).toContain('/scrim/scrim/PSOXY_SALT');
    });
  },
);

/** The function asks the same store that the commands filled. */
function storeOf(aws: FakeAws): ReadStore {
  return (names) => {
    const found = names.flatMap((name) => {
      const parameter = aws.parameters.get(name);
      if (parameter === undefined) return [];
      const { value, lastModified } = parameter;
      return [[name, { value: new Secret(value), lastModified }] as const];
    });
    return Promise.resolve(new Map(found));
  };
}

describeTerraform('the configuration in docs/deploy.md', () => {
  const workspace = useWorkspace();

  test.each(blocks.filter(({ language }) => language === 'hcl'))(
    'is valid: $text',
    async (block) => {
      const isBackend = block.text.startsWith('terraform');
      const place = isBackend ? EXAMPLE : 'terraform/examples/yours';
      const copy = workspace().copy();
      mkdirSync(copy.path(place), { recursive: true });
      writeFileSync(copy.path(place, 'page.tf'), block.text);

      await copy.succeed(place, ['init', '-backend=false', '-input=false']);
      await copy.succeed(place, ['validate']);
      await copy.succeed(place, ['fmt', '-check', 'page.tf']);
    },
  );
});

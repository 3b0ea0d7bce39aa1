import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../support/pages.ts';
import { runShell, type ShellRun } from '../support/shell.ts';

const BIN = join(ROOT, 'bin/scrim');
const SALT = 'PSOXY_SALT=for-this-test-alone-0123456789abcdef\n';

describe('bin/scrim', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'scrim-bin-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('says itself that an env file is missing, and does not leave it to Node', async () => {
    const ran = await runShell(`'${BIN}' pseudonym --env-file missing x`, { cwd: folder });

    expect(ran).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'scrim pseudonym: --env-file missing cannot be read\n' +
        'Run "scrim pseudonym --help" for the usage.\n',
    });
  });

  test('reads settings from an env file, but runs nothing that the file names', async () => {
    writeFileSync(join(folder, 'evil.cjs'), "process.stdout.write('evil');");
    writeFileSync(join(folder, 'a.env'), `${SALT}NODE_OPTIONS=--require=./evil.cjs\n`);

    const ran = await runShell(`'${BIN}' pseudonym --env-file a.env x`, { cwd: folder });

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^t~[\w-]{43}\n$/);
  });

  describe('in a checkout without a Node of its own', () => {
    const ADVICE = /^scrim: run "npm ci" .* Node 22\.18 or later .*\n$/;

    /** The command in a copy, with a Node on the path that says it is of that version. */
    function runWith(version: string | undefined): Promise<ShellRun> {
      const machine = join(folder, 'machine');
      mkdirSync(join(folder, 'bin'));
      mkdirSync(join(folder, 'node_modules'));
      mkdirSync(machine);
      cpSync(BIN, join(folder, 'bin/scrim'));
      for (const tool of ['sh', 'dirname', 'readlink']) linkTool(machine, tool);
      if (version !== undefined) {
        const script = `#!/bin/sh\n[ "$1" = --version ] && echo '${version}' && exit\necho "ran: $*"\n`;
        writeFileSync(join(machine, 'node'), script, { mode: 0o755 });
      }
      return runShell(`PATH='${machine}' bin/scrim pseudonym x`, { cwd: folder });
    }

    test.each(['v20.20.2', 'v22.6.0', 'v22.12.0', 'v22.17.1', 'v23.5.0', 'nothing'])(
      'refuses Node %s, which cannot run TypeScript',
      async (version) => {
        const ran = await runWith(version);

        expect(ran).toMatchObject({ code: 1, stdout: '' });
        expect(ran.stderr).toMatch(ADVICE);
      },
    );

    test.each(['v22.18.0', 'v23.6.0', 'v24.0.0', 'v26.1.0-nightly'])(
      'runs with Node %s',
      async (version) => {
        const { code, stdout } = await runWith(version);

        expect({ code, stdout }).toEqual({
          code: 0,
          stdout: `ran: -- ${folder}/src/cli/main.ts pseudonym x\n`,
        });
      },
    );

    test('says what to do where there is none', async () => {
      const ran = await runWith(undefined);

      expect(ran).toMatchObject({ code: 1, stdout: '' });
      expect(ran.stderr).toMatch(ADVICE);
    });
  });
});

function linkTool(place: string, name: string): void {
  const found = (process.env['PATH'] ?? '').split(':').map((one) => join(one, name));
  const path = found.find((one) => isThere(one));
  if (path !== undefined) symlinkSync(path, join(place, name));
}

function isThere(path: string): boolean {
  try {
    return readFileSync(path).length > 0;
  } catch {
    return false;
  }
}

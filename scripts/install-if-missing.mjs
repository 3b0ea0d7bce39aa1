// Runs on any Node from 20.19 on, before anything is installed. Installs the locked dependencies if
// they are missing or older than the lock file, and stops where no Node runs TypeScript. The next
// command of the npm script starts by way of `env` or `bin/scrim`, because the shell remembers where
// it found the first `node`.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const LOCK = 'package-lock.json';
const INSTALLED = 'node_modules/.package-lock.json';
const OWN_NODE = 'node_modules/.bin/node';

const isCurrent = existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs >= statSync(LOCK).mtimeMs;
if (!isCurrent) {
  console.error('Installing the locked dependencies …');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--loglevel=error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  process.exitCode = npm.status ?? 1;
}

if (!process.exitCode && !existsSync(OWN_NODE) && !process.features.typescript) {
  console.error(
    `Node ${process.version} cannot run TypeScript, and there is no Node of the project's own for this system: install Node 22.18 or later (not 23.0 to 23.5).`,
  );
  process.exitCode = 1;
}

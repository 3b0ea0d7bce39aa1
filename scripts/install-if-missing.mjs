// Runs on any Node from 20.19 on, before anything is installed. Installs the locked dependencies if
// they are missing or older than the lock file. The next command of the npm script starts by way of
// `env` or `bin/scrim`, because the shell remembers where it found the first `node`.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const LOCK = 'package-lock.json';
const INSTALLED = 'node_modules/.package-lock.json';

const isCurrent = existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs >= statSync(LOCK).mtimeMs;
if (!isCurrent) {
  console.error('Installing the locked dependencies …');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--loglevel=error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  process.exitCode = npm.status ?? 1;
}

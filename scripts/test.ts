/** Runs every test and ends with one plain line, `N passed, N failed`; names what was skipped and why. */
import { readFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { spawnSync } from 'node:child_process';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** Vitest's own JSON report. */
function readReport(path: string): Report {
  return JSON.parse(readFileSync(path, 'utf8')) as Report;
}

const folder = mkdtempSync(join(tmpdir(), 'scrim-test-'));
const file = join(folder, 'report.json');
const run = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
const report = readReport(file);
rmSync(folder, { recursive: true });

const skipped = report.testResults
  .flatMap((result) => result.assertionResults)
  .filter((test) => test.status === 'skipped' || test.status === 'pending');
for (const test of skipped) console.log(`skipped: ${test.fullName}`);
const failsOnSkips = process.env['CI'] === 'true' && skipped.length > 0;
// A file that does not load has no failed test of its own.
const failed =
  Math.max(report.numFailedTests, run.status === 0 ? 0 : 1) + (failsOnSkips ? skipped.length : 0);
console.log(
  `${String(report.numPassedTests)} passed, ${String(failed)} failed` +
    (skipped.length > 0 ? `, ${String(skipped.length)} skipped` : ''),
);
process.exitCode = failed > 0 ? 1 : 0;

/** Commands of the pages, run by a shell as a reader's would. */
import { spawn } from 'node:child_process';

export interface ShellRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ShellOptions {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What a person types. */
  readonly input?: string;
}

export function runShell(
  script: string,
  { cwd, environment = {}, input = '' }: ShellOptions,
): Promise<ShellRun> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], {
      cwd,
      env: { ...process.env, ...environment },
    });
    const printed = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
    child.stdin.on('error', () => undefined).end(input);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 128, ...printed }));
  });
}

import { PassThrough } from 'node:stream';
import { runScrim } from '../../src/cli/main.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** What is piped into the command. */
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Runs the command as a person would. */
export async function scrim(
  words: readonly string[],
  { input = '', environment = {} }: RunOptions = {},
): Promise<Ran> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end(input);
  const stopped = new AbortController().signal;
  const code = await runScrim(words, { stdin, stdout, stderr, environment, stopped });
  return { code, stdout: textOf(stdout), stderr: textOf(stderr) };
}

function textOf(stream: PassThrough): string {
  return String(stream.read() ?? '');
}

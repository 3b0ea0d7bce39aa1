import type { Readable, Writable } from 'node:stream';

/** 0 done · 1 failed · 2 wrong usage, settings or rules · 3 refused by the rules. */
export type ExitCode = 0 | 1 | 2 | 3;

/** The terminal, passed in so that tests can read what a person would see. Results go to stdout, all else to stderr. */
export interface Terminal {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told when the person at the terminal ends the command, or the system does. */
  readonly stopped: AbortSignal;
}

export interface CommandOption {
  readonly type: 'string' | 'boolean';
  /** One letter: `o` for `-o`. */
  readonly short?: string;
  readonly description: string;
  /** What stands for the value in the usage, e.g. `FILE`. */
  readonly placeholder?: string;
  readonly default?: string | boolean;
}

/** The words of one call after parsing. */
export interface CommandCall {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
  readonly terminal: Terminal;
}

/** One member of the command table: `scrim <name> …`. */
export interface Command {
  readonly summary: string;
  /** What follows the name in the usage line, options left out. */
  readonly positionals: string;
  readonly example: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Ends in order when `stopped` is told. Any other command is ended at once. */
  readonly endsInOrder?: true;
  run(call: CommandCall): Promise<ExitCode>;
}

/** Wrong words on the command line: shown with a pointer to `--help`, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** It could not be done, for a reason outside the words of the call: exit code 1. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
}

export function textOption(call: CommandCall, name: string): string | undefined {
  const value = call.values[name];
  return typeof value === 'string' ? value : undefined;
}

export function requiredOption(call: CommandCall, name: string): string {
  const value = textOption(call, name);
  if (value === undefined || value === '') throw new UsageError(`--${name} is missing`);
  return value;
}

/** A TCP port from an option's text; 0 lets the system choose. */
export function portOption(call: CommandCall, name: string): number {
  const text = requiredOption(call, name);
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new UsageError(`--${name} must be a port from 0 to 65535`);
  }
  return port;
}

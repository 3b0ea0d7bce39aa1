import { parseArgs, parseEnv } from 'node:util';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { commands } from './commands/index.ts';
import {
  CommandFailure,
  UsageError,
  type Command,
  type CommandOption,
  type ExitCode,
  type Terminal,
} from './command.ts';
import { ScrimError } from '../errors.ts';

const ENV_FILE_OPTION: CommandOption = {
  type: 'string',
  placeholder: 'FILE',
  description: 'settings and secrets, NAME=value a line',
};

const COMMON_OPTIONS = {
  help: { type: 'boolean' },
  'env-file': { type: 'string' },
} as const;

/** Runs `scrim` with the words after its name and gives the exit code. */
export async function runScrim(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const found = findCommand(words);
  if (found === undefined) return showOverview(words, terminal);
  try {
    return await runCommand(found, terminal);
  } catch (error) {
    terminal.stderr.write(`scrim ${found.name}: ${describe(error)}\n`);
    if (error instanceof UsageError || isParseError(error)) {
      terminal.stderr.write(`Run "scrim ${found.name} --help" for the usage.\n`);
      return 2;
    }
    return 1;
  }
}

interface FoundCommand {
  readonly name: string;
  readonly command: Command;
  readonly rest: readonly string[];
}

/** Command names have one word (`demo`) or two (`rules check`). */
function findCommand(words: readonly string[]): FoundCommand | undefined {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    const command = new Map<string, Command>(Object.entries(commands)).get(name);
    if (command !== undefined) return { name, command, rest: words.slice(length) };
  }
  return undefined;
}

async function runCommand(found: FoundCommand, terminal: Terminal): Promise<ExitCode> {
  const parsed = parseArgs({
    args: [...found.rest],
    options: { ...optionTypes(found.command), ...COMMON_OPTIONS },
    allowPositionals: true,
  });
  if (parsed.values.help === true) {
    terminal.stdout.write(usageOf(found.name, found.command));
    return 0;
  }
  const envFile = parsed.values['env-file'];
  const environment =
    typeof envFile === 'string'
      ? { ...terminal.environment, ...readEnvFile(envFile) }
      : terminal.environment;
  const values = { ...defaultsOf(found.command), ...parsed.values } as const;
  return found.command.run({
    values: values satisfies Record<string, unknown>,
    positionals: parsed.positionals,
    terminal: { ...terminal, environment },
  });
}

function optionTypes(command: Command): Record<string, ParsedOption> {
  return Object.fromEntries(
    Object.entries(command.options).map(([name, { type, short }]) => [
      name,
      { type, ...(short === undefined ? {} : { short }) },
    ]),
  );
}

type ParsedOption = Pick<CommandOption, 'type' | 'short'>;

function defaultsOf(command: Command): Record<string, string | boolean | undefined> {
  return Object.fromEntries(
    Object.entries(command.options).map(([name, option]) => [name, option.default]),
  );
}

function readEnvFile(path: string): Record<string, string | undefined> {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch {
    throw new UsageError(`--env-file ${path} cannot be read`);
  }
}

function usageOf(name: string, command: Command): string {
  const common: Record<string, CommandOption> = { 'env-file': ENV_FILE_OPTION };
  const options = Object.entries({ ...command.options, ...common }).map(([option, definition]) => {
    const { placeholder, description, short, default: fallback } = definition;
    const names = short === undefined ? `--${option}` : `-${short}, --${option}`;
    const left = `  ${names}${placeholder === undefined ? '' : ` ${placeholder}`}`;
    return `${left.padEnd(28)} ${description}${typeof fallback === 'string' ? ` (${fallback})` : ''}`;
  });
  return [
    command.summary,
    '',
    `Usage: scrim ${name} ${command.positionals}`.trimEnd(),
    '',
    ...options,
    '',
    `Example: ${command.example}`,
    'Exit codes: 0 done · 1 failed · 2 wrong usage, settings or rules · 3 refused by the rules',
    '',
  ].join('\n');
}

function showOverview(words: readonly string[], terminal: Terminal): ExitCode {
  const group = words[0] ?? '';
  const isGroup = Object.keys(commands).some((name) => name.startsWith(`${group} `));
  const isHelp = ['help', '--help', '-h'].includes(words.at(-1) ?? '');
  const asked = words.length === 0 || (isHelp && (words.length === 1 || isGroup));
  const lines = Object.entries(commands)
    .filter(([name]) => !isGroup || name.startsWith(`${group} `))
    .map(([name, { summary }]) => `  scrim ${name.padEnd(16)} ${summary}`);
  const text = `${lines.join('\n')}\n\nRun "scrim COMMAND --help" for its options.\n`;
  if (asked) {
    terminal.stdout.write(`Scrim: a privacy-preserving API proxy.\n\n${text}`);
    return words.length === 0 ? 2 : 0;
  }
  terminal.stderr.write(`scrim: there is no such command.\n\n${text}`);
  return 2;
}

/** Our own errors explain themselves; of others only the kind and system code are shown, since messages may quote values. */
function describe(error: unknown): string {
  const isOurs = [UsageError, CommandFailure, ScrimError].some((kind) => error instanceof kind);
  if (error instanceof Error && (isOurs || isParseError(error))) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  const kind = error instanceof Error ? error.name : 'error';
  return code === undefined ? `unexpected ${kind}` : `${kind} (${code})`;
}

function isParseError(error: unknown): error is Error {
  return (
    error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  );
}

if (import.meta.main) {
  const words = process.argv.slice(2);
  const { stdin, stdout, stderr } = process;
  const stop = new AbortController();
  const endsInOrder = findCommand(words)?.command.endsInOrder === true;
  for (const [signal, exitCode] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      if (endsInOrder) stop.abort();
      else process.exit(exitCode);
    });
  }
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever reads the output may stop before its end, as `head` does: no word, but no success.
    if (error.code !== 'EPIPE')
      stderr.write(`scrim: the output cannot be written (${error.code ?? 'unknown error'})\n`);
    process.exit(1);
  });
  const terminal = { stdin, stdout, stderr, environment: process.env, stopped: stop.signal };
  process.exitCode = await runScrim(words, terminal);
}

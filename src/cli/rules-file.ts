import { readFileSync } from 'node:fs';
import { lintRules } from '../rules/lint-rules.ts';
import { formatProblem, type Problem } from '../rules/problem.ts';
import { parseRules } from '../rules/parse-rules.ts';
import type { RulesDocument, RulesMode } from '../rules/document.ts';
import { settingsTable } from '../settings.ts';
import { environmentValue } from '../settings/read-environment.ts';
import { textOption, UsageError, type CommandCall, type CommandOption } from './command.ts';

export const RULES_OPTION = {
  type: 'string',
  placeholder: 'FILE',
  description: 'the rules, YAML',
} as const satisfies CommandOption;

export const RULES_MODE_OPTION = {
  type: 'string',
  placeholder: 'MODE',
  description: 'strict or compatible',
  default: 'strict',
} as const satisfies CommandOption;

export function modeOption(call: CommandCall): RulesMode {
  const mode = textOption(call, 'mode') ?? 'strict';
  if (mode !== 'strict' && mode !== 'compatible') {
    throw new UsageError('--mode must be strict or compatible');
  }
  return mode;
}

/** For commands that work as the function does: the setting holds where no option is given. */
export const OWN_RULES_MODE_OPTION = {
  type: 'string',
  placeholder: 'MODE',
  description: 'strict or compatible; absent: RULES_MODE, or strict',
} as const satisfies CommandOption;

export function ownModeOption(call: CommandCall): RulesMode {
  const text = textOption(call, 'mode') ?? environmentMode(call);
  if (text === 'strict' || text === 'compatible') return text;
  throw new UsageError('--mode, or RULES_MODE, must be strict or compatible');
}

function environmentMode({ terminal }: CommandCall): string {
  return environmentValue(terminal.environment, 'RULES_MODE') ?? settingsTable.RULES_MODE.fallback;
}

export type RulesFile =
  | {
      readonly kind: 'rules';
      /** As it was read: a pipe gives its text once. */
      readonly text: string;
      readonly document: RulesDocument;
      readonly warnings: readonly string[];
      /** Warnings that need a second look at the whole document. */
      readonly lints: () => readonly string[];
    }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/** Reads and checks a rules file; problems and warnings come formatted, with source line and caret. */
export function readRulesFile(file: string, mode: RulesMode): RulesFile {
  const text = readTextFile(file);
  const parsed = parseRules(text, { mode });
  if (parsed.kind === 'problems') {
    return {
      kind: 'problems',
      problems: parsed.problems.map((problem) => formatProblem(problem, file, text)),
    };
  }
  const { document } = parsed;
  const format = (warning: Problem): string => formatProblem(warning, file, text);
  return {
    kind: 'rules',
    text,
    document,
    warnings: parsed.warnings.map(format),
    lints: () => lintRules(document).map(format),
  };
}

/** Reads a text file named on the command line. */
export function readTextFile(file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${file} is no UTF-8 text`);
  }
}

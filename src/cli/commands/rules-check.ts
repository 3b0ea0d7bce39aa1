import type { BulkRulesDocument } from '../../rules/bulk/document.ts';
import type { RulesDocument } from '../../rules/document.ts';
import { formatProblem, messageOf, type Problem } from '../../rules/problem.ts';
import { checkRulesText, type CheckedRulesText } from '../check-rules-text.ts';
import { UsageError, type Command, type CommandCall } from '../command.ts';
import { modeOption, readTextFile, RULES_MODE_OPTION } from '../rules-file.ts';

export const rulesCheck: Command = {
  summary: 'shows every problem of a rules file at once, with line and column',
  positionals: 'FILE…',
  example: 'scrim rules check rules/zoom.yaml',
  options: {
    mode: RULES_MODE_OPTION,
    'lookup-table': {
      type: 'boolean',
      description: 'the rules of a lookup table, which may hold a clear copy beside its pseudonym',
    },
    json: {
      type: 'boolean',
      description: 'the findings as JSON: file, line, column, severity, message, hint',
    },
  },
  run(call) {
    if (call.positionals.length === 0) throw new UsageError('name at least one rules file');
    const files = call.positionals.map((file) => checkFile(file, call));
    const isForMachines = call.values['json'] === true;
    call.terminal.stdout.write(
      isForMachines
        ? `${JSON.stringify(files.flatMap(toFindings))}\n`
        : files.map(describe).join(''),
    );
    return Promise.resolve(files.every(({ checked }) => checked.kind === 'rules') ? 0 : 2);
  },
};

interface CheckedFile {
  readonly file: string;
  readonly text: string;
  readonly checked: CheckedRulesText;
}

/** The text is read once: what comes through a pipe is gone then. */
function checkFile(file: string, call: CommandCall): CheckedFile {
  const text = readTextFile(file);
  const isLookupTable = call.values['lookup-table'] === true;
  return { file, text, checked: checkRulesText(text, { mode: modeOption(call), isLookupTable }) };
}

function findingsOf(checked: CheckedRulesText): readonly Problem[] {
  return checked.kind === 'problems' ? checked.problems : checked.warnings;
}

/** One object a finding, the same keys in each. */
function toFindings({ file, checked }: CheckedFile): readonly object[] {
  const severity = checked.kind === 'problems' ? 'error' : 'warning';
  return findingsOf(checked).map((finding) => {
    const { line, column, hint = null } = finding;
    return { file, line, column, severity, message: messageOf(finding), hint };
  });
}

/** Each finding with source line and caret, then how it stands with the file. */
function describe({ file, text, checked }: CheckedFile): string {
  const findings = findingsOf(checked);
  const summary =
    checked.kind === 'problems'
      ? count(findings.length, 'problem')
      : `${sizeOf(checked.document)}, ${count(findings.length, 'warning')}, no problem`;
  const lines = findings.map((finding) => formatProblem(finding, file, text));
  return [...lines, `${file}: ${summary}`, ''].join('\n');
}

function sizeOf(document: RulesDocument | BulkRulesDocument): string {
  return 'endpoints' in document
    ? count(document.endpoints.length, 'endpoint')
    : describeBulk(document);
}

function describeBulk({ rules }: BulkRulesDocument): string {
  switch (rules.kind) {
    case 'columnar':
      return 'rules for columns of CSV';
    case 'record':
      return `rules for records of ${rules.format}`;
    case 'multi-file':
      return `rules for ${count(rules.files.length, 'kind')} of files`;
    default:
      return rules satisfies never;
  }
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}

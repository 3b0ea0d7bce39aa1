import { modeOption, readRulesFile, RULES_MODE_OPTION } from '../rules-file.ts';
import { UsageError, type Command, type CommandCall } from '../command.ts';

export const rulesCheck: Command = {
  summary: 'shows every problem of a rules file at once, with line and column',
  positionals: 'FILE…',
  example: 'scrim rules check rules/zoom.yaml',
  options: { mode: RULES_MODE_OPTION },
  run(call) {
    if (call.positionals.length === 0) throw new UsageError('name at least one rules file');
    const good = call.positionals.map((file) => checkFile(file, call));
    return Promise.resolve(good.every(Boolean) ? 0 : 2);
  },
};

function checkFile(file: string, call: CommandCall): boolean {
  const rules = readRulesFile(file, modeOption(call));
  const findings = rules.kind === 'rules' ? [...rules.warnings, ...rules.lints()] : rules.problems;
  const summary =
    rules.kind === 'rules'
      ? `${file}: ${count(rules.document.endpoints.length, 'endpoint')}, ${count(findings.length, 'warning')}, no problem`
      : `${file}: ${count(findings.length, 'problem')}`;
  call.terminal.stdout.write([...findings, summary, ''].join('\n'));
  return rules.kind === 'rules';
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}

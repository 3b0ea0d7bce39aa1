import type { BulkRulesDocument } from '../../rules/bulk/document.ts';
import { readBulkRulesFile } from '../bulk-rules-file.ts';
import { modeOption, readRulesFile, RULES_MODE_OPTION } from '../rules-file.ts';
import { UsageError, type Command, type CommandCall } from '../command.ts';

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
  },
  run(call) {
    if (call.positionals.length === 0) throw new UsageError('name at least one rules file');
    const good = call.positionals.map((file) => checkFile(file, call));
    return Promise.resolve(good.every(Boolean) ? 0 : 2);
  },
};

function checkFile(file: string, call: CommandCall): boolean {
  const mode = modeOption(call);
  const isLookupTable = call.values['lookup-table'] === true;
  const bulk = readBulkRulesFile(file, { mode, isLookupTable });
  const rules = bulk.kind === 'other' ? readRulesFile(file, mode) : bulk;
  if (rules.kind === 'problems') {
    report(call, rules.problems, `${file}: ${count(rules.problems.length, 'problem')}`);
    return false;
  }
  const lints = 'lints' in rules ? rules.lints() : [];
  const size =
    'endpoints' in rules.document
      ? count(rules.document.endpoints.length, 'endpoint')
      : describeBulk(rules.document);
  const findings = [...rules.warnings, ...lints];
  report(call, findings, `${file}: ${size}, ${count(findings.length, 'warning')}, no problem`);
  return true;
}

function report({ terminal }: CommandCall, findings: readonly string[], summary: string): void {
  terminal.stdout.write([...findings, summary, ''].join('\n'));
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

import { createDataSheet, type DataSheet } from '../../report/data-sheet.ts';
import { diffSheets, showsMore, type SheetDiff } from '../../report/diff-sheets.ts';
import { writeDiffJson, writeDiffMarkdown, writeDiffText } from '../../report/write-diff.ts';
import { requiredOption, UsageError, type Command, type CommandCall } from '../command.ts';
import { fieldInventories } from '../field-inventories.ts';
import { modeOption, readRulesFile, RULES_MODE_OPTION } from '../rules-file.ts';

const FORMATS: ReadonlyMap<string, (diff: SheetDiff) => string> = new Map([
  ['text', writeDiffText],
  ['json', writeDiffJson],
  ['md', writeDiffMarkdown],
]);

export const rulesDiff: Command = {
  summary: 'what becomes more visible, what less; exit code 1 if anything becomes more visible',
  positionals: 'OLD NEW',
  example: 'scrim rules diff <(git show main:rules/zoom.yaml) rules/zoom.yaml',
  options: {
    format: {
      type: 'string',
      placeholder: 'FORMAT',
      description: 'text, json or md',
      default: 'text',
    },
    mode: RULES_MODE_OPTION,
  },
  run(call) {
    const [before, after, ...more] = call.positionals;
    if (before === undefined || after === undefined || more.length > 0) {
      throw new UsageError('name the old rules file and the new one');
    }
    const format = FORMATS.get(requiredOption(call, 'format'));
    if (format === undefined) throw new UsageError('--format must be text, json or md');
    const [old, changed] = [readSheet(before, call), readSheet(after, call)];
    if (old === undefined || changed === undefined) return Promise.resolve(2);
    const diff = diffSheets(old, changed);
    call.terminal.stdout.write(format(diff));
    return Promise.resolve(showsMore(diff) ? 1 : 0);
  },
};

/** Undefined after the problems of the file have been shown. */
function readSheet(file: string, call: CommandCall): DataSheet | undefined {
  const rules = readRulesFile(file, modeOption(call));
  if (rules.kind === 'rules') {
    return createDataSheet(rules.document, { rules: file, inventories: fieldInventories });
  }
  call.terminal.stderr.write(`${rules.problems.join('\n')}\n`);
  return undefined;
}

import { diffSheets, showsMore, type SheetDiff } from '../../report/diff-sheets.ts';
import { writeDiffJson, writeDiffMarkdown, writeDiffText } from '../../report/write-diff.ts';
import { requiredOption, UsageError, type Command } from '../command.ts';
import { readSheet } from '../read-sheet.ts';
import { RULES_MODE_OPTION } from '../rules-file.ts';

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

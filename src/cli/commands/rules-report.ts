import { writeFileSync } from 'node:fs';
import type { DataSheet } from '../../report/data-sheet.ts';
import { writeSheetHtml } from '../../report/write-html.ts';
import { writeSheetJson } from '../../report/write-json.ts';
import { writeSheetMarkdown } from '../../report/write-markdown.ts';
import {
  requiredOption,
  textOption,
  UsageError,
  type Command,
  type CommandCall,
} from '../command.ts';
import { readSheet } from '../read-sheet.ts';
import { RULES_MODE_OPTION } from '../rules-file.ts';
import { readSheetAssets } from '../sheet-assets.ts';

const FORMATS: ReadonlyMap<string, (sheet: DataSheet) => string> = new Map([
  ['json', writeSheetJson],
  ['md', writeSheetMarkdown],
  ['html', (sheet: DataSheet) => writeSheetHtml(sheet, readSheetAssets())],
]);

export const rulesReport: Command = {
  summary: 'the data sheet: every endpoint, every field, what becomes of it and which line decides',
  positionals: 'FILE',
  example: 'scrim rules report rules/zoom.yaml --format html -o data-sheet.html',
  options: {
    format: {
      type: 'string',
      placeholder: 'FORMAT',
      description: 'json, md or html',
      default: 'md',
    },
    out: {
      type: 'string',
      short: 'o',
      placeholder: 'FILE',
      description: 'where to write; else stdout',
    },
    mode: RULES_MODE_OPTION,
  },
  run(call) {
    const [file, ...more] = call.positionals;
    if (file === undefined || more.length > 0) throw new UsageError('name one rules file');
    const format = FORMATS.get(requiredOption(call, 'format'));
    if (format === undefined) throw new UsageError('--format must be json, md or html');
    const sheet = readSheet(file, call);
    if (sheet === undefined) return Promise.resolve(2);
    writeOut(format(sheet), call);
    return Promise.resolve(0);
  },
};

function writeOut(text: string, call: CommandCall): void {
  const out = textOption(call, 'out');
  if (out === undefined) {
    call.terminal.stdout.write(text);
    return;
  }
  try {
    writeFileSync(out, text);
  } catch {
    throw new UsageError(`${out} cannot be written`);
  }
}

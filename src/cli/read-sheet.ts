import { createDataSheet, type DataSheet } from '../report/data-sheet.ts';
import { createFileSheet } from '../report/file-sheet.ts';
import { isBulkRules } from '../rules/bulk/kinds.ts';
import { checkBulkRules } from '../rules/bulk/parse-bulk-rules.ts';
import { checkRules } from '../rules/check-rules.ts';
import type { RulesMode } from '../rules/document.ts';
import { parseYaml } from '../rules/parse-yaml.ts';
import { formatProblem, type Problem } from '../rules/problem.ts';
import type { CommandCall } from './command.ts';
import { columnInventories, fieldInventories } from './field-inventories.ts';
import { modeOption, readTextFile } from './rules-file.ts';

export type ReadSheet =
  | { readonly kind: 'sheet'; readonly sheet: DataSheet }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** The data sheet of a rules text, for an API or for files. */
export function sheetOfRules(
  text: string,
  { file, mode }: { readonly file: string; readonly mode: RulesMode },
): ReadSheet {
  const yaml = parseYaml(text);
  if (yaml.root !== undefined && isBulkRules(yaml.root)) {
    const checked = checkBulkRules(yaml, { mode, isLookupTable: true });
    if (checked.kind === 'rules') {
      const sources = { rules: file, root: yaml.root, inventories: columnInventories };
      return { kind: 'sheet', sheet: createFileSheet(checked.document, sources) };
    }
    if (checked.kind === 'problems') return checked;
  }
  const checked = checkRules(yaml, { mode });
  if (checked.kind === 'problems') return checked;
  const sources = { rules: file, inventories: fieldInventories };
  return { kind: 'sheet', sheet: createDataSheet(checked.document, sources) };
}

/** The data sheet of a rules file; undefined after its problems have been shown. */
export function readSheet(file: string, call: CommandCall): DataSheet | undefined {
  const text = readTextFile(file);
  const read = sheetOfRules(text, { file, mode: modeOption(call) });
  if (read.kind === 'sheet') return read.sheet;
  const lines = read.problems.map((problem) => formatProblem(problem, file, text));
  call.terminal.stderr.write(`${lines.join('\n')}\n`);
  return undefined;
}

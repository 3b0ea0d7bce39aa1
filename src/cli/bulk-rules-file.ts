import type { BulkRulesDocument } from '../rules/bulk/document.ts';
import { isBulkRules } from '../rules/bulk/kinds.ts';
import { checkBulkRules } from '../rules/bulk/parse-bulk-rules.ts';
import type { RulesMode } from '../rules/document.ts';
import { parseYaml } from '../rules/parse-yaml.ts';
import { formatProblem } from '../rules/problem.ts';
import { readTextFile } from './rules-file.ts';

export type BulkRulesFile =
  | {
      readonly kind: 'rules';
      readonly document: BulkRulesDocument;
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'problems'; readonly problems: readonly string[] }
  /** Rules for an API. */
  | { readonly kind: 'other' };

export interface BulkRulesFileOptions {
  readonly mode: RulesMode;
  readonly isLookupTable: boolean;
}

/** Reads and checks a file of rules for files, as `readRulesFile` does for APIs. */
export function readBulkRulesFile(file: string, options: BulkRulesFileOptions): BulkRulesFile {
  const text = readTextFile(file);
  const yaml = parseYaml(text);
  if (!isBulkRules(yaml.root)) return { kind: 'other' };
  const checked = checkBulkRules(yaml, options);
  if (checked.kind === 'api-rules') return { kind: 'other' };
  if (checked.kind === 'problems') {
    return {
      kind: 'problems',
      problems: checked.problems.map((problem) => formatProblem(problem, file, text)),
    };
  }
  const warnings = checked.warnings.map((warning) => formatProblem(warning, file, text));
  return { kind: 'rules', document: checked.document, warnings };
}

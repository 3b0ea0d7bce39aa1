import type { BulkRulesDocument } from '../rules/bulk/document.ts';
import { isBulkRules } from '../rules/bulk/kinds.ts';
import { checkBulkRules } from '../rules/bulk/parse-bulk-rules.ts';
import { checkRules } from '../rules/check-rules.ts';
import type { RulesDocument, RulesMode } from '../rules/document.ts';
import { lintRules } from '../rules/lint-rules.ts';
import { parseYaml } from '../rules/parse-yaml.ts';
import type { Problem } from '../rules/problem.ts';

export type CheckedRulesText =
  | {
      readonly kind: 'rules';
      readonly document: RulesDocument | BulkRulesDocument;
      /** With those that need a second look at the whole document. */
      readonly warnings: readonly Problem[];
    }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

export interface RulesTextOptions {
  readonly mode: RulesMode;
  readonly isLookupTable: boolean;
}

/** Checks a rules text, for an API or for files, whichever its keys say. */
export function checkRulesText(text: string, options: RulesTextOptions): CheckedRulesText {
  const yaml = parseYaml(text);
  if (isBulkRules(yaml.root)) {
    const checked = checkBulkRules(yaml, options);
    if (checked.kind !== 'api-rules') return checked;
  }
  const checked = checkRules(yaml, options);
  if (checked.kind === 'problems') return checked;
  const { document, warnings } = checked;
  return { kind: 'rules', document, warnings: [...warnings, ...lintRules(document)] };
}

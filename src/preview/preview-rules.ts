import type { DataSheet } from '../report/data-sheet.ts';
import { createDataSheet } from '../report/data-sheet.ts';
import { createFileSheet } from '../report/file-sheet.ts';
import type { BulkRulesDocument } from '../rules/bulk/document.ts';
import { isBulkRules } from '../rules/bulk/kinds.ts';
import { checkBulkRules } from '../rules/bulk/parse-bulk-rules.ts';
import { checkRules } from '../rules/check-rules.ts';
import { compilePolicy } from '../rules/compile-policy.ts';
import type { RulesDocument, RulesMode } from '../rules/document.ts';
import { lintRules } from '../rules/lint-rules.ts';
import { parseYaml, type ParsedYaml } from '../rules/parse-yaml.ts';
import type { Policy } from '../rules/policy.ts';
import type { Problem } from '../rules/problem.ts';
import { columnInventories, fieldInventories } from '../cli/field-inventories.ts';
import { knownZoomPaths } from '../sources/zoom/known-paths.ts';
import { previewPseudonymizer } from './preview-pseudonymizer.ts';

/** A rules file that the page may show and try changes of. */
export interface PreviewRules {
  /** As people know it. */
  readonly name: string;
  readonly text: string;
  readonly mode: RulesMode;
}

/** Rules at work on what is pasted, or their problems. */
export type RulesAtWork =
  | {
      readonly kind: 'api';
      readonly sheet: DataSheet;
      readonly document: RulesDocument;
      readonly policy: Policy;
      readonly warnings: readonly Problem[];
    }
  | {
      readonly kind: 'files';
      readonly sheet: DataSheet;
      readonly document: BulkRulesDocument;
      readonly warnings: readonly Problem[];
    }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Reads and compiles a text of rules. The last text is remembered, for each keystroke asks several times. */
export function createRulesReader(): (rules: PreviewRules) => RulesAtWork {
  let last: { readonly rules: PreviewRules; readonly read: RulesAtWork } | undefined;
  return (rules) => {
    const isSame = last?.rules.text === rules.text && last.rules.name === rules.name;
    if (last === undefined || !isSame) last = { rules, read: readRules(rules) };
    return last.read;
  };
}

function readRules(rules: PreviewRules): RulesAtWork {
  const yaml = parseYaml(rules.text);
  return isBulkRules(yaml.root) ? readFileRules(yaml, rules) : readApiRules(yaml, rules);
}

function readApiRules(yaml: ParsedYaml, { name, mode }: PreviewRules): RulesAtWork {
  const checked = checkRules(yaml, { mode });
  if (checked.kind === 'problems') return checked;
  const { document, warnings } = checked;
  const compiled = compilePolicy(document, {
    pseudonymizer: previewPseudonymizer,
    leakGuard: 'redact',
    knownPaths: knownZoomPaths,
  });
  if (compiled.kind === 'problems') return compiled;
  return {
    kind: 'api',
    sheet: createDataSheet(document, { rules: name, inventories: fieldInventories }),
    document,
    policy: compiled.policy,
    warnings: [...warnings, ...lintRules(document)],
  };
}

function readFileRules(yaml: ParsedYaml, { name, mode }: PreviewRules): RulesAtWork {
  const checked = checkBulkRules(yaml, { mode, isLookupTable: false });
  if (checked.kind === 'problems') return checked;
  if (checked.kind === 'api-rules' || yaml.root === undefined)
    return readApiRules(yaml, { name, mode, text: '' });
  const { document, warnings } = checked;
  const sources = { rules: name, root: yaml.root, inventories: columnInventories };
  return { kind: 'files', sheet: createFileSheet(document, sources), document, warnings };
}

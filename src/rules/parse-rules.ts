import { checkRules, type ParsedRules } from './check-rules.ts';
import type { RulesMode } from './document.ts';
import { parseYaml } from './parse-yaml.ts';

/** Reads a rules document: everything checked, or all its problems at once, sorted by place. */
export function parseRules(text: string, options: { readonly mode: RulesMode }): ParsedRules {
  return checkRules(parseYaml(text), options);
}

import { createHash } from 'node:crypto';
import { canonicalRules } from '../canonical-rules.ts';
import type { RulesMode } from '../document.ts';
import { parseYaml, type ParsedYaml } from '../parse-yaml.ts';
import { byPosition, type Problem } from '../problem.ts';
import type { RulesNode } from '../rules-node.ts';
import { RulesReader } from '../rules-reader.ts';
import type { BulkContext } from './bulk-context.ts';
import { checkColumnar } from './check-columnar.ts';
import { checkMultiFile } from './check-multi-file.ts';
import { checkRecord } from './check-record.ts';
import type { BulkRules, BulkRulesDocument } from './document.ts';
import { isApiRules, kindsOf } from './kinds.ts';

export type ParsedBulkRules =
  | {
      readonly kind: 'rules';
      readonly document: BulkRulesDocument;
      readonly warnings: readonly Problem[];
    }
  | {
      readonly kind: 'problems';
      readonly problems: readonly BulkProblem[];
      readonly warnings: readonly Problem[];
    }
  /** Rules for an API: a mistake of configuration, not of the rules. */
  | { readonly kind: 'api-rules' };

/** A problem and the top-level key in whose value it lies. */
export interface BulkProblem extends Problem {
  readonly key: string | undefined;
}

export interface BulkRulesOptions {
  readonly mode: RulesMode;
  readonly isLookupTable: boolean;
}

/** Reads rules for files: everything checked, or all problems at once, sorted by place. */
export function parseBulkRules(text: string, options: BulkRulesOptions): ParsedBulkRules {
  return checkBulkRules(parseYaml(text), options);
}

export function checkBulkRules(parsed: ParsedYaml, options: BulkRulesOptions): ParsedBulkRules {
  const reader = new RulesReader(parsed);
  const { root } = reader;
  if (isApiRules(root)) return { kind: 'api-rules' };
  const context = { reader, ...options };
  const rules = reader.problems.length === 0 ? checkOutermost(root, context) : undefined;
  const warnings = reader.warnings.toSorted(byPosition);
  if (rules === undefined || reader.problems.length > 0) {
    const problems = reader.problems.toSorted(byPosition);
    return {
      kind: 'problems',
      problems: problems.map((problem) => ({ ...problem, key: keyAround(problem, root) })),
      warnings,
    };
  }
  const sha = createHash('sha256').update(canonicalRules(root)).digest('hex');
  return { kind: 'rules', document: { mode: options.mode, sha, rules }, warnings };
}

function checkOutermost(root: RulesNode | undefined, context: BulkContext): BulkRules | undefined {
  return checkNode(root, context, 0);
}

/** Multi-file rules may hold multi-file rules, once. */
function checkNode(
  written: RulesNode | undefined,
  context: BulkContext,
  depth: number,
): BulkRules | undefined {
  const { reader } = context;
  const node = withoutScopeId(written, context);
  if (node?.kind !== 'map') {
    return reader.problem('wrong-type', node, 'the rules must be a map');
  }
  if (node.entries.length === 0) return reader.problem('empty-rules', node, 'the rules are empty');
  const kinds = kindsOf(node);
  if (kinds.length > 1) {
    return reader.problem('two-kinds', node, `keys of ${kinds.join(' and ')} rules stand together`);
  }
  switch (kinds[0]) {
    case undefined:
    case 'columnar':
      return checkColumnar(node, context);
    case 'record':
      return checkRecord(node, context);
    case 'multi-file':
      if (depth > 1) {
        return reader.problem('bad-template', node, 'fileRules may be nested once, not deeper');
      }
      return checkMultiFile(node, context, (inner) => checkNode(inner, context, depth + 1));
    default:
      return kinds[0] satisfies never;
  }
}

/** `defaultScopeIdForSource` says nothing any more. */
function withoutScopeId(
  node: RulesNode | undefined,
  { reader, mode }: BulkContext,
): RulesNode | undefined {
  if (node?.kind !== 'map') return node;
  const found = node.entries.find(({ name }) => name === 'defaultScopeIdForSource');
  if (found === undefined) return node;
  const message = 'defaultScopeIdForSource has no meaning here';
  if (mode === 'strict') reader.problem('forbidden-key', found.keyNode, message);
  else reader.warn('ignored-key', found.keyNode, message);
  return { ...node, entries: node.entries.filter((entry) => entry !== found) };
}

/** Problems that no single key is at fault for. */
const OF_THE_WHOLE: ReadonlySet<Problem['code']> = new Set(['undecided', 'empty-rules', 'two-kinds']);

function keyAround(problem: Problem, root: RulesNode | undefined): string | undefined {
  if (root?.kind !== 'map' || OF_THE_WHOLE.has(problem.code)) return undefined;
  return root.entries.findLast(({ keyNode }) => {
    const { line, column } = keyNode.position;
    return line < problem.line || (line === problem.line && column <= problem.column);
  })?.name;
}

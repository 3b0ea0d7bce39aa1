import { createHash } from 'node:crypto';
import type { SchemaNode } from '../sanitize/schema.ts';
import { checkEndpoint } from './check-endpoint.ts';
import { checkHeaders } from './check-headers.ts';
import { checkSchema, type SchemaContext } from './check-schema.ts';
import type { EndpointRule, RulesDocument, RulesMode } from './document.ts';
import { TOP_KEYS } from './keys.ts';
import type { ParsedYaml } from './parse-yaml.ts';
import { byPosition, type Problem } from './problem.ts';
import { canonicalRules } from './canonical-rules.ts';
import type { RulesNode } from './rules-node.ts';
import { RulesReader, type Fields } from './rules-reader.ts';

export type ParsedRules =
  | {
      readonly kind: 'rules';
      readonly document: RulesDocument;
      readonly warnings: readonly Problem[];
    }
  | {
      readonly kind: 'problems';
      readonly problems: readonly Problem[];
      readonly warnings: readonly Problem[];
    };

/** Checks the nodes of a rules document: everything, or all its problems at once, sorted by place. */
export function checkRules(
  parsed: ParsedYaml,
  options: { readonly mode: RulesMode },
): ParsedRules {
  const reader = new RulesReader(parsed);
  const document = reader.problems.length === 0 ? checkDocument(reader, options.mode) : undefined;
  const warnings = reader.warnings.toSorted(byPosition);
  if (document !== undefined && reader.problems.length === 0)
    return { kind: 'rules', document, warnings };
  return { kind: 'problems', problems: reader.problems.toSorted(byPosition), warnings };
}

function checkDocument(reader: RulesReader, mode: RulesMode): RulesDocument | undefined {
  const { root } = reader;
  refuseForbiddenKeys(reader, mode);
  const fields = reader.fields(root, 'the rules', [
    ...TOP_KEYS,
    'allowAllEndpoints',
    'defaultScopeIdForSource',
  ]);
  if (fields === undefined) return undefined;
  const definitions = reader.entries(fields.get('definitions')?.value ?? root, 'definitions') ?? [];
  const hasDefinitions = fields.has('definitions');
  const context = {
    reader,
    mode,
    definitions: hasDefinitions ? definitions.map(({ name }) => name) : [],
  };
  const headers = fields.get('allowedRequestHeaders');
  return {
    mode,
    sha: createHash('sha256').update(canonicalRules(root)).digest('hex'),
    definitions: hasDefinitions ? checkDefinitions(fields, context) : new Map(),
    endpoints: checkEndpoints(root, fields, {
      ...context,
      headers: headers === undefined ? [] : checkHeaders(headers.value ?? headers.keyNode, reader),
    }),
  };
}

function refuseForbiddenKeys(reader: RulesReader, mode: RulesMode): void {
  // A root that is no map is a problem of its own, said once.
  const entries = reader.root?.kind === 'map' ? reader.root.entries : [];
  for (const { name, keyNode } of entries) {
    if (name === 'allowAllEndpoints') {
      reader.problem(
        'forbidden-key',
        keyNode,
        'allowAllEndpoints lets everything through; list the endpoints',
      );
    } else if (name === 'defaultScopeIdForSource') {
      const message = 'defaultScopeIdForSource has no meaning here';
      if (mode === 'strict') reader.problem('forbidden-key', keyNode, message);
      else reader.warn('ignored-key', keyNode, message);
    }
  }
}

function checkDefinitions(fields: Fields, context: SchemaContext): ReadonlyMap<string, SchemaNode> {
  const entries = context.reader.entries(fields.get('definitions')?.value, 'definitions') ?? [];
  const nodes = new Map<string, SchemaNode>();
  for (const { name, value, keyNode } of entries) {
    const node = checkSchema(value ?? keyNode, context);
    if (node !== undefined) nodes.set(name, node);
  }
  const reported = new Set<string>();
  for (const { name, keyNode } of entries) {
    const cycle = cycleOf(name, nodes);
    if (cycle === undefined || cycle.some((one) => reported.has(one))) continue;
    reported.add(name);
    context.reader.problem('bad-schema', keyNode, `the definition "${name}" is only itself`);
  }
  return nodes;
}

/** The definitions on the way from one back to itself by `$ref` and `anyOf` alone, which would never reach a value. */
function cycleOf(
  name: string,
  nodes: ReadonlyMap<string, SchemaNode>,
): readonly string[] | undefined {
  const seen = new Set<string>();
  const reaches = (node: SchemaNode | undefined): boolean => {
    if (node === undefined || node.kind === 'value') return false;
    if (node.kind === 'any-of') return node.alternatives.some(reaches);
    if (node.name === name) return true;
    if (seen.has(node.name)) return false;
    seen.add(node.name);
    return reaches(nodes.get(node.name));
  };
  return reaches(nodes.get(name)) ? [name, ...seen] : undefined;
}

type EndpointsContext = SchemaContext & { readonly headers: readonly string[] };

function checkEndpoints(
  root: RulesNode | undefined,
  fields: Fields,
  context: EndpointsContext,
): readonly EndpointRule[] {
  const { reader } = context;
  const entry = fields.get('endpoints');
  if (entry === undefined) {
    reader.missing('endpoints', { fields, node: root, message: 'the rules need "endpoints"' });
    return [];
  }
  const elements = reader.elements(entry.value ?? entry.keyNode, 'endpoints') ?? [];
  if (elements.length === 0 && entry.value?.kind === 'list') {
    reader.problem('empty-list', entry.keyNode, 'endpoints must name at least one endpoint');
  }
  const takenIds = new Set<string>();
  return elements.flatMap((element, index) => {
    const defaultId = `e${String(index + 1).padStart(2, '0')}`;
    const endpoint = checkEndpoint(element, { ...context, takenIds, defaultId });
    return endpoint === undefined ? [] : [endpoint];
  });
}

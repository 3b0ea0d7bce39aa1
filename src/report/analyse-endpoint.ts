import type { Definitions, SchemaNode, ValueNode } from '../sanitize/schema.ts';
import type { TransformRule } from '../sanitize/transform.ts';
import { transforms, type TransformDefinition } from '../sanitize/transforms/index.ts';
import { moreVisible, type Fate } from './fate.ts';
import { pathReach } from '../rules/path-reach.ts';
import { placeText, schemaPlaces, type SchemaPlace } from '../rules/schema-places.ts';

/** What becomes of one field, and the line of the rules that decides it. */
export interface FieldFate {
  /** `$.users[*].email`. */
  readonly path: string;
  readonly fate: Fate;
  readonly line: number;
}

export interface AnalysedRules {
  readonly responseSchema: SchemaNode;
  readonly definitions: Definitions;
  readonly transforms: readonly TransformRule[];
}

/** The fate of every field that a response schema admits, by the rules alone; all others are removed. */
export function analyseEndpoint(rules: AnalysedRules): readonly FieldFate[] {
  const fields = new Map<string, FieldFate>();
  for (const place of schemaPlaces(rules.responseSchema, rules.definitions)) {
    if (!isLeaf(place.node)) continue;
    const path = placeText(place.steps);
    const found = { path, ...fateOf(place, rules.transforms) };
    const other = fields.get(path);
    const wins = other === undefined || moreVisible(found.fate, other.fate) !== other.fate;
    if (wins) fields.set(path, found);
  }
  return [...fields.values()];
}

/** Scalars, and containers that are kept without anything declared inside. */
function isLeaf({ types, items, properties }: ValueNode): boolean {
  if (types === undefined) return true;
  const scalars = types.filter((type) => type !== 'object' && type !== 'array');
  return (
    scalars.length > 0 ||
    (items === undefined && (properties === undefined || properties.size === 0))
  );
}

function fateOf(
  { steps, node }: SchemaPlace,
  rules: readonly TransformRule[],
): { readonly fate: Fate; readonly line: number } {
  let decided: { fate: Fate; line: number } = { fate: keptAs(node), line: node.position.line };
  for (const rule of rules) {
    for (const { path, position } of rule.paths) {
      const fate = fateBy(rule, steps, path);
      if (fate !== undefined && decided.fate !== 'remove') decided = { fate, line: position.line };
    }
  }
  return decided;
}

/** Text that only a list, a pattern or a format admits is `keep-enum`. */
function keptAs({ types, values, pattern, format }: ValueNode): Fate {
  if (types?.length === 0) return 'remove';
  const isText = types === undefined || types.includes('string');
  const isBounded = values !== undefined || pattern !== undefined || format !== undefined;
  if (types?.every((type) => type === 'object' || type === 'array') === true) return 'remove';
  return isText && isBounded ? 'keep-enum' : 'keep';
}

function fateBy(
  rule: TransformRule,
  steps: SchemaPlace['steps'],
  path: TransformRule['paths'][number]['path'],
): Fate | undefined {
  // A transform of a container removes all that is inside.
  const lengths = [...steps.keys(), steps.length];
  const reaches = lengths.map((length) => pathReach(path, steps.slice(0, length)));
  const reach = reaches.includes('always')
    ? 'always'
    : reaches.includes('sometimes')
      ? 'sometimes'
      : 'never';
  if (reach === 'never') return undefined;
  if (reach === 'sometimes' || rule.applyOnlyWhen !== undefined) return 'conditional';
  if (reaches.at(-1) !== 'always') return 'remove';
  const definition = new Map<string, TransformDefinition>(Object.entries(transforms)).get(
    rule.kind,
  );
  return definition?.fate(rule.options);
}

import { transforms } from '../sanitize/transforms/index.ts';
import type { TransformRule } from '../sanitize/transform.ts';
import type { RecordRules, RecordTransform } from '../rules/bulk/document.ts';
import type { RulesNode } from '../rules/rules-node.ts';
import { analyseEndpoint, type EndpointAnalysis } from './analyse-endpoint.ts';
import { findEntry } from './rules-places.ts';

/** The fates of the fields of records, by the rules alone. */
export function analyseRecords(rules: RecordRules, root: RulesNode): EndpointAnalysis {
  const list = findEntry(root, 'transforms')?.value;
  const nodes = list?.kind === 'list' ? list.elements : [];
  return analyseEndpoint({
    responseSchema: rules.schema,
    definitions: new Map(),
    position: root.position,
    transforms: rules.transforms.map((transform, index) => toRule(transform, nodes[index] ?? root)),
  });
}

/** As a transform of answers, at the places where its paths stand. */
function toRule(transform: RecordTransform, node: RulesNode): TransformRule {
  const { kind, paths } = transform;
  const places = pathNodes(node);
  return {
    kind,
    paths: paths.map((path, index) => ({ path, position: (places[index] ?? node).position })),
    applyOnlyWhen: undefined,
    options: {
      ...defaultsOf(kind),
      ...(transform.kind === 'textDigest' ? { keywords: transform.keywords } : {}),
    },
    position: node.position,
  };
}

function pathNodes(transform: RulesNode): readonly RulesNode[] {
  const argument = transform.kind === 'map' ? transform.entries[0]?.value : undefined;
  const paths = argument && (findEntry(argument, 'jsonPaths')?.value ?? argument);
  if (paths === undefined) return [];
  return paths.kind === 'list' ? paths.elements : [paths];
}

function defaultsOf(kind: RecordTransform['kind']): TransformRule['options'] {
  const options = Object.entries(transforms[kind].options);
  return Object.fromEntries(options.map(([name, option]) => [name, option.default]));
}

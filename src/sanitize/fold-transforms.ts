import type { Definitions, SchemaNode } from './schema.ts';
import {
  isPlain,
  keyOf,
  selectionAtRoot,
  selectionInside,
  stillOpen,
  transformsHere,
  type PlainPath,
  type Selection,
} from './selection.ts';
import { bindTransform } from './bind-transform.ts';
import type { SanitizeTools } from './sanitizer.ts';
import type { TransformRule } from './transform.ts';

export interface FoldedTransforms {
  /** Paths that the schema filter takes along on its walk, at its root. */
  readonly folded: Selection;
  /** What has to run after it, in order. */
  readonly rest: readonly TransformRule[];
}

export interface FoldableRules {
  readonly schema: SchemaNode | undefined;
  readonly definitions: Definitions;
  readonly transforms: readonly TransformRule[];
}

/**
 * Splits the transforms of an endpoint: as many paths from the start as a schema alone can place are
 * folded into its filter, so that one walk does both; from the first that needs the document on, the
 * rest runs after it. Why the result is the same: docs/decisions/0006-one-walk.md.
 */
export function foldTransforms(rules: FoldableRules, tools: SanitizeTools): FoldedTransforms {
  const { schema, definitions, transforms } = rules;
  if (schema === undefined) return { folded: [], rest: transforms };
  let folded = selectionAtRoot(plainPathsAtStart(transforms, tools));
  while (!isApart(schema, folded, definitions)) folded = folded.slice(0, -1);
  return { folded, rest: transformsFrom(folded.length, transforms) };
}

function plainPathsAtStart(
  transforms: readonly TransformRule[],
  tools: SanitizeTools,
): readonly PlainPath[] {
  const plain: PlainPath[] = [];
  for (const rule of transforms) {
    if (rule.applyOnlyWhen !== undefined) return plain;
    const transform = bindTransform(rule, tools);
    for (const { path } of rule.paths) {
      if (!isPlain(path.steps)) return plain;
      plain.push({ order: plain.length, steps: path.steps, transform });
    }
  }
  return plain;
}

/** The rules without their first `count` paths. */
function transformsFrom(
  count: number,
  transforms: readonly TransformRule[],
): readonly TransformRule[] {
  let left = count;
  return transforms.flatMap((rule) => {
    const paths = rule.paths.slice(left);
    left = Math.max(0, left - rule.paths.length);
    return paths.length === 0 ? [] : [{ ...rule, paths }];
  });
}

/**
 * True if no path ends at an object or array in which another path goes on: there the order of the
 * changes would matter.
 */
function isApart(schema: SchemaNode, root: Selection, definitions: Definitions): boolean {
  const seen = new Set<string>();
  const check = (node: SchemaNode | undefined, selection: Selection): boolean => {
    if (node === undefined || selection.length === 0) return true;
    switch (node.kind) {
      case 'any-of':
        return node.alternatives.every((one) => check(one, selection));
      case 'ref': {
        const key = `${node.name} ${keyOf(selection)}`;
        if (seen.has(key)) return true;
        seen.add(key);
        return check(definitions.get(node.name), selection);
      }
      case 'value': {
        const { properties, items } = node;
        if (properties === undefined && items === undefined) return true;
        const open = stillOpen(selection);
        if (open.length > 0 && transformsHere(selection).length > 0) return false;
        return (
          check(items, selectionInside(open, undefined)) &&
          [...(properties ?? [])].every(([name, property]) =>
            check(property, selectionInside(open, name)),
          )
        );
      }
      default:
        return node satisfies never;
    }
  };
  return check(schema, root);
}

import type { Definitions, SchemaNode, ValueNode } from './schema.ts';

/** What of a body's spelling has to be known, given what its schema lets through. */
export interface SpellingNeeds {
  /** Numbers that may have a fraction are kept, so their digits count. Of integers a double tells enough. */
  readonly ofNumbers: boolean;
  /** A declared name is a number, which the engine would move to the front. */
  readonly ofNameOrder: boolean;
}

export function spellingNeeds(
  schema: SchemaNode | undefined,
  definitions: Definitions,
): SpellingNeeds {
  if (schema === undefined) return { ofNumbers: true, ofNameOrder: true };
  const nodes = [schema, ...definitions.values()].flatMap(valueNodes);
  return {
    ofNumbers: nodes.some(({ types }) => types === undefined || types.includes('number')),
    ofNameOrder: nodes.some(({ properties }) =>
      [...(properties?.keys() ?? [])].some((name) => /^\d+$/.test(name)),
    ),
  };
}

/** The value nodes below a node; references are not followed. */
function valueNodes(node: SchemaNode): readonly ValueNode[] {
  switch (node.kind) {
    case 'ref':
      return [];
    case 'any-of':
      return node.alternatives.flatMap(valueNodes);
    case 'value': {
      const inside = [...(node.properties?.values() ?? []), ...(node.items ? [node.items] : [])];
      return [node, ...inside.flatMap(valueNodes)];
    }
    default:
      return node satisfies never;
  }
}

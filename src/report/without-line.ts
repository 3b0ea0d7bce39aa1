import type { EndpointRule, RulesDocument } from '../rules/document.ts';
import type { Definitions, SchemaNode } from '../sanitize/schema.ts';

/** The rules without what one line of their text says: its JSON paths and the fields it declares. */
export function withoutLine(document: RulesDocument, line: number): RulesDocument {
  return {
    ...document,
    definitions: new Map(
      [...document.definitions].map(([name, node]) => [name, withoutDeclared(node, line)]),
    ),
    endpoints: document.endpoints.map((endpoint) => ({
      ...endpoint,
      responseSchema: endpoint.responseSchema && withoutDeclared(endpoint.responseSchema, line),
      transforms: withoutPaths(endpoint.transforms, line),
    })),
  };
}

/** The transforms without the paths of a line; one without paths does nothing any more. */
export function withoutPaths(
  transforms: EndpointRule['transforms'],
  line: number,
): EndpointRule['transforms'] {
  return transforms
    .map((rule) => ({
      ...rule,
      paths: rule.paths.filter(({ position }) => position.line !== line),
    }))
    .filter(({ paths }) => paths.length > 0);
}

function withoutDeclared(node: SchemaNode, line: number): SchemaNode {
  switch (node.kind) {
    case 'ref':
      return node;
    case 'any-of': {
      const kept = node.alternatives.filter(({ position }) => position.line !== line);
      return { ...node, alternatives: kept.map((one) => withoutDeclared(one, line)) };
    }
    case 'value':
      return {
        ...node,
        properties: node.properties && withoutProperties(node.properties, line),
        items: node.items && withoutDeclared(node.items, line),
      };
    default:
      return node satisfies never;
  }
}

function withoutProperties(properties: Definitions, line: number): Definitions {
  const kept = [...properties].filter(([, { position }]) => position.line !== line);
  return new Map(kept.map(([name, node]) => [name, withoutDeclared(node, line)]));
}

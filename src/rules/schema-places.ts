import type { Definitions, SchemaNode, ValueNode } from '../sanitize/schema.ts';

/** One place that a response schema admits: names of properties from the root, `*` for every element of an array. */
export interface SchemaPlace {
  readonly steps: readonly PlaceStep[];
  readonly node: ValueNode;
}

export type PlaceStep = { readonly name: string } | '*';

/**
 * All places of a schema, containers included, in document order. `anyOf` gives the places of every
 * alternative. A definition that contains itself is followed once; deeper levels look the same.
 */
export function schemaPlaces(schema: SchemaNode, definitions: Definitions): readonly SchemaPlace[] {
  const places: SchemaPlace[] = [];
  const visit = (node: SchemaNode, steps: readonly PlaceStep[], open: readonly string[]): void => {
    if (node.kind === 'ref') {
      const target = definitions.get(node.name);
      const times = open.filter((name) => name === node.name).length;
      if (target !== undefined && times < 2) visit(target, steps, [...open, node.name]);
      return;
    }
    if (node.kind === 'any-of') {
      for (const alternative of node.alternatives) visit(alternative, steps, open);
      return;
    }
    places.push({ steps, node });
    for (const [name, property] of node.properties ?? [])
      visit(property, [...steps, { name }], open);
    if (node.items !== undefined) visit(node.items, [...steps, '*'], open);
  };
  visit(schema, [], []);
  return places;
}

/** `$.users[*].email`; names that are no plain words are quoted. */
export function placeText(steps: readonly PlaceStep[]): string {
  const texts = steps.map((step) => {
    if (step === '*') return '[*]';
    return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(step.name)
      ? `.${step.name}`
      : `['${step.name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`;
  });
  return `$${texts.join('')}`;
}

import type { Definitions, Position, SchemaNode, ValueNode } from '../sanitize/schema.ts';

/** One place that a response schema admits: names of properties from the root, `*` for every element of an array. */
export interface SchemaPlace {
  readonly steps: readonly PlaceStep[];
  readonly node: ValueNode;
  /** Where the nearest property is named. */
  readonly declaredAt: Position;
}

export type PlaceStep = { readonly name: string } | '*';

/** Recursion that branches could make a small schema huge. */
const MAX_PLACES = 20_000;

/**
 * All places of a schema, containers included, in document order. `anyOf` gives the places of every
 * alternative. A definition that contains itself is followed once, and on to `depth` steps for who
 * must tell its levels apart; deeper ones look the same.
 */
export function schemaPlaces(
  schema: SchemaNode,
  definitions: Definitions,
  depth = 0,
): readonly SchemaPlace[] {
  const places: SchemaPlace[] = [];
  const visit = (node: SchemaNode, at: Visit): void => {
    const { steps, declaredAt, open } = at;
    if (node.kind === 'ref') {
      const target = definitions.get(node.name);
      const times = open.filter((name) => name === node.name).length;
      const goesOn = times < 2 || (steps.length <= depth && places.length < MAX_PLACES);
      if (target !== undefined && goesOn) visit(target, { ...at, open: [...open, node.name] });
      return;
    }
    if (node.kind === 'any-of') {
      for (const alternative of node.alternatives) visit(alternative, at);
      return;
    }
    places.push({ steps, node, declaredAt });
    for (const [name, property] of node.properties ?? []) {
      visit(property, { steps: [...steps, { name }], declaredAt: property.position, open });
    }
    if (node.items !== undefined) visit(node.items, { steps: [...steps, '*'], declaredAt, open });
  };
  visit(schema, { steps: [], declaredAt: schema.position, open: [] });
  return places;
}

interface Visit {
  readonly steps: readonly PlaceStep[];
  readonly declaredAt: Position;
  /** Definitions that are being followed. */
  readonly open: readonly string[];
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

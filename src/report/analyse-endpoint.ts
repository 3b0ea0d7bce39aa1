import type { EndpointRule, RulesDocument } from '../rules/document.ts';
import {
  placeText,
  schemaPlaces,
  type PlaceStep,
  type SchemaPlace,
} from '../rules/schema-places.ts';
import type { Position, SchemaNode, ValueNode } from '../sanitize/schema.ts';
import { keptAs, toAdmitted, typesOf, type Admitted } from './admitted.ts';
import { lessVisible, type CertainFate } from './fate.ts';
import type { FateReason, FieldFate } from './field-fate.ts';
import { pathEffects, transformEffects, type TransformEffect } from './transform-effect.ts';

export interface AnalysedRules extends Pick<EndpointRule, 'transforms' | 'position'> {
  /** Undefined only in compatible mode: every field passes. */
  readonly responseSchema: SchemaNode | undefined;
  readonly definitions: RulesDocument['definitions'];
}

/** The fates of one endpoint's fields, by the rules alone. */
export interface EndpointAnalysis {
  /** Every field that the response schema declares; without a schema, the places that transforms name. */
  readonly fields: readonly FieldFate[];
  /** What becomes of a field given by its steps, whether the rules name it or not. */
  fateAt(steps: readonly PlaceStep[]): FieldFate;
}

/** Walks schema and transforms together, without data. */
export function analyseEndpoint(rules: AnalysedRules): EndpointAnalysis {
  const { responseSchema, definitions, transforms, position } = rules;
  if (responseSchema === undefined) return analyseWithoutSchema(rules);
  const depth = 1 + Math.max(0, ...transforms.flatMap(({ paths }) => paths.map(stepsOf)));
  const walkTo = (some: number): ReadonlyMap<string, readonly SchemaPlace[]> =>
    Map.groupBy(schemaPlaces(responseSchema, definitions, some), ({ steps }) => placeText(steps));
  const byPath = walkTo(depth);
  const leaves = [...byPath].filter(([, same]) => isLeaf(same));
  return {
    fields: leaves.map(([path, same]) => declaredField(path, same, transforms)),
    fateAt: (steps) => {
      // Definitions that contain themselves have been followed only so far.
      const deepEnough = steps.length > depth ? walkTo(steps.length) : byPath;
      const path = placeText(steps);
      const same = deepEnough.get(path) ?? [];
      if (isLeaf(same)) return declaredField(path, same, transforms);
      return undeclaredField(path, nearest(steps, deepEnough) ?? position);
    },
  };
}

function stepsOf({ path }: { readonly path: { readonly steps: readonly unknown[] } }): number {
  return path.steps.length;
}

/** Scalars, and containers that are kept without anything declared inside. */
function isLeaf(places: readonly SchemaPlace[]): boolean {
  return places.some(({ node }) => isLeafNode(node));
}

function isLeafNode({ types, items, properties }: ValueNode): boolean {
  if (types === undefined) return true;
  const scalars = types.filter((type) => type !== 'object' && type !== 'array');
  return (
    scalars.length > 0 ||
    (items === undefined && (properties === undefined || properties.size === 0))
  );
}

function declaredField(
  path: string,
  places: readonly SchemaPlace[],
  rules: AnalysedRules['transforms'],
): FieldFate {
  const admitted = places.map(({ node }) => toAdmitted(node));
  const [first] = places;
  const steps = first?.steps ?? [];
  const effects = transformEffects({ steps, types: typesOf(admitted) }, rules);
  const line = first?.declaredAt.line ?? 0;
  const start = { outcomes: [keptAs(admitted)], line, reason: { kind: 'declared' } } as const;
  return { path, admitted, effects, ...decide(start, effects) };
}

interface Decision {
  readonly outcomes: readonly CertainFate[];
  readonly line: number;
  readonly reason: FateReason;
}

/** Lets the effects happen one after another to every value that may come. */
function decide(
  start: Decision,
  effects: readonly TransformEffect[],
): Pick<FieldFate, 'fate' | 'outcomes' | 'line' | 'reason'> {
  let now = start;
  for (const effect of effects) {
    const { line, isAround, rule } = effect;
    const changed = now.outcomes.map((outcome) => after(outcome, effect.fate));
    const outcomes = effect.isCertain ? changed : [...now.outcomes, ...changed];
    const next = [...new Set(outcomes)];
    const isSame =
      next.length === now.outcomes.length && next.every((one) => now.outcomes.includes(one));
    if (isSame) continue;
    now = { outcomes: next, line, reason: { kind: 'transform', transform: rule.kind, isAround } };
  }
  const [only] = now.outcomes;
  return { ...now, fate: now.outcomes.length === 1 && only !== undefined ? only : 'conditional' };
}

/** The fate of a value after one more transform: a token that is digested is a digest, what is gone stays gone. */
function after(before: CertainFate, effect: CertainFate): CertainFate {
  if (before === 'remove' || effect === 'keep') return before;
  return before === 'keep' || before === 'keep-enum' ? effect : lessVisible(before, effect);
}

/** What no schema declares is removed; it is decided where it would have to be declared. */
function undeclaredField(path: string, { line }: Position): FieldFate {
  const reason = { kind: 'undeclared' } as const;
  return { path, fate: 'remove', line, reason, outcomes: ['remove'], admitted: [], effects: [] };
}

/** The innermost declared container around a place. */
function nearest(
  steps: readonly PlaceStep[],
  byPath: ReadonlyMap<string, readonly SchemaPlace[]>,
): Position | undefined {
  const around = steps.map((_, index) => placeText(steps.slice(0, steps.length - 1 - index)));
  const found = around.map((path) => byPath.get(path)?.[0]).find((place) => place !== undefined);
  return found?.declaredAt;
}

const ANYTHING: Admitted = {
  types: undefined,
  values: undefined,
  pattern: undefined,
  format: undefined,
  maxLength: undefined,
};

/** Privacy: without a schema all passes that no transform meets, and nobody decided that. */
function analyseWithoutSchema({ transforms, position }: AnalysedRules): EndpointAnalysis {
  const { line } = position;
  const passing = { outcomes: ['keep'], line, reason: { kind: 'no-schema' } } as const;
  const toField = (path: string, effects: readonly TransformEffect[]): FieldFate => ({
    path,
    admitted: [ANYTHING],
    effects,
    ...decide(passing, effects),
  });
  const written = Map.groupBy(pathEffects(transforms), ({ path }) => path.text);
  return {
    fields: [...written].map(([path, effects]) => toField(path, effects)),
    fateAt: (steps) =>
      toField(placeText(steps), transformEffects({ steps, types: undefined }, transforms)),
  };
}

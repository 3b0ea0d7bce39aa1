import type { JsonPath } from '../json-path/json-path.ts';
import { pathReach, type Reach } from '../rules/path-reach.ts';
import type { PlaceStep } from '../rules/schema-places.ts';
import type { TypeName } from '../sanitize/schema.ts';
import type { TransformRule } from '../sanitize/transform.ts';
import { transforms, type TransformDefinition } from '../sanitize/transforms/index.ts';
import type { CertainFate } from './fate.ts';

/** What one path of one transform does to the values of a place. */
export interface TransformEffect {
  readonly rule: TransformRule;
  readonly path: JsonPath;
  readonly line: number;
  readonly fate: CertainFate;
  /** False where it depends on the data whether a value is met at all. */
  readonly isCertain: boolean;
  /** The transform meets a container around the place, which it removes with all that is inside. */
  readonly isAround: boolean;
}

/** A place and the types of the values that come so far; undefined: any scalar. */
export interface TransformedPlace {
  readonly steps: readonly PlaceStep[];
  readonly types: readonly TypeName[] | undefined;
}

/** The effects of transforms on a place, in the order in which they happen. */
export function transformEffects(
  place: TransformedPlace,
  rules: readonly TransformRule[],
): readonly TransformEffect[] {
  return rules.flatMap((rule) =>
    rule.paths.flatMap(({ path, position }) => {
      const effect = effectOf(place, rule, path);
      return effect === undefined ? [] : [{ ...effect, rule, path, line: position.line }];
    }),
  );
}

/** The effects of transforms on whatever their own paths find. */
export function pathEffects(rules: readonly TransformRule[]): readonly TransformEffect[] {
  return rules.flatMap((rule) =>
    rule.paths.map(({ path, position }) => ({
      rule,
      path,
      line: position.line,
      fate: fateOf(rule),
      isCertain: rule.applyOnlyWhen === undefined && path.steps.every(isUnconditional),
      isAround: false,
    })),
  );
}

function isUnconditional({ kind }: JsonPath['steps'][number]): boolean {
  return kind === 'names' || kind === 'wildcard';
}

function effectOf(
  { steps, types }: TransformedPlace,
  rule: TransformRule,
  path: JsonPath,
): Pick<TransformEffect, 'fate' | 'isCertain' | 'isAround'> | undefined {
  const here = pathReach(path, steps);
  const around = strongest(steps.map((_, length) => pathReach(path, steps.slice(0, length))));
  const isAround = around === 'always' || here === 'never';
  const reach = isAround ? around : here;
  if (reach === 'never') return undefined;
  const isCertain = reach === 'always' && rule.applyOnlyWhen === undefined;
  const isTaken = !isAround && takes(rule.kind, types);
  return { fate: isTaken ? fateOf(rule) : 'remove', isCertain, isAround };
}

function strongest(reaches: readonly Reach[]): Reach {
  if (reaches.includes('always')) return 'always';
  return reaches.includes('sometimes') ? 'sometimes' : 'never';
}

const DEFINITIONS: ReadonlyMap<string, TransformDefinition> = new Map(Object.entries(transforms));

function fateOf({ kind, options }: TransformRule): CertainFate {
  return DEFINITIONS.get(kind)?.fate(options) ?? 'remove';
}

/** Kinds that also take numbers; every other takes texts alone and removes the rest. */
const TAKES_NUMBERS: ReadonlySet<string> = new Set(['pseudonymize']);

function takes(kind: string, types: TransformedPlace['types']): boolean {
  const takesNumbers = TAKES_NUMBERS.has(kind);
  return (
    types === undefined ||
    types.some((type) => type === 'string' || (takesNumbers && NUMBERS.has(type)))
  );
}

const NUMBERS: ReadonlySet<TypeName> = new Set(['integer', 'number']);

import type { Step } from '../json-path/json-path.ts';
import type { ValueTransform } from './transforms/definition.ts';

/** A path that asks for nothing but names and wildcards, with what happens where it ends. */
export interface PlainPath {
  /** Its place among all paths of an endpoint. */
  readonly order: number;
  readonly steps: readonly Step[];
  readonly transform: ValueTransform;
}

/** Paths on their way down: which of their steps comes next. One path may be at several steps at once. */
export type Selection = readonly { readonly path: PlainPath; readonly at: number }[];

/** True for a path whose matches a schema alone decides. */
export function isPlain(steps: readonly Step[]): boolean {
  return steps.every(({ kind }) => kind === 'names' || kind === 'wildcard');
}

/** All paths at their first step. */
export function selectionAtRoot(paths: readonly PlainPath[]): Selection {
  return paths.map((path) => ({ path, at: 0 }));
}

/** The paths that go on inside a container: below a property name, or, if undefined, in its elements. */
export function selectionInside(selection: Selection, name: string | undefined): Selection {
  const inside = selection.flatMap((one) => {
    const step = one.path.steps[one.at];
    if (step === undefined) return [];
    const next = { path: one.path, at: one.at + 1 };
    return [...(step.descend ? [one] : []), ...(takes(step, name) ? [next] : [])];
  });
  return [...new Map(inside.map((one) => [keyOf([one]), one])).values()];
}

function takes(step: Step, name: string | undefined): boolean {
  if (step.kind === 'wildcard') return true;
  return step.kind === 'names' && name !== undefined && step.names.includes(name);
}

/** What happens to the value at hand, in order. */
export function transformsHere(selection: Selection): readonly ValueTransform[] {
  return selection
    .filter(({ path, at }) => at === path.steps.length)
    .map(({ path }) => path.transform);
}

/** The paths that have not ended yet. */
export function stillOpen(selection: Selection): Selection {
  return selection.filter(({ path, at }) => at < path.steps.length);
}

/** Equal for selections that go on alike. */
export function keyOf(selection: Selection): string {
  return selection.map(({ path, at }) => `${path.order}:${at}`).join(' ');
}

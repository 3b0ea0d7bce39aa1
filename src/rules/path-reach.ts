import type { JsonPath, Step } from '../json-path/json-path.ts';
import type { PlaceStep } from './schema-places.ts';

/** Whether a JSON path finds a place in every document (`always`), in some (`sometimes`), or in none. */
export type Reach = 'always' | 'sometimes' | 'never';

/** Compares a path with a place of the schema, without data: filters, indexes and slices give `sometimes`. */
export function pathReach(path: JsonPath, place: readonly PlaceStep[]): Reach {
  return reachFrom(path.steps, place);
}

function reachFrom(steps: readonly Step[], place: readonly PlaceStep[]): Reach {
  const [step, ...rest] = steps;
  if (step === undefined) return place.length === 0 ? 'always' : 'never';
  const starts = step.descend ? place.map((_, index) => index).concat(place.length) : [0];
  return starts.map((start) => reachAt(step, rest, place.slice(start))).reduce(stronger, 'never');
}

function reachAt(step: Step, rest: readonly Step[], place: readonly PlaceStep[]): Reach {
  const [here, ...below] = place;
  if (step.kind === 'filter') {
    // A filter tests the elements of an array, or the object itself.
    const asObject = reachFrom(rest, place);
    const asElement = here === '*' ? reachFrom(rest, below) : 'never';
    return weakened(stronger(asObject, asElement));
  }
  if (here === undefined) return 'never';
  switch (step.kind) {
    case 'names':
      return here !== '*' && step.names.includes(here.name) ? reachFrom(rest, below) : 'never';
    case 'wildcard':
      return reachFrom(rest, below);
    case 'indexes':
    case 'slice':
      return here === '*' ? weakened(reachFrom(rest, below)) : 'never';
    default:
      return step satisfies never;
  }
}

function stronger(one: Reach, other: Reach): Reach {
  if (one === 'always' || other === 'always') return 'always';
  return one === 'sometimes' || other === 'sometimes' ? 'sometimes' : 'never';
}

function weakened(reach: Reach): Reach {
  return reach === 'never' ? 'never' : 'sometimes';
}

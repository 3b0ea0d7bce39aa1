import { isJsonObject, namesOf, type JsonValue } from '../json.ts';
import { placeText, type PlaceStep } from '../rules/schema-places.ts';
import { isShowableName } from '../sanitize/showable-name.ts';
import { analyseEndpoint, type AnalysedRules } from './analyse-endpoint.ts';
import type { FieldFate } from './field-fate.ts';

/** A field that a body holds. */
export interface BodyField {
  readonly field: FieldFate;
  /** How many values of the body stand there. */
  readonly count: number;
}

/**
 * The fields of a body as a data sheet names them, in the order in which they first come: all elements
 * of a list are one, `$.users[*].email`. No values, and of names that neither the rules nor the source
 * know only plain words; others are `?`.
 */
export function fieldsOfBody(
  values: readonly JsonValue[],
  rules: AnalysedRules,
  knownPaths: ReadonlySet<string> | undefined,
): readonly BodyField[] {
  const counts = new Map<string, number>();
  const places = new Map<string, readonly PlaceStep[]>();
  const visit = (value: JsonValue, steps: readonly PlaceStep[]): void => {
    if (Array.isArray(value)) {
      for (const element of value) visit(element, [...steps, '*']);
    } else if (isJsonObject(value)) {
      for (const name of namesOf(value)) visit(value[name] ?? null, [...steps, { name }]);
    } else {
      const path = placeText(steps);
      counts.set(path, (counts.get(path) ?? 0) + 1);
      places.set(path, steps);
    }
  };
  for (const value of values) visit(value, []);
  const analysis = analyseEndpoint(rules);
  const shown = new Map<string, BodyField>();
  for (const [path, steps] of places) {
    const field = analysis.fateAt(steps);
    const isDeclared = rules.responseSchema !== undefined && field.reason.kind !== 'undeclared';
    const isKnown = isDeclared || knownPaths?.has(path) === true;
    // Privacy: a name that nobody knows may be data.
    const name = isKnown ? path : placeText(steps.map(toShowableStep));
    const count = (counts.get(path) ?? 0) + (shown.get(name)?.count ?? 0);
    shown.set(name, { field: { ...field, path: name }, count });
  }
  return [...shown.values()];
}

function toShowableStep(step: PlaceStep): PlaceStep {
  return step === '*' || isShowableName(step.name) ? step : { name: '?' };
}

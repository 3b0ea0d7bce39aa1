import type { EndpointPath } from '../rules/document.ts';
import type { PlaceStep } from '../rules/schema-places.ts';
import type { FieldClass } from './field-class.ts';
import type { RemainingRisk } from './remaining-risk.ts';

/** What a source is known to answer, field by field. */
export interface FieldInventory {
  /** `zoom`. */
  readonly name: string;
  readonly endpoints: readonly InventoryEndpoint[];
  /** What can still be learned of answers that its default rules have sanitized. */
  readonly risks: readonly RemainingRisk[];
}

export interface InventoryEndpoint {
  /** `/v2/users/{userId}`. */
  readonly path: string;
  /** Values; no containers. */
  readonly fields: readonly InventoryField[];
  /** Paths of objects and lists; some sources send a plain value in the place of one. */
  readonly containers: ReadonlySet<string>;
}

export interface InventoryField {
  /** `$.users[*].email`. */
  readonly path: string;
  readonly steps: readonly PlaceStep[];
  readonly class: FieldClass;
}

/** Steps of a path that has names and `[*]` only. */
export function toPlaceSteps(path: string): readonly PlaceStep[] {
  return [...path.matchAll(/\[\*\]|\.([^.[]+)/g)].map(([, name]) =>
    name === undefined ? '*' : { name },
  );
}

/** Values that stand for a parameter where a path has to be tried: an id, a number, a word. */
const SAMPLES = ['aB3dE5gH7jK9mN1pQ3sT5w==', '12345678901', 'me'];

/** The endpoints of an inventory whose answers an endpoint of the rules lets through. */
export function inventoryEndpointsOf(
  path: EndpointPath,
  { endpoints }: FieldInventory,
): readonly InventoryEndpoint[] {
  const same = endpoints.filter((one) => withoutNames(one.path) === withoutNames(path.text));
  if (path.kind === 'template' && same.length > 0) return same;
  return endpoints.filter((one) => samplesOf(one.path).some((sample) => matches(path, sample)));
}

function withoutNames(pathText: string): string {
  return pathText.toLowerCase().replaceAll(/\{[^}]*\}/g, '{}');
}

function samplesOf(path: string): readonly string[] {
  return SAMPLES.map((sample) => path.replaceAll(/\{[^}]*\}/g, sample));
}

function matches(path: EndpointPath, sample: string): boolean {
  return path.kind === 'template'
    ? path.template.match(sample) !== undefined
    : path.regex.matchesWhole(sample) === true;
}

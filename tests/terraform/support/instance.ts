/** One instance in a deployment, with what it should be. */
import { type Deployment, type Resource } from './deployment.ts';
import type { Facts } from './facts.ts';

export interface Instance {
  readonly facts: Facts;
  readonly resources: readonly Resource[];
}

/** Names what is wrong, one line each; the empty list is good. */
export type Check = (instance: Instance) => readonly string[];

export function instanceOf(facts: Facts, deployment: Deployment): Instance {
  const resources = deployment.resources.filter(({ address }) =>
    address.startsWith(`${facts.module}.`),
  );
  return { facts, resources };
}

export function all({ resources }: Instance, type: string): readonly Resource[] {
  return resources.filter((resource) => resource.type === type);
}

/** The one that carries a value; an absent one has no values. */
export function oneWith(
  instance: Instance,
  [type, attribute, value]: readonly [type: string, attribute: string, value: string],
): Resource {
  const found = all(instance, type).find(({ values }) => values[attribute] === value);
  return found ?? { address: `no ${type} ${value}`, type, name: '', values: {}, dependencies: [] };
}

/** A line for each claim that does not hold. */
export function failing(
  place: string,
  claims: Readonly<Record<string, boolean>>,
): readonly string[] {
  return Object.entries(claims)
    .filter(([, holds]) => !holds)
    .map(([claim]) => `${place}: ${claim}`);
}

export function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function sorted(values: Iterable<string>): readonly string[] {
  return [...values].sort();
}

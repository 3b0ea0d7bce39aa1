/** What was deployed, read from the state: every value is known there, unlike in a plan. */
import { readFileSync } from 'node:fs';

export interface Resource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Types and names, with their modules, that were there before it. */
  readonly dependencies: readonly string[];
}

export interface Deployment {
  /** The state as text. */
  readonly text: string;
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
}

interface State {
  readonly outputs: Deployment['outputs'];
  readonly resources: readonly {
    readonly module?: string;
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: string | number;
      readonly attributes: Readonly<Record<string, unknown>>;
      readonly dependencies?: readonly string[];
    }[];
  }[];
}

export function readDeployment(stateFile: string): Deployment {
  const text = readFileSync(stateFile, 'utf8');
  const state = JSON.parse(text) as State;
  const resources = state.resources
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ module, type, name, instances }) =>
      instances.map(({ index_key: key, attributes, dependencies = [] }) => ({
        address: [module, type, name].filter(Boolean).join('.') + keyText(key),
        type,
        name,
        values: attributes,
        dependencies,
      })),
    );
  return { text, resources, outputs: state.outputs };
}

function keyText(key: string | number | undefined): string {
  return key === undefined ? '' : `[${JSON.stringify(key)}]`;
}

export function ofType(deployment: Deployment, type: string): readonly Resource[] {
  return deployment.resources.filter((resource) => resource.type === type);
}

/** A value deep in a resource: `environment.0.variables`. */
export function valueAt(resource: Resource, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, step) =>
        typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined,
      resource.values,
    );
}

/** The same, as a text; anything else is the empty text. */
export function textAt(resource: Resource, path: string): string {
  const value = valueAt(resource, path);
  return typeof value === 'string' ? value : '';
}

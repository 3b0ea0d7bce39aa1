import { Secret } from '../secret.ts';
import { settingsTable, type SettingName } from '../settings.ts';
import {
  environmentValue,
  instanceNamespace,
  isUnfilled,
  sharedNamespace,
  type Environment,
} from './read-environment.ts';
import type { ReadStore, StoredValue } from './store.ts';

/** Settings that may be identifiers or secrets: looked for as configuration first, then among the secrets. */
const EITHER: ReadonlySet<string> = new Set(['ACCOUNT_ID', 'CLIENT_ID']);

export interface Stores {
  readonly parameters: ReadStore;
  /** Undefined where secrets are parameters too. */
  readonly secrets: ReadStore | undefined;
}

/** Values of settings that may stand in a store. */
export interface StoredValues {
  readonly value: (name: SettingName) => Secret | undefined;
  /** Names whose value came from the environment. */
  readonly fromEnvironment: readonly SettingName[];
  readonly lastModified: ReadonlyMap<string, Date>;
}

export type ReadStoredValues = (
  names: readonly SettingName[],
  /** One call for each namespace (both at once), or one call for all. */
  batch: 'by-namespace' | 'together',
) => Promise<StoredValues>;

type Found = ReadonlyMap<string, StoredValue>;

/** Environment first, then the parameter store, then the secret store; in each this function's namespace before the shared one. Throws StoreUnavailable. */
export function createStoredValues(environment: Environment, stores: Stores): ReadStoredValues {
  const namespaces = [instanceNamespace(environment), sharedNamespace(environment)].filter(isFirst);
  const { parameters, secrets } = stores;
  const isParameter = (name: SettingName): boolean =>
    secrets === undefined || settingsTable[name].kind === 'config';
  const isSecret = (name: SettingName): boolean =>
    settingsTable[name].kind === 'secret' || EITHER.has(name);
  return async (names, batch) => {
    const inEnvironment = new Map(
      names.flatMap((name) => {
        const text = environmentValue(environment, name);
        return text === undefined ? [] : [[name, toValue(text)] as const];
      }),
    );
    const wanted = names.filter((name) => !inEnvironment.has(name));
    const fullNames = (some: readonly SettingName[]): readonly (readonly string[])[] =>
      namespaces.map((namespace) => some.map((name) => `${namespace}${name}`));
    const parameterNames = fullNames(wanted.filter(isParameter));
    const [fromParameters, fromSecrets] = await Promise.all([
      readBatches(parameters, batch === 'together' ? [parameterNames.flat()] : parameterNames),
      secrets === undefined
        ? NOTHING
        : readBatches(secrets, [fullNames(wanted.filter(isSecret)).flat()]),
    ]);
    const places = [fromParameters, fromSecrets].flatMap((found) =>
      namespaces.map((namespace) => ({ found, namespace })),
    );
    const resolved = names.flatMap((name) => {
      const value = inEnvironment.get(name) ?? firstFilled(name, places);
      return value === undefined ? [] : [[name, value] as const];
    });
    return toStoredValues(new Map(resolved), [...inEnvironment.keys()]);
  };
}

const NOTHING: Found = new Map();

function isFirst(text: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(text) === index;
}

function toValue(text: string): StoredValue {
  return { value: new Secret(text), lastModified: undefined };
}

/** All batches at once. No name, no call. */
async function readBatches(
  read: ReadStore,
  batches: readonly (readonly string[])[],
): Promise<Found> {
  const found = await Promise.all(
    batches.filter((names) => names.length > 0).map((names) => read(names)),
  );
  return new Map(found.flatMap((some) => [...some]));
}

interface Place {
  readonly found: Found;
  readonly namespace: string;
}

function firstFilled(name: string, places: readonly Place[]): StoredValue | undefined {
  return places
    .map(({ found, namespace }) => found.get(`${namespace}${name}`))
    .find((stored) => stored !== undefined && !isUnfilled(stored.value.reveal()));
}

function toStoredValues(
  values: ReadonlyMap<string, StoredValue>,
  fromEnvironment: readonly SettingName[],
): StoredValues {
  const dated = [...values].flatMap(([name, { lastModified }]) =>
    lastModified === undefined ? [] : [[name, lastModified] as const],
  );
  return {
    value: (name) => values.get(name)?.value,
    fromEnvironment,
    lastModified: new Map(dated),
  };
}

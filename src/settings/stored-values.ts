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

/** Environment first, then this function's namespace, then the shared one. Throws StoreUnavailable. */
export function createStoredValues(environment: Environment, stores: Stores): ReadStoredValues {
  const namespaces = [instanceNamespace(environment), sharedNamespace(environment)];
  return async (names, batch) => {
    const inEnvironment = new Map(
      names.flatMap((name) => {
        const text = environmentValue(environment, name);
        return text === undefined
          ? []
          : [[name, { value: new Secret(text), lastModified: undefined }]];
      }),
    );
    const wanted = names.filter((name) => !inEnvironment.has(name));
    const isParameter = (name: SettingName): boolean =>
      stores.secrets === undefined || settingsTable[name].kind === 'config';
    const isSecret = (name: SettingName): boolean =>
      stores.secrets !== undefined && (settingsTable[name].kind === 'secret' || EITHER.has(name));
    const full = (some: readonly SettingName[], namespace: string): readonly string[] =>
      some.map((name) => `${namespace}${name}`);
    const parameterNames = namespaces.map((one) => full(wanted.filter(isParameter), one));
    const secretNames = namespaces.flatMap((one) => full(wanted.filter(isSecret), one));
    const found = await Promise.all([
      ...(batch === 'together' ? [parameterNames.flat()] : parameterNames).map((some) =>
        readSome(stores.parameters, some),
      ),
      stores.secrets === undefined ? NOTHING : readSome(stores.secrets, secretNames),
    ]);
    const byFullName = new Map(found.toReversed().flatMap((some) => [...some]));
    const resolved = names.flatMap((name) => {
      const value = inEnvironment.get(name) ?? firstFilled(byFullName, name, namespaces);
      return value === undefined ? [] : [[name, value] as const];
    });
    return toStoredValues(new Map(resolved), [...inEnvironment.keys()]);
  };
}

const NOTHING: ReadonlyMap<string, StoredValue> = new Map();

/** No name, no call. */
async function readSome(
  read: ReadStore,
  names: readonly string[],
): Promise<ReadonlyMap<string, StoredValue>> {
  return names.length === 0 ? NOTHING : read(names);
}

function firstFilled(
  values: ReadonlyMap<string, StoredValue>,
  name: string,
  namespaces: readonly string[],
): StoredValue | undefined {
  return namespaces
    .map((namespace) => values.get(`${namespace}${name}`))
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

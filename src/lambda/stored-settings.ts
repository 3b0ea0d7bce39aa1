import { settingsTable, type SettingName } from '../settings.ts';
import { pseudonymProblems } from '../settings/pseudonym-settings.ts';
import {
  instanceNamespace,
  type Environment,
  type Settings,
} from '../settings/read-environment.ts';
import { StoreUnavailable } from '../settings/store.ts';
import { createStoredValues, type StoredValues, type Stores } from '../settings/stored-values.ts';

/** Settings of a kind of function that may stand in a store. */
export function storedNames(role: 'api' | 'bulk'): readonly SettingName[] {
  const isName = (name: string): name is SettingName => name in settingsTable;
  return Object.entries(settingsTable)
    .filter(([, { functions }]) => functions.some((one) => one === role))
    .filter(([, { kind }]) => kind !== 'env')
    .map(([name]) => name)
    .filter(isName);
}

/** Required settings that stand nowhere. */
export function missingNames(
  names: readonly SettingName[],
  values: StoredValues,
): readonly string[] {
  return names.filter(
    (name) => 'isRequired' in settingsTable[name] && values.value(name) === undefined,
  );
}

export interface StoreParts {
  readonly environment: Environment;
  readonly openStores: OpenStores;
}

/** Opens the stores that the settings name. */
export type OpenStores = (settings: Pick<Settings, 'SECRETS_STORE'>) => Stores;

export interface StoredProblems {
  readonly missing: readonly string[];
  readonly problems: readonly string[];
  /** A store failed: what it holds is not known. */
  readonly isIncomplete: boolean;
}

/** What is wrong in the stores beside an environment that is wrong, so that all is told at once. */
export async function storedProblems(
  sound: Partial<Settings>,
  names: readonly SettingName[],
  { environment, openStores }: StoreParts,
): Promise<StoredProblems> {
  const { SECRETS_STORE } = sound;
  if (SECRETS_STORE === undefined) return { missing: [], problems: [], isIncomplete: false };
  try {
    const read = createStoredValues(environment, openStores({ SECRETS_STORE }));
    const values = await read(names, 'by-namespace');
    const problems = pseudonymProblems(sound, values.value).filter(isNoMissing);
    return { missing: missingNames(names, values), problems, isIncomplete: false };
  } catch (error) {
    // Whatever a store does, what is wrong with the environment is told.
    const problems = error instanceof StoreUnavailable ? [storeFails(error)] : [];
    return { missing: [], problems, isIncomplete: true };
  }
}

/** Absent is said by `missing`. */
export function isNoMissing(problem: string): boolean {
  return !problem.endsWith('is missing');
}

export function storeFails({ message }: StoreUnavailable): string {
  return `a store fails for the moment: ${message}`;
}

export function secretsInEnvironment(
  values: StoredValues,
  environment: Environment,
): readonly string[] {
  if (environment['AWS_LAMBDA_FUNCTION_NAME'] === undefined) return [];
  return values.fromEnvironment
    .filter((name) => settingsTable[name].kind === 'secret')
    .map((name) => `${name} stands in the environment of the function; a store is safer`);
}

export interface RulesObjectParts {
  readonly environment: Environment;
  readonly readRulesObject: (bucket: string, key: string) => Promise<string | undefined>;
}

/** `rules.yaml` of this function in the bucket for such files, if there is one. */
export async function readRulesOf(
  settings: Settings,
  { environment, readRulesObject }: RulesObjectParts,
): Promise<string | undefined> {
  const bucket = settings.REMOTE_RESOURCE_BUCKET;
  if (bucket === undefined) return undefined;
  const namespace = instanceNamespace(environment).replace(/_$/, '/').replace(/^\//, '');
  return readRulesObject(bucket, `${settings.INSTANCE_RESOURCE_PATH ?? namespace}rules.yaml`);
}

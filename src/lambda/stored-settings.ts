import { settingsTable, type SettingName } from '../settings.ts';
import {
  instanceNamespace,
  type Environment,
  type Settings,
} from '../settings/read-environment.ts';
import type { StoredValues } from '../settings/stored-values.ts';

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

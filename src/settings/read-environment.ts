import { settingsTable, type SettingName } from '../settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

type Table = typeof settingsTable;
type EnvironmentName = {
  [Name in SettingName]: Table[Name]['kind'] extends 'env' ? Name : never;
}[SettingName];
type Parsed<Definition> = Definition extends { parse: (text: string) => infer Value }
  ? Exclude<Value, undefined>
  : string;

/** The settings that stand in the environment alone, parsed; those without fallback may be undefined. */
export type Settings = {
  readonly [Name in EnvironmentName]: Table[Name] extends
    { fallback: string } | { isRequired: true }
    ? Parsed<Table[Name]>
    : Parsed<Table[Name]> | undefined;
};

export type ReadSettings =
  | { readonly kind: 'settings'; readonly settings: Settings; readonly warnings: readonly string[] }
  | {
      readonly kind: 'problems';
      /** Settings whose value is wrong, without the value. */
      readonly problems: readonly string[];
      readonly missing: readonly string[];
      /** What is right in spite of them. */
      readonly sound: Partial<Settings>;
      readonly warnings: readonly string[];
    };

/** Settings of Psoxy that have no effect here; named in the health check so that nobody relies on them. */
const WITHOUT_EFFECT = [
  'FOLLOW_REDIRECTS',
  'IS_DEVELOPMENT_MODE',
  'CUSTOM_RULES_SHA',
  'IDENTIFIER_SCOPE_ID',
] as const;
const WITHOUT_EFFECT_PREFIX = /^(?:SIDE_OUTPUT_|ASYNC_)/;

/** Reads what one function needs; all problems at once, never with a value. */
export function readEnvironment(environment: Environment, role: 'api' | 'bulk'): ReadSettings {
  const problems: string[] = [];
  const missing: string[] = [];
  const values = Object.entries(settingsTable).flatMap(([name, definition]) => {
    const isOurs = definition.functions.some((one) => one === role);
    if (!isOurs || definition.kind !== 'env') return [];
    const written = environmentValue(environment, name);
    const text = written ?? ('fallback' in definition ? definition.fallback : undefined);
    if (text === undefined) {
      if ('isRequired' in definition) missing.push(name);
      return [];
    }
    const value = 'parse' in definition ? definition.parse(text) : text;
    if (value !== undefined) return [[name, value] as const];
    problems.push(`${name} must be ${expectedOf(definition)}`);
    return [];
  });
  const warnings = warningsOf(environment);
  if (problems.length > 0 || missing.length > 0) {
    return { kind: 'problems', problems, missing, sound: toSettings(values), warnings };
  }
  return { kind: 'settings', settings: toSettings(values), warnings };
}

function toSettings(values: readonly (readonly [name: string, value: unknown])[]): Settings {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the type is computed from the very table that was read
  return Object.fromEntries(values) as Settings;
}

/** The names tried in the environment, in order. */
export function environmentValue(environment: Environment, name: string): string | undefined {
  const source = environment['SOURCE']?.toUpperCase() ?? '';
  const names = [`${instanceNamespace(environment)}${name}`, `PSOXY_${source}_${name}`, name];
  const found = names
    .filter((one) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(one))
    .map((one) => environment[one])
    .find((text) => text !== undefined && !isUnfilled(text));
  return found;
}

/** What Terraform writes where a person is to fill in, and the empty text. */
export function isUnfilled(text: string): boolean {
  const trimmed = text.trim().toLowerCase();
  return trimmed === '' || trimmed === 'fill me';
}

/** Text in front of this function's own names in the stores; ends as it was written. */
export function instanceNamespace(environment: Environment): string {
  const written = environment['PATH_TO_INSTANCE_CONFIG'];
  if (written !== undefined && written !== '') return withLeadingSlash(written);
  const functionName = environment['AWS_LAMBDA_FUNCTION_NAME'];
  if (functionName !== undefined && functionName !== '') {
    return `${functionName.toUpperCase().replaceAll('-', '_')}_`;
  }
  return `PSOXY_${environment['SOURCE']?.toUpperCase() ?? ''}_`;
}

export function sharedNamespace(environment: Environment): string {
  return withLeadingSlash(environment['PATH_TO_SHARED_CONFIG'] ?? '');
}

/** Parameter Store wants hierarchies to start with a slash. */
function withLeadingSlash(namespace: string): string {
  return namespace.includes('/') && !namespace.startsWith('/') ? `/${namespace}` : namespace;
}

function expectedOf(definition: object): string {
  return 'expected' in definition ? String(definition.expected) : 'a text';
}

function warningsOf(environment: Environment): readonly string[] {
  return Object.keys(environment)
    .filter(
      (name) => WITHOUT_EFFECT.some((one) => one === name) || WITHOUT_EFFECT_PREFIX.test(name),
    )
    .map((name) => `${name} has no effect in Scrim`);
}

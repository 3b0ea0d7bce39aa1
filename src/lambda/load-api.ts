import { createPseudonymizer } from '../pseudonym/create-pseudonymizer.ts';
import type { Pseudonymizer } from '../pseudonym/pseudonymizer.ts';
import type { WriteMetrics } from '../metrics.ts';
import type { Ready } from '../proxy/installation.ts';
import { refuse, type Refusal } from '../proxy/outcome.ts';
import type { Clock, Source, Upstream } from '../proxy/ports.ts';
import { compilePolicy } from '../rules/compile-policy.ts';
import type { RulesDocument } from '../rules/document.ts';
import type { Policy } from '../rules/policy.ts';
import { toPseudonymSettings } from '../settings/pseudonym-settings.ts';
import {
  instanceNamespace,
  type Environment,
  type ReadSettings,
  type Settings,
} from '../settings/read-environment.ts';
import { StoreUnavailable } from '../settings/store.ts';
import { createStoredValues, type StoredValues } from '../settings/stored-values.ts';
import { knownZoomPaths } from '../sources/zoom/known-paths.ts';
import { version } from '../version.ts';
import { RETRY_MS } from './load-again.ts';
import { loadRules, type LoadedRules, type ShippedRules } from './load-rules.ts';
import {
  isNoMissing,
  missingNames,
  readRulesOf,
  secretsInEnvironment,
  storedNames,
  storedProblems,
  storeFails,
  type OpenStores,
} from './stored-settings.ts';
import { wireZoom, type WiredZoom } from './zoom-wiring.ts';

/** The outside of one function; the local commands bring their own. */
export interface ApiParts {
  readonly environment: Environment;
  readonly openStores: OpenStores;
  readonly openUpstream: (settings: Settings) => Upstream;
  readonly readRulesObject: (bucket: string, key: string) => Promise<string | undefined>;
  /** Rules in the zip, by name: `zoom`, `zoom_no-app-ids`. */
  readonly readShippedRules: (name: string) => ShippedRules | undefined;
  readonly writeSharedToken?: (name: string, text: string, settings: Settings) => Promise<void>;
  readonly clock: Clock;
  readonly writeLine: (line: string) => void;
  /** Where the local commands call; plain HTTP on this machine is allowed there. */
  readonly local?: { readonly targetBase: string; readonly tokenEndpoint: string };
}

/** What was found out while loading, for the health check and the log. No secret is in it but the salt. */
export interface Findings {
  readonly environment: Environment;
  readonly settings: Settings | undefined;
  readonly values: StoredValues | undefined;
  readonly missing: readonly string[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly rulesWarnings: readonly string[];
  /** For what only the health check looks into. */
  readonly rulesDocument: RulesDocument | undefined;
  readonly configuredRules: string | undefined;
  readonly policy: Policy | undefined;
  readonly source: Source | undefined;
  readonly hasValidSalt: boolean;
  readonly targetBase: string | undefined;
}

export interface LoadedApi {
  readonly result: Ready | Refusal;
  readonly findings: Findings;
  /** When to load again; undefined: never, as only a new container brings another environment. */
  readonly retryAfterMs: number | undefined;
  readonly areSecretsStale: () => boolean;
}

const STORED = storedNames('api').filter((name) => name !== 'ACCESS_TOKEN');

/** Settings, then secrets, then rules, then the source. All problems are gathered. */
export async function loadApi(
  read: ReadSettings,
  parts: ApiParts,
  metrics: WriteMetrics,
): Promise<LoadedApi> {
  const nothing: Findings = {
    environment: parts.environment,
    settings: undefined,
    values: undefined,
    missing: [],
    problems: [],
    warnings: read.warnings,
    rulesWarnings: [],
    rulesDocument: undefined,
    configuredRules: undefined,
    policy: undefined,
    source: undefined,
    hasValidSalt: false,
    targetBase: undefined,
  };
  if (read.kind === 'problems') {
    const stored = await storedProblems(read.sound, STORED, parts);
    const missing = [...read.missing, ...stored.missing];
    const problems = [...read.problems, ...stored.problems];
    const refused = failed(refuse('CONFIGURATION_FAILURE'), { ...nothing, missing, problems });
    return stored.isIncomplete ? refused : { ...refused, retryAfterMs: undefined };
  }
  const { settings } = read;
  try {
    const readValues = createStoredValues(parts.environment, parts.openStores(settings));
    const values = await readValues(STORED, 'by-namespace');
    const found = { ...nothing, settings, values };
    return await loadWithValues({ settings, values, readValues, found, parts, metrics });
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    const problems = [storeFails(error)];
    const refusal = { ...refuse('CONFIGURATION_FAILURE'), status: 503 };
    // Nothing of this may be remembered.
    return { ...failed(refusal, { ...nothing, settings, problems }), retryAfterMs: 0 };
  }
}

function failed(result: Refusal, findings: Findings): LoadedApi {
  return { result, findings, retryAfterMs: RETRY_MS, areSecretsStale: () => false };
}

interface Loading {
  readonly settings: Settings;
  readonly values: StoredValues;
  readonly readValues: ReturnType<typeof createStoredValues>;
  readonly found: Findings;
  readonly parts: ApiParts;
  readonly metrics: WriteMetrics;
}

async function loadWithValues(loading: Loading): Promise<LoadedApi> {
  const { settings, values, parts } = loading;
  const pseudonyms = toPseudonymSettings(settings, values.value);
  const pseudonymizer =
    pseudonyms.kind === 'settings' ? createPseudonymizer(pseudonyms.settings) : undefined;
  // The key takes as long as the rules: both at once.
  pseudonymizer?.prepare();
  const rules = await loadRules(
    {
      setting: values.value('RULES'),
      readObject: () => readRulesOf(settings, parts),
      readShipped: () => readShipped(settings, parts),
    },
    settings.RULES_MODE,
  );
  const found: Findings = {
    ...loading.found,
    missing: missingNames(STORED, values),
    hasValidSalt: pseudonyms.kind === 'settings',
    problems: [
      ...(pseudonyms.kind === 'problems' ? pseudonyms.problems.filter(isNoMissing) : []),
      ...(rules.kind === 'failed' ? rules.problems : []),
    ],
    warnings: [
      ...loading.found.warnings,
      ...(pseudonyms.kind === 'settings' ? pseudonyms.warnings : []),
      ...secretsInEnvironment(values, parts.environment),
    ],
    rulesWarnings: rules.kind === 'rules' ? rules.warnings.map(toText) : [],
    rulesDocument: rules.kind === 'rules' ? rules.document : undefined,
    configuredRules: rules.kind === 'rules' ? rules.configured : undefined,
  };
  if (pseudonymizer === undefined) return failed(refuse('CONFIGURATION_FAILURE'), found);
  if (rules.kind === 'failed') return failed(refuse(rules.error.code), found);
  return finish({ ...loading, found, rules, pseudonymizer });
}

/** One finding of the rules as a line of text. */
export function toText({
  line,
  message,
}: {
  readonly line: number;
  readonly message: string;
}): string {
  return `line ${String(line)}: ${message}`;
}

interface Finishing extends Loading {
  readonly rules: Extract<LoadedRules, { kind: 'rules' }>;
  readonly pseudonymizer: Pseudonymizer;
}

/** Compiles the rules and wires the source. */
function finish(loading: Finishing): LoadedApi {
  const { settings, found, parts, pseudonymizer } = loading;
  const compiled = compilePolicy(loading.rules.document, {
    pseudonymizer,
    leakGuard: settings.LEAK_GUARD,
    knownPaths: knownZoomPaths,
  });
  if (compiled.kind === 'problems') {
    const problems = compiled.problems.map((problem) => `rules, ${toText(problem)}`);
    return failed(refuse('CONFIGURATION_FAILURE'), { ...found, problems });
  }
  const { policy } = compiled;
  const upstream = parts.openUpstream(settings);
  const userAgent = settings.USER_AGENT ?? `Scrim/${version}`;
  const { source, areSecretsStale } = wire({ ...loading, upstream, userAgent });
  const targetBase = parts.local?.targetBase ?? settings.TARGET_HOST;
  const ready: Ready = {
    kind: 'ready',
    policy,
    pseudonymizer,
    source,
    upstream,
    targetBase,
    userAgent,
    prefixes: {
      prefixToTrim: settings.REQUEST_PATH_PREFIX_TO_TRIM,
      functionName: parts.environment['AWS_LAMBDA_FUNCTION_NAME'],
    },
    requestTimeoutMs: settings.REQUEST_TIMEOUT_SECONDS * 1000,
    maxSourceBytes: settings.MAX_SOURCE_BODY_MIB * 1024 * 1024,
  };
  const findings = { ...found, policy, source, targetBase };
  const retryAfterMs = findings.missing.length > 0 ? RETRY_MS : undefined;
  return { result: ready, findings, retryAfterMs, areSecretsStale };
}

function wire({
  settings,
  values,
  readValues,
  parts,
  metrics,
  upstream,
  userAgent,
}: Finishing & { readonly upstream: Upstream; readonly userAgent: string }): WiredZoom {
  const { writeSharedToken } = parts;
  return wireZoom({
    settings,
    first: values,
    read: readValues,
    upstream,
    userAgent,
    tokenEndpoint: parts.local?.tokenEndpoint ?? settings.REFRESH_ENDPOINT,
    clock: parts.clock,
    random: Math.random(),
    countMint: (name) => metrics([{ name, unit: 'Count', value: 1 }]),
    writeSharedToken:
      writeSharedToken === undefined
        ? undefined
        : (text) =>
            writeSharedToken(`${instanceNamespace(parts.environment)}ACCESS_TOKEN`, text, settings),
  });
}

function readShipped(settings: Settings, parts: ApiParts): ShippedRules | undefined {
  const variant = settings.PSEUDONYMIZE_APP_IDS
    ? parts.readShippedRules(`${settings.SOURCE}_no-app-ids`)
    : undefined;
  return variant ?? parts.readShippedRules(settings.SOURCE);
}

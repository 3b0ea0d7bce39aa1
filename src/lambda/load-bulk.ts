import { BulkError } from '../bulk/bulk-error.ts';
import { compileOutputs } from '../bulk/compile-outputs.ts';
import { createPseudonymizer } from '../pseudonym/create-pseudonymizer.ts';
import { toPseudonymSettings } from '../settings/pseudonym-settings.ts';
import {
  environmentValue,
  type Environment,
  type ReadSettings,
  type Settings,
} from '../settings/read-environment.ts';
import { StoreUnavailable } from '../settings/store.ts';
import { createStoredValues, type StoredValues } from '../settings/stored-values.ts';
import { RETRY_MS } from './load-again.ts';
import { findRules, type ShippedRules } from './load-rules.ts';
import type { BulkReadiness, FileStore } from './run-notification.ts';
import {
  readRulesOf,
  secretsInEnvironment,
  storedNames,
  storedProblems,
  storeFails,
  type OpenStores,
} from './stored-settings.ts';
import { toBulkSettings } from './to-bulk-settings.ts';

/** The outside of one function. */
export interface BulkParts {
  readonly environment: Environment;
  readonly openStores: OpenStores;
  readonly files: FileStore;
  readonly readRulesObject: (bucket: string, key: string) => Promise<string | undefined>;
  /** Rules in the zip, by name: `zoom-ai-metrics`. */
  readonly readShippedRules: (name: string) => ShippedRules | undefined;
  readonly clock: () => number;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly writeLine: (line: string) => void;
}

export interface LoadedBulk {
  readonly readiness: BulkReadiness;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly retryAfterMs: number | undefined;
}

const STORED = storedNames('bulk');

/** Settings, then secrets, then the rules of every output. All problems are gathered. */
export async function loadBulk(read: ReadSettings, parts: BulkParts): Promise<LoadedBulk> {
  const { warnings } = read;
  if (read.kind === 'problems') {
    const stored = await storedProblems(read.sound, STORED, parts);
    const missing = [...read.missing, ...stored.missing].map((name) => `${name} is missing`);
    const problems = [...read.problems, ...stored.problems, ...missing];
    const refused = { ...refuse(configurationFailure(), problems), warnings };
    return stored.isIncomplete ? refused : { ...refused, retryAfterMs: undefined };
  }
  try {
    const readValues = createStoredValues(parts.environment, parts.openStores(read.settings));
    const values = await readValues(STORED, 'by-namespace');
    const loaded = await loadWithValues(read.settings, values, parts);
    return { ...loaded, warnings: [...warnings, ...loaded.warnings] };
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    const problems = [storeFails(error)];
    // Nothing of this may be remembered.
    return { ...refuse(configurationFailure(), problems), warnings, retryAfterMs: 0 };
  }
}

function configurationFailure(): BulkError {
  return new BulkError('CONFIGURATION_FAILURE', 'the function is not configured correctly');
}

function refuse(error: BulkError, problems: readonly string[]): LoadedBulk {
  const readiness = { kind: 'refused', error } as const;
  return { readiness, problems, warnings: [], retryAfterMs: RETRY_MS };
}

async function loadWithValues(
  settings: Settings,
  values: StoredValues,
  parts: BulkParts,
): Promise<LoadedBulk> {
  const { environment } = parts;
  const pseudonyms = toPseudonymSettings(settings, values.value);
  const rules = await findRules({
    setting: values.value('RULES'),
    readObject: () => readRulesOf(settings, parts),
    readShipped: () => readShipped(parts),
  });
  if (pseudonyms.kind === 'problems' || rules.kind === 'failed') {
    return refuse(configurationFailure(), [
      ...(pseudonyms.kind === 'problems' ? pseudonyms.problems : []),
      ...(rules.kind === 'failed' ? rules.problems : []),
    ]);
  }
  const additionalTransforms = values.value('ADDITIONAL_TRANSFORMS')?.reveal();
  const compiled = compileOutputs(
    { rules: rules.text, additionalTransforms },
    toBulkSettings(settings, pseudonyms.settings),
    createPseudonymizer(pseudonyms.settings),
  );
  if (compiled.kind === 'problems') {
    const { code, details, problems } = compiled;
    return refuse(new BulkError(code, 'the rules are not valid', details), problems);
  }
  return {
    readiness: { kind: 'ready', outputs: compiled.outputs },
    problems: [],
    warnings: [
      ...pseudonyms.warnings,
      ...secretsInEnvironment(values, environment),
      ...compiled.warnings,
    ],
    retryAfterMs: undefined,
  };
}

/** `SOURCE` says which of the rules in the zip are meant. */
function readShipped({ environment, readShippedRules }: BulkParts): ShippedRules | undefined {
  const name = environmentValue(environment, 'SOURCE') ?? '';
  // A name, never a path.
  return /^[a-z][a-z-]*$/.test(name) ? readShippedRules(name) : undefined;
}

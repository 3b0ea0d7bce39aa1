import { ScrimError } from '../errors.ts';
import { isBulkRules } from '../rules/bulk/kinds.ts';
import { decodeRules } from '../rules/decode-rules.ts';
import { checkRules, type ParsedRules } from '../rules/check-rules.ts';
import type { RulesMode } from '../rules/document.ts';
import type { ParsedYaml } from '../rules/parse-yaml.ts';
import { readPreparedNodes } from '../rules/prepared-nodes.ts';
import type { Secret } from '../secret.ts';
import { StoreUnavailable } from '../settings/store.ts';

/** The layers in which rules may stand; the first that is present wins, and never falls through. */
export interface RulesLayers {
  readonly setting: Secret | undefined;
  /** Undefined where there is no such object; throws if it cannot be read (StoreUnavailable: for the moment). */
  readonly readObject: () => Promise<string | undefined>;
  /** Undefined where no rules are shipped for the source. */
  readonly readShipped: () => ShippedRules | undefined;
}

export interface ShippedRules {
  readonly text: string;
  /** What the build prepared of the text; absent: the text is read. */
  readonly preparedNodes?: string | undefined;
}

export type LoadedRules =
  | (Extract<ParsedRules, { kind: 'rules' }> & {
      /** The YAML, where it came from the setting. */
      readonly configured: string | undefined;
    })
  | {
      readonly kind: 'failed';
      readonly error: ScrimError;
      readonly problems: readonly string[];
    };

export async function loadRules(layers: RulesLayers, mode: RulesMode): Promise<LoadedRules> {
  const found = await findRules(layers);
  if (found.kind === 'failed') return found;
  const yaml = await readNodes(found);
  if (isBulkRules(yaml.root)) return configurationFailure('the rules are meant for files');
  const parsed = checkRules(yaml, { mode });
  if (parsed.kind === 'rules') {
    return { ...parsed, configured: found.layer === 'setting' ? found.text : undefined };
  }
  const isYaml = parsed.problems.every(({ code }) => code !== 'yaml-syntax');
  return {
    kind: 'failed',
    error: new ScrimError(
      isYaml ? 'RULES_INVALID' : 'RULES_INVALID_YAML',
      'the rules are not valid',
    ),
    problems: parsed.problems.map(
      ({ line, column, message }) =>
        `rules, line ${String(line)}, column ${String(column)}: ${message}`,
    ),
  };
}

export type FoundRules =
  | ({ readonly kind: 'found'; readonly layer: 'setting' | 'file' } & ShippedRules)
  | Extract<LoadedRules, { kind: 'failed' }>;

/** The text of the first layer that has one. Throws StoreUnavailable. */
export async function findRules({
  setting,
  readObject,
  readShipped,
}: RulesLayers): Promise<FoundRules> {
  if (setting !== undefined) {
    const decoded = decodeRules(setting.reveal());
    if (decoded.kind === 'text') return { kind: 'found', text: decoded.text, layer: 'setting' };
    return configurationFailure(`RULES: ${decoded.message}`);
  }
  try {
    const text = await readObject();
    const rules = text === undefined ? readShipped() : { text };
    if (rules !== undefined) return { kind: 'found', ...rules, layer: 'file' };
    return configurationFailure('no rules were found');
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    const kind = error instanceof Error ? error.name : 'unknown error';
    return configurationFailure(`the rules object cannot be read (${kind})`);
  }
}

/** The YAML parser is loaded only for rules that were not prepared: it costs a cold start. */
async function readNodes({ text, preparedNodes }: ShippedRules): Promise<ParsedYaml> {
  const root = preparedNodes && readPreparedNodes(text, preparedNodes);
  if (root) return { root, problems: [], isProven: true };
  const { parseYaml } = await import('../rules/parse-yaml.ts');
  return parseYaml(text);
}

function configurationFailure(message: string): Extract<LoadedRules, { kind: 'failed' }> {
  return {
    kind: 'failed',
    error: new ScrimError('CONFIGURATION_FAILURE', message),
    problems: [message],
  };
}

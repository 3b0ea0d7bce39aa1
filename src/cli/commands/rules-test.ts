import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  UsageError,
  requiredOption,
  type Command,
  type CommandCall,
  type Terminal,
} from '../command.ts';
import { localPolicy, matchUrl } from '../local-policy.ts';
import {
  modeOption,
  readRulesFile,
  readTextFile,
  RULES_MODE_OPTION,
  RULES_OPTION,
} from '../rules-file.ts';
import { indentJson } from '../indent-json.ts';
import type { Policy } from '../../rules/policy.ts';

export const rulesTest: Command = {
  summary: 'runs golden pairs, original/*.json → sanitized/*.json, against the rules',
  positionals: 'DIR',
  example: 'scrim rules test example-api-responses/zoom',
  options: {
    rules: { ...RULES_OPTION, default: 'rules/zoom.yaml' },
    mode: RULES_MODE_OPTION,
    update: { type: 'boolean', description: 'rewrites the sanitized files' },
  },
  run(call) {
    const [folder, ...more] = call.positionals;
    if (folder === undefined || more.length > 0) throw new UsageError('name one folder');
    if (call.values['update'] === true && call.terminal.environment['CI'] === 'true') {
      throw new UsageError(
        '--update is for people: it would make any change the expected one in CI',
      );
    }
    const rules = readRulesFile(requiredOption(call, 'rules'), modeOption(call));
    if (rules.kind === 'problems') {
      call.terminal.stderr.write(`${rules.problems.join('\n')}\n`);
      return Promise.resolve(2);
    }
    const policy = localPolicy(rules.document, withoutOwnSecrets(call.terminal));
    const differing = goldenPairs(folder).filter((pair) => !holds(pair, policy, call));
    return Promise.resolve(differing.length === 0 ? 0 : 1);
  },
};

/** Golden files are made with the public salt and key, so that everyone gets the same. */
function withoutOwnSecrets(terminal: Terminal): Terminal {
  return { ...terminal, environment: {} };
}

export interface GoldenPair {
  readonly name: string;
  /** Path and query that the original answers. */
  readonly url: string;
  readonly original: string;
  readonly sanitized: string;
}

/** The pairs of a folder; `requests.json` maps each original to its path and query. */
export function goldenPairs(folder: string): readonly GoldenPair[] {
  const index: object = parseIndex(readTextFile(join(folder, 'requests.json')));
  const requests = new Map<string, unknown>(Object.entries(index));
  const names = readdirSync(join(folder, 'original')).filter((name) => name.endsWith('.json'));
  return names.map((name) => {
    const url = requests.get(name);
    if (typeof url !== 'string') throw new UsageError(`requests.json does not name ${name}`);
    return {
      name,
      url,
      original: join(folder, 'original', name),
      sanitized: join(folder, 'sanitized', name),
    };
  });
}

function parseIndex(text: string): object {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed === 'object' && parsed !== null) return parsed;
  throw new UsageError('requests.json must map file names to paths');
}

/** What the rules make of an original, indented for people. */
export function sanitizedText(pair: GoldenPair, policy: Policy): string {
  const outcome = matchUrl(policy, 'GET', pair.url);
  if (outcome.kind === 'blocked') return `BLOCKED_BY_RULES (${outcome.reason})\n`;
  const { body } = outcome.endpoint.sanitize(readTextFile(pair.original));
  return indentJson(body);
}

function holds(pair: GoldenPair, policy: Policy, { values, terminal }: CommandCall): boolean {
  const text = sanitizedText(pair, policy);
  if (values['update'] === true) {
    writeFileSync(pair.sanitized, text);
    return true;
  }
  const isSame = text === readTextFile(pair.sanitized);
  terminal.stdout.write(`${isSame ? 'ok' : 'DIFFERS'} ${pair.name}\n`);
  return isSame;
}

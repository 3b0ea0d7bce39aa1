import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ScrimError } from '../../errors.ts';
import type { Policy } from '../../rules/policy.ts';
import { textOption, UsageError, type Command, type Terminal } from '../command.ts';
import { DEMO_SECRETS } from '../demo-secrets.ts';
import { goldenPairs, sanitizedText, type GoldenPair } from '../golden-pairs.ts';
import { localPolicy } from '../local-policy.ts';
import {
  modeOption,
  readRulesFile,
  readTextFile,
  RULES_MODE_OPTION,
  RULES_OPTION,
} from '../rules-file.ts';

const SHIPPED_RULES = new URL('../../../rules/zoom.yaml', import.meta.url);

export const rulesTest: Command = {
  summary: 'runs golden pairs, original/*.json → sanitized/*.json, against the rules',
  positionals: 'DIR',
  example: 'scrim rules test example-api-responses/zoom',
  options: {
    rules: { ...RULES_OPTION, description: 'the rules, YAML; absent: the shipped rules/zoom.yaml' },
    mode: RULES_MODE_OPTION,
    update: { type: 'boolean', description: 'rewrites the sanitized files' },
    json: { type: 'boolean', description: 'the results as JSON: name, status, message' },
  },
  run(call) {
    const { positionals, terminal, values } = call;
    const [folder, ...more] = positionals;
    if (folder === undefined || more.length > 0) throw new UsageError('name one folder');
    const isUpdate = values['update'] === true;
    if (isUpdate && terminal.environment['CI'] === 'true') {
      throw new UsageError(
        '--update is for people: it would make any change the expected one in CI',
      );
    }
    const pairs = goldenPairs(folder);
    const file = textOption(call, 'rules') ?? fileURLToPath(SHIPPED_RULES);
    const rules = readRulesFile(file, modeOption(call));
    if (rules.kind === 'problems') {
      terminal.stderr.write(`${rules.problems.join('\n')}\n`);
      return Promise.resolve(2);
    }
    const policy = localPolicy(rules.document, withPublicSecrets(terminal));
    const results = pairs.map((pair) => testPair(pair, policy, isUpdate));
    terminal.stdout.write(
      values['json'] === true ? `${JSON.stringify(results)}\n` : describeResults(results),
    );
    return Promise.resolve(results.some(isBad) ? 1 : 0);
  },
};

/** Golden files are made with the public salt and key, so that everyone gets the same. */
function withPublicSecrets(terminal: Terminal): Terminal {
  return { ...terminal, environment: DEMO_SECRETS };
}

interface PairResult {
  /** Of the file, in both folders. */
  readonly name: string;
  readonly status: 'ok' | 'written' | 'differs' | 'failed';
  /** What to do; null where all is well. Never a value. */
  readonly message: string | null;
}

function isBad({ status }: PairResult): boolean {
  return status === 'differs' || status === 'failed';
}

function testPair(pair: GoldenPair, policy: Policy, isUpdate: boolean): PairResult {
  const { name } = pair;
  let text: string;
  try {
    text = sanitizedText(pair, policy);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof ScrimError)) throw error;
    const message = `${error.message}; look at ${pair.original} and its entry in requests.json`;
    return { name, status: 'failed', message };
  }
  if (!isUpdate) return { name, ...compare(text, pair.sanitized) };
  write(pair.sanitized, text);
  return { name, status: 'written', message: null };
}

function compare(text: string, golden: string): Omit<PairResult, 'name'> {
  if (!existsSync(golden)) {
    return { status: 'failed', message: `${golden} is not there; --update writes it` };
  }
  const expected = readTextFile(golden);
  if (text === expected) return { status: 'ok', message: null };
  const lines = expected.split('\n');
  const line = text.split('\n').findIndex((one, index) => one !== lines[index]) + 1;
  const message = `${golden} is another from line ${String(line)} on; correct the rules, or accept what they make by --update`;
  return { status: 'differs', message };
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch {
    throw new UsageError(`${file} cannot be written`);
  }
}

const MARKS = { ok: 'ok', written: 'written', differs: 'DIFFERS', failed: 'FAILED' } as const;

function describeResults(results: readonly PairResult[]): string {
  const lines = results.map(({ name, status, message }) =>
    [`${MARKS[status]} ${name}`, ...(message === null ? [] : [message])].join(': '),
  );
  const bad = results.filter(isBad).length;
  const total = `${String(results.length)} pair${results.length === 1 ? '' : 's'}`;
  return [...lines, `${total}, ${bad === 0 ? 'none' : String(bad)} at fault`, ''].join('\n');
}

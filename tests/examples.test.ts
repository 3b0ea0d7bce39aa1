import { PassThrough } from 'node:stream';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { goldenPairs, sanitizedText } from '../src/cli/golden-pairs.ts';
import { localPolicy } from '../src/cli/local-policy.ts';
import { readRulesFile } from '../src/cli/rules-file.ts';
import { runScrim } from '../src/cli/main.ts';

const FOLDER = 'example-api-responses/zoom';

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a person would, with what is typed on standard input. */
async function scrim(
  words: string,
  input = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end(input);
  const code = await runScrim(words.split(' '), {
    stdin,
    stdout,
    stderr,
    environment,
    stopped: new AbortController().signal,
  });
  const text = (stream: PassThrough): string => String(stream.read() ?? '');
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

const rules = readRulesFile('rules/zoom.yaml', 'strict');
if (rules.kind === 'problems') throw new Error('rules/zoom.yaml has problems');
const terminal = {
  stdin: new PassThrough(),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  environment: {},
  stopped: new AbortController().signal,
};
const policy = localPolicy(rules.document, terminal);

describe('the golden pairs of Zoom', () => {
  const pairs = goldenPairs(FOLDER);

  test('cover all 33 endpoints', () => {
    expect(new Set(pairs.map(({ name }) => name.replace(/(--.*)?\.json$/, ''))).size).toBe(33);
    expect(readdirSync(`${FOLDER}/sanitized`).sort()).toEqual(pairs.map(({ name }) => name).sort());
  });

  test.each(pairs.map((pair) => [pair.name, pair] as const))(
    '%s is sanitized as its golden file',
    (_name, pair) => {
      expect(sanitizedText(pair, policy)).toBe(readFileSync(pair.sanitized, 'utf8'));
    },
  );

  test.each(pairs.map((pair) => [pair.name, pair] as const))(
    '%s gives away nobody of the cast',
    (_name, pair) => {
      const people =
        /jane|\broe\b|tom[aá]s|ibarra|aiko|natsume|margit|ohlsen|in[eê]s|faro|newhire|s[øo]ren|kj[æa]r|o'neil|linh|desta|KDcuGIm1QgePTO8WbOqwIQ|zak=|pwd=/i;
      expect(sanitizedText(pair, policy)).not.toMatch(people);
    },
  );
});

describe('scrim sanitize', () => {
  const given = '--rules rules/zoom.yaml --url https://api.zoom.us/v2/users';

  test('gives what the proxy would answer', async () => {
    const { code, stdout } = await scrim(`sanitize ${given} ${FOLDER}/original/list-users.json`);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(
      JSON.parse(readFileSync(`${FOLDER}/sanitized/list-users.json`, 'utf8')),
    );
  });

  test('keeps digits that a double would lose', async () => {
    const { stdout } = await scrim(
      `sanitize ${given} --pretty`,
      '{"users":[{"license_info_list":[{"license_option":144115188075855872}]}]}',
    );
    expect(stdout).toContain('144115188075855872');
  });

  test.each([
    ['a path no rule allows', '--url /v2/groups', 3, 'path'],
    ['a path that is no user id', '--url /v2/users/summary', 3, 'parameter'],
    ['a method no rule allows', '--url /v2/users --method DELETE', 3, 'method'],
    ['a query no rule allows', '--url /v2/users?include_fields=host_key', 3, 'query'],
    ['dot segments', '--url /v2/users/../groups', 2, 'malformed'],
    ['no URL', '', 2, '--url is missing'],
    ['a file that is not there', '--url /v2/users no-such-file', 2, 'cannot be read'],
    ['an unknown option', '--url /v2/users --verbose', 2, '--verbose'],
  ])('refuses %s', async (_what, words, code, text) => {
    const ran = await scrim(`sanitize --rules rules/zoom.yaml ${words}`.trim());
    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(text);
    expect(ran.stdout).toBe('');
  });

  test('says nothing of a body that is no JSON', async () => {
    const ran = await scrim(`sanitize ${given}`, 'jane.roe@example.com');
    expect([ran.code, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toContain('the body is not JSON');
    expect(ran.stderr).not.toContain('jane');
  });
});

describe('scrim rules', () => {
  test('test does not rewrite golden files in CI', async () => {
    const ran = await scrim('rules test --update example-api-responses/zoom', '', { CI: 'true' });

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('--update is for people');
  });

  test('check lists every problem with file, line and column', async () => {
    const file = 'tests/fixtures/rules/thirty-mistakes.yaml';
    const ran = await scrim(`rules check ${file}`);

    expect(ran.code).toBe(2);
    expect(ran.stdout).toContain(
      `${file}:26:9: unknown transform "redcat"; did you mean "redact"?`,
    );
    expect(ran.stdout).toContain(`${file}: 30 problems`);
  });

  test('check knows rules for files, and refuses some that do not say what passes', async () => {
    const good = await scrim('rules check rules/zoom-ai-metrics.yaml');
    expect([good.code, good.stdout]).toEqual([
      0,
      'rules/zoom-ai-metrics.yaml: rules for columns of CSV, 0 warnings, no problem\n',
    ]);

    const undecided = await scrim('rules check tests/fixtures/rules/undecided-columns.yaml');
    expect(undecided.code).toBe(2);
    expect(undecided.stdout).toContain('undecided-columns.yaml:1:1: the rules do not say');
    const compatible = 'rules check --mode compatible tests/fixtures/rules/undecided-columns.yaml';
    expect((await scrim(compatible)).code).toBe(0);
  });

  test('test holds the golden pairs against the rules', async () => {
    const ran = await scrim(`rules test ${FOLDER}`);
    expect(ran.code).toBe(0);
    expect(ran.stdout).not.toContain('DIFFERS');
  });

  test.each(['', '--help', 'nonsense', 'rules check --help'])(
    '"%s" shows what there is',
    async (words) => {
      const ran = await scrim(words);
      expect(ran.stdout + ran.stderr).toMatch(/scrim (sanitize|rules check)/);
    },
  );
});

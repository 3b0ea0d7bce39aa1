import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { goldenPairs } from '../../src/cli/golden-pairs.ts';
import { explainBody } from '../../src/cli/explain-body.ts';
import { matchUrl } from '../../src/cli/local-policy.ts';
import { readRulesFile } from '../../src/cli/rules-file.ts';
import { FATE_WORDS } from '../../src/report/fate-words.ts';
import type { Fate } from '../../src/report/fate.ts';
import { scrim } from '../support/run-scrim.ts';
import { zoomPolicy } from '../support/zoom.ts';

const RULES = 'rules/zoom.yaml';
const USERS = ['--url', 'https://api.zoom.us/v2/users'];

interface Explained {
  readonly lines: readonly string[];
  readonly stderr: string;
  readonly stdout: string;
}

async function explain(words: readonly string[], input: string): Promise<Explained> {
  const ran = await scrim(['sanitize', '--explain', ...words], { input });
  expect(ran.code).toBe(0);
  const [, ...lines] = ran.stderr.trimEnd().split('\n');
  return { ...ran, lines };
}

/** Path, number of values, fate and line of every line that explains a field. */
function fieldsOf(lines: readonly string[]): readonly (readonly string[])[] {
  return lines.flatMap((line) => {
    const [, ...cells] = /^(\$\S*) +(\d+×) +(\S.*?) +line (\d+) {2,}\S/.exec(line) ?? [];
    return cells.length === 0 ? [] : [cells];
  });
}

function scalarsOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value).flatMap(scalarsOf);
}

/** Texts long enough to be nobody else's word: addresses, names, sentences. */
function personal(values: readonly unknown[]): readonly string[] {
  return values.filter((value) => typeof value === 'string' && /[@ ]/.test(value)) as string[];
}

const folder = mkdtempSync(join(tmpdir(), 'scrim-explain-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Report {
  readonly endpoints: readonly {
    readonly id: string;
    readonly fields: readonly {
      readonly path: string;
      readonly fate: Fate;
      readonly line: number;
    }[];
  }[];
}

const sheet = JSON.parse(
  (await scrim(['rules', 'report', RULES, '--format', 'json'])).stdout,
) as Report;
const rules = readRulesFile(RULES, 'strict');
if (rules.kind === 'problems') throw new Error(`${RULES} has problems`);
const { document } = rules;
const policy = zoomPolicy();

/** What the command writes, with the rules read once. */
function explainDirectly(text: string, url: string): string {
  const outcome = matchUrl(policy, 'GET', url);
  if (outcome.kind === 'blocked') throw new Error(`${url} is blocked`);
  const rule = document.endpoints.find(({ id }) => id === outcome.endpoint.id);
  if (rule === undefined) throw new Error(`no rule for ${url}`);
  const { counts } = outcome.endpoint.sanitize(text);
  return explainBody(text, { ...rule, definitions: document.definitions }, counts);
}

const pairs = goldenPairs('example-api-responses/zoom');

describe('scrim sanitize --explain', () => {
  test('lists each field once, with the number of its values, its fate, the line that decides and a sentence', async () => {
    const body = {
      total_records: 2,
      users: [
        { email: 'jane.roe@example.com', dept: 'Sales' },
        { email: 'aiko@example.com', status: 'active' },
      ],
    };
    const { lines, stdout } = await explain(['--rules', RULES, ...USERS], JSON.stringify(body));

    const text = readFileSync(RULES, 'utf8').split('\n');
    const fields = fieldsOf(lines).map(([path, count, fate, line]) => [
      path,
      count,
      fate,
      text[Number(line) - 1]?.trim(),
    ]);
    expect(fields).toEqual([
      ['$.total_records', '1×', 'kept', 'total_records: { type: integer }'],
      ['$.users[*].email', '2×', 'pseudonymized', '- $.users[*].email'],
      ['$.users[*].dept', '1×', 'removed', 'users:'],
      ['$.users[*].status', '1×', 'kept if it fits', expect.stringContaining('status: ')],
    ]);
    expect(lines[1]).toMatch(/ {2}Replaced by a keyed code that cannot be turned back\./);
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual(['total_records', 'users']);
  });

  test.each(pairs)(
    'names the fields of $name as the data sheet does, and shows none of their texts',
    ({ name, url, original }) => {
      const text = readFileSync(original, 'utf8');
      const explained = explainDirectly(text, url);

      const id = name.replace(/(--.*)?\.json$/, '');
      const listed = sheet.endpoints.find((endpoint) => endpoint.id === id)?.fields ?? [];
      const decided = new Map(
        listed.map(({ path, fate, line }) => [path, [FATE_WORDS[fate].label, String(line)]]),
      );
      const known = fieldsOf(explained.split('\n')).filter(([path = '']) => decided.has(path));
      // One example is a text where Zoom documents an object.
      expect(known.length).toBeGreaterThan(name.includes('--text-') ? -1 : 0);
      for (const [path = '', , ...decision] of known) {
        expect([path, ...decision]).toEqual([path, ...(decided.get(path) ?? [])]);
      }
      for (const value of personal(scalarsOf(JSON.parse(text)))) {
        expect(explained).not.toContain(value);
      }
    },
  );

  test('shows no value, and no name that nobody knows and that may be a value', async () => {
    const { stderr } = await explain(
      ['--rules', RULES, ...USERS],
      '{"users":[{"jane.roe@example.com":{"note":"hush"},"aiko@example.com":1,"Jane":2,"new_field":3,"status":"away with Jane"}]}',
    );

    expect(stderr).not.toMatch(/jane|aiko|hush|away/i);
    expect(stderr).toMatch(/^\$\.users\[\*\]\['\?'\] +2× /m);
    expect(stderr).toMatch(/^\$\.users\[\*\]\['\?'\]\.note +1× /m);
    expect(stderr).toMatch(/^\$\.users\[\*\]\.new_field +1× +removed /m);
  });

  test('says which values were removed though their field is kept', async () => {
    const { lines } = await explain(
      ['--rules', RULES, ...USERS],
      '{"users":[{"type":"a word"},{"status":"unheard of"},{"status":"active"}]}',
    );

    expect(lines.slice(-2)).toEqual([
      'Values removed though their field has another fate: 1 of a type that the rules do not let through, 1 of a form or length that the rules do not let through.',
      'They stood at $.users[*].type, $.users[*].status.',
    ]);
  });

  test('names what the rules name, and what passes undecided without a schema only in plain words', async () => {
    const file = join(folder, 'rules.yaml');
    const pathLine =
      '  - pathTemplate: /a\n    transforms:\n      - !<redact> { jsonPaths: [$..x] }\n';
    writeFileSync(
      file,
      `endpoints:\n  - pathTemplate: /b\n    responseSchema: { type: object, properties: { '@odata.link': { type: string } } }\n${pathLine}`,
    );
    const compatible = ['--rules', file, '--mode', 'compatible'];

    const declared = await explain([...compatible, '--url', '/b'], '{"@odata.link":"x"}');
    const undecided = await explain(
      [...compatible, '--url', '/a'],
      '{"plain":1,"jane@example.com":{"x":2}}',
    );

    expect(fieldsOf(declared.lines)).toEqual([["$['@odata.link']", '1×', 'kept', '3']]);
    expect(fieldsOf(undecided.lines)).toEqual([
      ['$.plain', '1×', 'kept', '4'],
      ["$['?'].x", '1×', 'removed', '6'],
    ]);
  });

  test('counts the fields of several values in one body together', async () => {
    const { lines } = await explain(
      ['--rules', RULES, ...USERS],
      '{"total_records":1}\n{"total_records":2}',
    );

    expect(fieldsOf(lines).map(([path, count]) => [path, count])).toEqual([
      ['$.total_records', '2×'],
    ]);
  });

  test('explains nothing of a body that is refused', async () => {
    const ran = await scrim(['sanitize', '--explain', '--rules', RULES, ...USERS], {
      input: 'jane.roe@example.com',
    });

    expect([ran.code, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).not.toMatch(/jane|×/);
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { compilePolicy } from '../../src/rules/compile-policy.ts';
import { parseRules } from '../../src/rules/parse-rules.ts';
import type { Policy } from '../../src/rules/policy.ts';
import { examplePseudonymizer } from '../support/example-pseudonymizer.ts';
import { scrim } from '../support/run-scrim.ts';
import { inventory, type Field } from '../support/zoom.ts';

const RULES = 'rules/zoom.yaml';
const lines = readFileSync(RULES, 'utf8').split('\n');
const folder = mkdtempSync(join(tmpdir(), 'scrim-diff-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Diff {
  readonly moreVisible: number;
  readonly lessVisible: number;
  readonly endpoints: readonly {
    readonly path: string;
    readonly fields: readonly { readonly path: string; readonly change: string }[];
  }[];
}

/** A copy of the shipped rules with other lines. */
function copy(change: (line: string, number: number) => string | undefined): string {
  const file = join(folder, 'changed.yaml');
  const changed = lines.map((line, index) => change(line, index + 1));
  writeFileSync(file, changed.filter((line) => line !== undefined).join('\n'));
  return file;
}

const without = (number: number): string => copy((line, at) => (at === number ? undefined : line));

/*
 * The oracle: every field of the inventory is filled with a text of its own; those whose text comes
 * out by the changed rules, and not by the shipped ones, are what became visible.
 */
function policyOf(file: string): Policy {
  const parsed = parseRules(readFileSync(file, 'utf8'), { mode: 'strict' });
  if (parsed.kind === 'problems') throw new Error(`${file} has problems`);
  const compiled = compilePolicy(parsed.document, {
    pseudonymizer: examplePseudonymizer(),
    leakGuard: 'off',
    knownPaths: () => undefined,
  });
  if (compiled.kind === 'problems') throw new Error(`${file} needs a key`);
  return compiled.policy;
}

function bodyOf(fields: readonly Field[]): unknown {
  const root: Record<string, unknown> = {};
  for (const [index, { path }] of fields.entries()) {
    let text = JSON.stringify(`visible-${index}-here`);
    const steps = path.replaceAll('[*]', '.*').split('.').slice(1);
    for (const step of steps.toReversed())
      text = step === '*' ? `[${text}]` : `{${JSON.stringify(step)}:${text}}`;
    merge(root, JSON.parse(text) as Record<string, unknown>);
  }
  return root;
}

/** Puts what is new into objects and lists of one element. */
function merge(into: Record<string, unknown>, from: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(from)) {
    const there = into[name];
    if (typeof there === 'object' && there !== null)
      merge(there as Record<string, unknown>, value as Record<string, unknown>);
    else into[name] = value;
  }
}

function visibleFields(policy: Policy): ReadonlySet<string> {
  const visible = Object.entries(inventory.endpoints).flatMap(([path, { slug, fields }]) => {
    const leaves = fields.filter(({ fate }) => fate !== undefined);
    const endpoint = policy.endpoints.find(({ id }) => id === slug);
    const out = endpoint?.sanitize(JSON.stringify(bodyOf(leaves))).body.text() ?? '';
    return leaves
      .filter((_, index) => out.includes(`visible-${index}-here`))
      .map((leaf) => `${path} ${leaf.path}`);
  });
  return new Set(visible);
}

const shipped = visibleFields(policyOf(RULES));
const withoutNames = (path: string): string => path.replaceAll(/\{(\w+)\+\}/g, '{$1}');

/** Lines of transforms that hold one path of several, so that the file stays whole without one. */
const pathLines = lines
  .map((text, index) => ({ text: text.trim(), number: index + 1 }))
  .filter(({ text, number }) => {
    const isPath = (at: number): boolean => lines[at - 1]?.trim().startsWith('- $.') === true;
    return text.startsWith('- $.') && (isPath(number - 1) || isPath(number + 1));
  });

describe('scrim rules diff, of the shipped rules and a copy without one path', () => {
  // Some, and all that redact.
  const isRedacting = (number: number): boolean =>
    lines
      .slice(0, number)
      .findLast((line) => line.includes('!<'))
      ?.includes('redact') === true;
  const chosen = pathLines.filter(({ number }, index) => isRedacting(number) || index % 40 === 0);

  test('tries enough of them', () => {
    expect(chosen.filter(({ number }) => isRedacting(number)).length).toBeGreaterThan(5);
    expect(chosen.length).toBeGreaterThan(10);
  });

  test.each(chosen.map(({ text, number }) => [number, text] as const))(
    'line %s, %s: names exactly the fields that become visible',
    async (number) => {
      const file = without(number);
      const revealed = [...visibleFields(policyOf(file))].filter((field) => !shipped.has(field));

      const ran = await scrim(['rules', 'diff', RULES, file, '--format', 'json']);

      const { endpoints, moreVisible, lessVisible } = JSON.parse(ran.stdout) as Diff;
      const named = endpoints
        .flatMap(({ path, fields }) => fields.map((field) => `${withoutNames(path)} ${field.path}`))
        // A field that comes as text or as an object is one to the inventory.
        .filter((field) => !revealed.some((one) => field.startsWith(`${one}.`)));
      expect(named).toEqual(revealed);
      expect(moreVisible).toBeGreaterThanOrEqual(revealed.length);
      expect(lessVisible).toBe(0);
      expect(ran.code).toBe(revealed.length > 0 ? 1 : 0);
    },
  );
});

describe('scrim rules diff', () => {
  const blockList = lines.findIndex((line) => line.includes('- $.meeting_security.block_user')) + 1;

  test('says in words what changed, for a terminal', async () => {
    const ran = await scrim(['rules', 'diff', RULES, without(blockList)]);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(
      /^\/v2\/users\/\{userId\}\/settings\n {2}\+ \$\.meeting_security\.block_user_domain_list\[\*\]: removed → kept \(line \d+ → \d+\)\n/,
    );
    expect(ran.stdout).toContain('1 field more visible, 0 less visible, 1122 the same.');
  });

  test('writes a table for a pull request', async () => {
    const ran = await scrim(['rules', 'diff', RULES, without(blockList), '--format', 'md']);
    expect(ran.stdout).toContain('## ▲ These rules show more');
    expect(ran.stdout).toMatch(
      /\| ▲ more \| `\$\.meeting_security\.block_user_domain_list\[\*\]` \| removed \| kept \| line \d+ → \d+ \|/,
    );
  });

  test('lets pass what shows less, with exit code 0', async () => {
    const file = copy((line) => line.replace('verified: { type: integer }', ''));
    const ran = await scrim(['rules', 'diff', RULES, file]);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('- $.users[*].verified: kept → removed');
  });

  test('finds nothing between a file and itself', async () => {
    const ran = await scrim(['rules', 'diff', RULES, RULES, '--format', 'json']);
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({ endpoints: [], moreVisible: 0, same: 1123 });
  });

  test.each([
    ['one file', [RULES], 'name the old rules file and the new one'],
    ['three files', [RULES, RULES, RULES], 'name the old rules file and the new one'],
    ['an unknown format', [RULES, RULES, '--format', 'html'], '--format must be'],
    ['a file that is not there', [RULES, 'no-such.yaml'], 'cannot be read'],
  ])('refuses %s', async (_what, words, text) => {
    const ran = await scrim(['rules', 'diff', ...words]);
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain(text);
  });

  test('shows the problems of rules that do not load', async () => {
    const file = join(folder, 'broken.yaml');
    writeFileSync(file, 'endpoints:\n  - pathTemplates: /me\n');
    const ran = await scrim(['rules', 'diff', RULES, file]);
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain(`${file}:2:5: unknown key "pathTemplates"`);
  });
});

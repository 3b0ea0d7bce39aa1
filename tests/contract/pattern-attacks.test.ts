/** Texts that make a backtracking engine try for years, through all that rules can say with a regex. */
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import type { ClearTexts, TransformDefinition } from '../../src/sanitize/transforms/definition.ts';
import { transforms } from '../../src/sanitize/transforms/index.ts';
import { examplePseudonymizer } from '../support/example-pseudonymizer.ts';
import { optionsOf } from '../support/transform-options.ts';

const tools = { pseudonymizer: examplePseudonymizer() };
const nothing: ClearTexts = { remember: () => undefined, mint: () => undefined };
const MEGABYTE = 1_000_000;
const texts = [
  ['a…a', 'a'.repeat(MEGABYTE)],
  ['a…a!', `${'a'.repeat(MEGABYTE - 1)}!`],
  ['blanks', ' '.repeat(MEGABYTE)],
] as const;
const patterns = ['(a+)+b', '(a|aa)*c', '(?:[a-zA-Z]+)*!x', '(.*a){9}x', '(\\s+)+x', '(?=(a+)+b)a'];

/** Milliseconds of computing: other work of the machine does not count. */
function costOf(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const members = Object.entries<TransformDefinition>(transforms).flatMap(([name, definition]) => {
  const regexOptions = Object.entries(definition.options).filter(([, { type }]) =>
    type.startsWith('regex'),
  );
  return regexOptions.length === 0 ? [] : [[name, definition, regexOptions] as const];
});

test('are tried on the transforms that take a regex', () => {
  expect(members.map(([name]) => name).sort()).toEqual([
    'filterTokenByRegex',
    'pseudonymizeRegexMatches',
    'redactExceptSubstringsMatchingRegexes',
    'redactRegexMatches',
    'tokenize',
  ]);
});

describe.each(members)('a megabyte through %s', (_name, definition, regexOptions) => {
  const cases = patterns.flatMap((pattern) => texts.map((text) => [pattern, ...text] as const));

  test.each(cases)('by %s ends within a second of computing: %s', (pattern, _what, text) => {
    const given = Object.fromEntries(
      regexOptions.map(([name, { type }]) => [name, type === 'regex-list' ? [pattern] : pattern]),
    );
    const transform = definition.compile(optionsOf(definition.options, given), tools);

    expect(costOf(() => transform.apply(text, nothing))).toBeLessThan(1000);
  });
});

test.each(Object.entries<TransformDefinition>(transforms))(
  'a megabyte through %s as in its example ends within a second of computing',
  (_name, definition) => {
    const options = optionsOf(definition.options, definition.examples[0]?.options ?? {});
    const transform = definition.compile(options, tools);

    for (const [, text] of texts) {
      expect(costOf(() => transform.apply(text, nothing))).toBeLessThan(1000);
    }
  },
);

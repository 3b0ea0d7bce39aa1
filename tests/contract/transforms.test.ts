import { describe, expect, test } from 'vitest';
import { ExactNumber, type JsonValue } from '../../src/json.ts';
import type {
  ClearTexts,
  TransformDefinition,
  ValueTransform,
} from '../../src/sanitize/transforms/definition.ts';
import { transforms } from '../../src/sanitize/transforms/index.ts';
import { examplePseudonymizer } from '../support/example-pseudonymizer.ts';
import { optionsOf } from '../support/transform-options.ts';

const tools = { pseudonymizer: examplePseudonymizer() };
const nothing: ClearTexts = { remember: () => undefined, mint: () => undefined };
const transformed = (transform: ValueTransform, value: JsonValue) => {
  const change = transform.apply;
  return change(value, nothing);
};
const members = Object.entries<TransformDefinition>(transforms);

describe.each(members)('%s', (_name, definition) => {
  const compile = (given = definition.examples[0]?.options ?? {}) =>
    definition.compile(optionsOf(definition.options, given), tools);

  test.each(
    definition.examples.map((example) => [JSON.stringify(example.options), example] as const),
  )('works as its example with %s says', (_options, { options, input, output }) => {
    expect(transformed(compile(options), input)).toEqual(output);
  });

  test('has a sentence, examples, and a description for each option', () => {
    expect(definition.summary).toMatch(/^[A-Z].*\.$/);
    expect(definition.examples.length).toBeGreaterThan(0);
    for (const option of Object.values(definition.options)) expect(option.description).not.toBe('');
  });

  test('has examples whose options are allowed', () => {
    for (const { options } of definition.examples) {
      expect(definition.checkOptions?.(optionsOf(definition.options, options)) ?? []).toEqual([]);
    }
  });

  test('never changes its argument, and lets no container or boolean through', () => {
    const transform = compile();
    for (const value of [true, { a: 'b' }, ['x'], []]) {
      const before = structuredClone(value);
      expect(transform.apply(value, nothing)).toBeUndefined();
      expect(value).toEqual(before);
    }
  });

  test('gives null for null, unless it redacts', () => {
    const transform = compile();
    expect(transform.apply(null, nothing)).toBe(transform.isRedaction ? undefined : null);
  });

  test('takes a number only as an identifier', () => {
    const isIdentifier = definition === transforms.pseudonymize;
    for (const number of [81234567890, new ExactNumber('9007199254740993')]) {
      expect(compile().apply(number, nothing) === undefined).toBe(!isIdentifier);
    }
  });

  test('remembers the clear text of what it replaces by a pseudonym', () => {
    const remembered: string[] = [];
    const example = definition.examples.find(
      ({ output }) => typeof output === 'string' && output !== '',
    );
    const transform = compile(example?.options);
    transform.apply(example?.input ?? null, {
      remember: (text) => remembered.push(text),
      mint: () => undefined,
    });
    expect(remembered.length > 0).toBe(transform.isPseudonymization && example !== undefined);
  });
});

test('a number has the pseudonym of its text', () => {
  const { pseudonymize } = transforms;
  const { apply } = pseudonymize.compile(optionsOf(pseudonymize.options, {}), tools);
  expect(apply(81234567890, nothing)).toBe(apply('81234567890', nothing));
  expect(apply(new ExactNumber('9007199254740993'), nothing)).toBe(
    apply('9007199254740993', nothing),
  );
  expect(apply(new ExactNumber('123.0'), nothing)).not.toBe(apply('123', nothing));
});

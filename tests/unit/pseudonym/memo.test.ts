import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { memoize } from '../../../src/pseudonym/memo.ts';

const GENERATION = 20_000;

function counted() {
  let calls = 0;
  const memo = memoize((text) => {
    calls += 1;
    return `<${text}>`;
  });
  return { memo, calls: () => calls };
}

/** Megabytes in use once all garbage is gone. */
function heapMegabytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 1e6;
}

describe('the memo of pseudonyms', () => {
  test('computes a text once', () => {
    const { memo, calls } = counted();

    expect([memo('a'), memo('a'), memo('b')]).toEqual(['<a>', '<a>', '<b>']);
    expect(calls()).toBe(2);
  });

  test('remembers what was used within the last generation, and forgets the rest', () => {
    const { memo, calls } = counted();

    for (let index = 0; index < 2 * GENERATION; index += 1) memo(String(index));
    const before = calls();
    memo(String(GENERATION));
    expect(calls()).toBe(before);
    for (let index = 0; index < GENERATION; index += 1) memo(`new ${String(index)}`);
    memo('0');
    expect(calls()).toBe(before + GENERATION + 1);
  });

  test.each([
    ['long', 'x'.repeat(201)],
    ['broken UTF-16', 'a\ud800'],
  ])('gives a %s text its value, but does not keep it', (_what, text) => {
    const { memo, calls } = counted();

    expect([memo(text), memo(text)]).toEqual([`<${text}>`, `<${text}>`]);
    expect(calls()).toBe(2);
  });

  test('keeps memory flat, however many texts come', () => {
    const memo = memoize((text) => `t~${text}`);
    const see = (from: number): void => {
      for (let index = from; index < from + 3 * GENERATION; index += 1) {
        memo(`${String(index)}@example.com`.padStart(100, 'x'));
      }
    };
    see(0);
    const before = heapMegabytes();

    for (const round of [1, 2, 3]) see(round * 3 * GENERATION);

    expect(heapMegabytes() - before).toBeLessThan(10);
    expect(memo('a')).toBe('t~a');
  });

  test('keeps a piece of a long text without keeping the long text', () => {
    const memo = memoize((text) => text.slice(1));
    const before = heapMegabytes();

    for (let index = 0; index < 100; index += 1) {
      const text = `${String(index)} ${'x'.repeat(1_000_000)}`;
      memo(text.slice(0, 40 + index));
    }

    expect(heapMegabytes() - before).toBeLessThan(10);
    expect(memo('ab')).toBe('b');
  });
});

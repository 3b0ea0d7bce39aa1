import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { memoize } from '../../../src/pseudonym/memo.ts';

const MANY = 60_000;

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

  test('remembers thousands of texts, and forgets those of a full map', () => {
    const { memo, calls } = counted();
    const see = (from: number, to: number): void => {
      for (let index = from; index < to; index += 1) memo(`u-${String(index)}@example.com`);
    };

    see(0, 8000);
    see(0, 8000);
    expect(calls()).toBe(8000);
    see(8000, 300_000);
    memo('u-0@example.com');
    expect(calls()).toBe(300_001);
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
      for (let index = from; index < from + MANY; index += 1) {
        memo(`${String(index)}@example.com`.padStart(100, 'x'));
      }
    };
    see(0);
    const before = heapMegabytes();

    for (const round of [1, 2, 3]) see(round * MANY);

    expect(heapMegabytes() - before).toBeLessThan(10);
    expect(memo('a')).toBe('t~a');
  });
});

import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { holdsAddress, readsAsAddress } from '../../../src/sanitize/holds-address.ts';

const TOKEN = `t~${'A'.repeat(43)}`;

describe('an address', () => {
  test.each([
    'jane@example.org',
    'josé@example.org',
    'bob@bücher.de',
    'bob＠example.org',
    'bo\u200bb@\u200bexample.org',
    'see (jane)<jane@example.org>',
    'a@x jane@example.org',
    "o'neil/x@mail.example.org",
  ])('%s is found, in a text or a cell', (text) => {
    expect([holdsAddress(text), readsAsAddress(text)]).toEqual([true, true]);
  });

  test.each(['user@host', '@example.org', 'a @example.org', '(@example.org', '10@4.50', 'jane'])(
    '%s is none',
    (text) => {
      expect([holdsAddress(text), readsAsAddress(text)]).toEqual([false, false]);
    },
  );

  test('is none behind a token where tokens come from the rules, as in a cell', () => {
    expect(holdsAddress(`${TOKEN}@example.org`)).toBe(false);
    expect(holdsAddress(`${TOKEN}x y@example.org`)).toBe(true);
    expect(readsAsAddress(`${TOKEN}@example.org`)).toBe(true);
  });

  test('in escapes is for the cell, of which nothing else looks at them', () => {
    expect([holdsAddress('a%40b.example'), readsAsAddress('a%40b.example')]).toEqual([true, false]);
  });

  // A search that starts anew at each character takes minutes for these.
  test.each([
    ['no address, an escape', `${'a'.repeat(1_000_000)}%`],
    ['an @ without a domain', `${'a'.repeat(1_000_000)}@b`],
    ['many @', 'a@'.repeat(500_000)],
    ['many tokens', `${'A'.repeat(43)}@b `.repeat(20_000)],
    ['a long domain', `a@${'b'.repeat(1_000_000)}`],
    ['a domain of dots', `a@b${'.'.repeat(1_000_000)}`],
    ['marks', `a@b.c${'\u0301'.repeat(1_000_000)}`],
  ])('is looked for in linear time: %s', (_what, text) => {
    const before = process.cpuUsage();

    expect(holdsAddress(text)).toBe(false);

    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(5);
  });
});

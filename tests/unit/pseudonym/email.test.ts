import { describe, expect, test } from 'vitest';
import { canonicalEmail, parseAddressList, parseMailbox } from '../../../src/pseudonym/email.ts';

describe('a text is an e-mail only if its whole text is one mailbox', () => {
  test.each([
    'alice@example.com',
    'Alice@Example.COM',
    ' alice@example.com\t',
    'alice@example.com (home (of \\) Alice))',
    'Alice Doe <alice@example.com>',
    '"José" <jose@example.com>',
    '<alice@example.com>',
    '"with space"@example.com',
  ])('%s is', (text) => {
    expect(parseMailbox(text)).toBeDefined();
  });

  test.each([
    'José <jose@example.com>',
    'A. Doe <alice@example.com>',
    'alice@localhost',
    'alice.@example.com',
    'alice@exa_mple.com',
    'zoë@example.com',
    'alice@[192.0.2.1]',
    'alice@example.xn--p1ai',
    'alice@example.c0m',
    `alice@${'a'.repeat(64)}.com`,
    'alice@example.com, bob@example.org',
    'mail alice@example.com now',
    'alice@example.com (open',
    '',
  ])('%s is not', (text) => {
    expect(parseMailbox(text)).toBeUndefined();
  });

  test('a megabyte of openings is read in linear time', () => {
    expect(parseMailbox(`${'('.repeat(1_000_000)}@`)).toBeUndefined();
    expect(parseMailbox(`${'"a" '.repeat(250_000)}@`)).toBeUndefined();
    expect(parseMailbox(`${'a.'.repeat(500_000)}@b.c`)).toBeUndefined();
  });
});

describe('the canonical form', () => {
  test.each([
    ['"Alice Doe" <Alice+news@Example.COM>', 'STRICT', 'alice@example.com'],
    ['al.ice@example.com', 'STRICT', 'al.ice@example.com'],
    ['al.ice@example.com', 'IGNORE_DOTS', 'alice@example.com'],
    ['+tag@example.com', 'STRICT', '@example.com'],
  ] as const)('of %s (%s) is %s', (text, mode, expected) => {
    const mailbox = parseMailbox(text);
    expect(mailbox && canonicalEmail(mailbox, mode)).toBe(expected);
  });
});

describe('an address list', () => {
  test.each([
    ['a@example.com, Bob <b@example.org>', ['a', 'b']],
    ['Team: a@example.com, b@example.com;', ['a', 'b']],
    ['Nobody:;, c@example.com', ['c']],
    ['"x, y" <d@example.com> (comment, too)', ['d']],
  ])('%s has its members', (text, locals) => {
    expect(parseAddressList(text)?.map(({ local }) => local)).toEqual(locals);
  });

  test.each([
    'a@example.com,',
    ',a@example.com',
    'a@example.com; b@example.com',
    'nobody',
    'a@example.com,,b@example.com',
  ])('%s is none', (text) => {
    expect(parseAddressList(text)).toBeUndefined();
  });
});

import { expect, test } from 'vitest';
import { toIpBlocks } from '../../../src/settings/ip-blocks.ts';

test.each([
  ['', '203.0.113.7', true],
  ['', undefined, true],
  ['203.0.113.7', '203.0.113.7', true],
  ['203.0.113.7', '203.0.113.8', false],
  ['203.0.113.7', undefined, false],
  ['203.0.113.7', 'unknown', false],
  ['203.0.113.0/24', '203.0.113.255', true],
  ['203.0.113.99/24', '203.0.113.1', true],
  ['203.0.113.0/24', '203.0.114.0', false],
  ['0.0.0.0/0', '198.51.100.1', true],
  ['0.0.0.0/0', '2001:db8::1', false],
  ['10.0.0.0/8, 203.0.113.7', '203.0.113.7', true],
  ['203.0.113.0/24', '::ffff:203.0.113.7', true],
  ['2001:db8::/32', '2001:DB8:0:0::17', true],
  ['2001:db8::/32', '2001:db9::1', false],
  ['2001:db8::17', '2001:0db8:0:0:0:0:0:17', true],
  ['203.0.113.7', '203.0.113.7, 198.51.100.1', false],
] as const)('with the list "%s" the address %s may call: %s', (list, ip, expected) => {
  expect(toIpBlocks(list)?.allows(ip)).toBe(expected);
});

test.each([
  ',',
  ' ',
  'localhost',
  '203.0.113',
  '203.0.113.256',
  '203.0.113.0/33',
  '203.0.113.0/',
  '203.0.113.0/8/8',
  '203.0.113.0/-1',
  '203.0.113.007',
  '2001:db8::/129',
  'fe80::1%eth0',
  '203.0.113.7;198.51.100.1',
  '203.0.113.7, everybody',
])('the list "%s" is wrong', (list) => {
  expect(toIpBlocks(list)).toBeUndefined();
});

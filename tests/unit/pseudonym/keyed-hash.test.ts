import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKeyedHash, deriveHmacKey } from '../../../src/pseudonym/keyed-hash.ts';
import { Secret } from '../../../src/secret.ts';

const salt = new Secret('Xq7!pL2#vB9@kD4$mN6%');
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', minLength: 100, maxLength: 160 }),
  fc.constantFrom('x'.repeat(128), 'x'.repeat(129), '€'.repeat(128), '€'.repeat(129), '\ud800'),
);

test('hmac-sha256 is the HMAC of node:crypto, whatever the text and what came before', () => {
  const hash = createKeyedHash('hmac-sha256', salt);
  const expected = (one: string): string =>
    createHmac('sha256', deriveHmacKey(salt)).update(one).digest('base64url');

  fc.assert(
    fc.property(fc.array(text), (texts) => {
      expect(texts.map(hash)).toEqual(texts.map(expected));
    }),
  );
});

test('psoxy-sha256 is the hash of text and salt', () => {
  const hash = createKeyedHash('psoxy-sha256', salt);

  fc.assert(
    fc.property(text, (one) => {
      const expected = createHash('sha256').update(one + salt.reveal());
      expect(hash(one)).toBe(expected.digest('base64url'));
    }),
  );
});

import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { examplePseudonymizer } from '../../support/example-pseudonymizer.ts';

const TOKEN = examplePseudonymizer().tokenize('somebody');

test('a key that is derived in the background gives the tokens of one that is derived at once', async () => {
  const pseudonymizer = examplePseudonymizer();

  pseudonymizer.prepare();
  // The same work behind it on the same threads: the key is there when this ends.
  await promisify(pbkdf2)('a', 'b', 200_000, 32, 'sha256');

  expect(pseudonymizer.tokenize('somebody')).toBe(TOKEN);
});

test('a token that is asked for before the key is there does not wait', () => {
  const pseudonymizer = examplePseudonymizer();

  pseudonymizer.prepare();

  expect(pseudonymizer.tokenize('somebody')).toBe(TOKEN);
});

import { Buffer } from 'node:buffer';
import { createHash, createHmac, createSecretKey, hash, hkdfSync } from 'node:crypto';
import type { Secret } from '../secret.ts';
import type { PseudonymAlgorithm } from './pseudonymizer.ts';

/** The 32 bytes of an identifier's canonical form. */
export type KeyedHash = (canonical: string) => Buffer;

/** HMAC key for pseudonyms: HKDF-SHA-256 (RFC 5869) of the salt, 32 bytes. */
export function deriveHmacKey(salt: Secret): Buffer {
  return Buffer.from(hkdfSync('sha256', salt.reveal(), '', 'scrim/pseudonym/v1', 32));
}

export function createKeyedHash(algorithm: PseudonymAlgorithm, salt: Secret): KeyedHash {
  if (algorithm === 'psoxy-sha256') {
    return (canonical) => hash('sha256', canonical + salt.reveal(), 'buffer');
  }
  // A KeyObject: with a plain buffer each call would import the key again, ten times slower.
  const key = createSecretKey(deriveHmacKey(salt));
  return (canonical) => createHmac('sha256', key).update(canonical).digest();
}

const SALT_HASH_SUFFIX = 'f33c366c-ae91-4819-b221-f9794ebb8145';

/** What the health check shows of the salt, so that a client notices a change: base64 with `/` → `_`, `+` → `.`. */
export function saltSha256Hash(salt: Secret): string {
  const digest = createHash('sha256')
    .update(salt.reveal() + SALT_HASH_SUFFIX)
    .digest('base64');
  return digest.replaceAll('=', '').replaceAll('/', '_').replaceAll('+', '.');
}

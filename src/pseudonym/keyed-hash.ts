// Hot: one hash for each new identifier, so HMAC is written as two one-shot hashes over kept buffers.
import { Buffer } from 'node:buffer';
import { createHash, createHmac, createSecretKey, hash, hkdfSync } from 'node:crypto';
import type { Secret } from '../secret.ts';
import type { PseudonymAlgorithm } from './pseudonymizer.ts';

/** The hash of an identifier's canonical form: 32 bytes as 43 characters of base64url. */
export type KeyedHash = (canonical: string) => string;

/** HMAC key for pseudonyms: HKDF-SHA-256 (RFC 5869) of the salt, 32 bytes. */
export function deriveHmacKey(salt: Secret): Buffer {
  return Buffer.from(hkdfSync('sha256', salt.reveal(), '', 'scrim/pseudonym/v1', 32));
}

export function createKeyedHash(algorithm: PseudonymAlgorithm, salt: Secret): KeyedHash {
  return algorithm === 'hmac-sha256'
    ? createHmacHash(deriveHmacKey(salt))
    : (canonical) => hash('sha256', canonical + salt.reveal(), 'base64url');
}

const BLOCK_BYTES = 64;
const HASH_BYTES = 32;
/** Longer texts go through createHmac. */
const MAX_TEXT_LENGTH = 128;
const MAX_UTF8_BYTES = 3 * MAX_TEXT_LENGTH;

/**
 * HMAC-SHA-256 (RFC 2104) as hash(outer pad, hash(inner pad, text)): twice as fast as createHmac,
 * whose set-up costs more than the hashing. Digests travel as texts, for making a buffer costs more too.
 */
function createHmacHash(key: Buffer): KeyedHash {
  const inner = Buffer.alloc(BLOCK_BYTES + MAX_UTF8_BYTES, 0x36);
  const outer = Buffer.alloc(BLOCK_BYTES + HASH_BYTES, 0x5c);
  for (const [index, byte] of key.entries()) {
    inner[index] = byte ^ 0x36;
    outer[index] = byte ^ 0x5c;
  }
  const innerUpTo = Array.from({ length: inner.length + 1 }, (_, end) => inner.subarray(0, end));
  // A KeyObject: with a plain buffer each call would import the key again, ten times slower.
  const keyObject = createSecretKey(key);
  return (canonical) => {
    if (canonical.length > MAX_TEXT_LENGTH) {
      return createHmac('sha256', keyObject).update(canonical).digest('base64url');
    }
    const end = BLOCK_BYTES + inner.write(canonical, BLOCK_BYTES, 'utf8');
    const digest = hash('sha256', innerUpTo[end] ?? inner, 'binary');
    outer.write(digest, BLOCK_BYTES, 'latin1');
    return hash('sha256', outer, 'base64url');
  };
}

const SALT_HASH_SUFFIX = 'f33c366c-ae91-4819-b221-f9794ebb8145';

/** What the health check shows of the salt, so that a client notices a change: base64 with `/` → `_`, `+` → `.`. */
export function saltSha256Hash(salt: Secret): string {
  const digest = createHash('sha256')
    .update(salt.reveal() + SALT_HASH_SUFFIX)
    .digest('base64');
  return digest.replaceAll('=', '').replaceAll('/', '_').replaceAll('+', '.');
}

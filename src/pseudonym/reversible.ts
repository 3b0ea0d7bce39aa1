import { Buffer } from 'node:buffer';
import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  pbkdf2,
  pbkdf2Sync,
  type KeyObject,
} from 'node:crypto';
import type { PseudonymSecrets } from './pseudonymizer.ts';

const HASH_BYTES = 32;
const BLOCK_BYTES = 16;
const CIPHER = 'aes-256-cbc';
const DERIVATION = [65_536, 32, 'sha256'] as const;

/** AES key: PBKDF2-HMAC-SHA-256 of the configured text, salted, 65,536 iterations, 32 bytes. */
export function deriveAesKey(password: string, salt: string): Buffer {
  return pbkdf2Sync(password, salt, ...DERIVATION);
}

/** Encrypts originals behind their hash and opens them again. The key is derived at the first use. */
export interface ReversibleCipher {
  /** Derives the key on another thread, so that the first use need not wait for it. */
  prepare(): void;
  /** Hash (32 bytes) followed by the ciphertext of the original. */
  seal(hash: Buffer, original: string): Buffer;
  /** The original behind well-formed bytes; undefined if it does not decrypt to UTF-8. Not yet verified. */
  open(bytes: Buffer): string | undefined;
}

export function createReversibleCipher({
  salt,
  encryptionKey,
}: PseudonymSecrets): ReversibleCipher | undefined {
  if (encryptionKey === undefined) return undefined;
  let derived: KeyObject | undefined;
  const key = (): KeyObject =>
    (derived ??= createSecretKey(deriveAesKey(encryptionKey.reveal(), salt.reveal())));
  return {
    prepare() {
      pbkdf2(encryptionKey.reveal(), salt.reveal(), ...DERIVATION, (error, bytes) => {
        if (error === null) derived ??= createSecretKey(bytes);
      });
    },
    seal(hash, original) {
      const cipher = createCipheriv(CIPHER, key(), hash.subarray(0, BLOCK_BYTES));
      return Buffer.concat([hash, cipher.update(original, 'utf8'), cipher.final()]);
    },
    open(bytes) {
      const decipher = createDecipheriv(CIPHER, key(), bytes.subarray(0, BLOCK_BYTES));
      try {
        const plain = Buffer.concat([
          decipher.update(bytes.subarray(HASH_BYTES)),
          decipher.final(),
        ]);
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain);
      } catch {
        // Wrong padding or no UTF-8: the caller goes on with a dummy, so that both take the same time.
        return undefined;
      }
    },
  };
}

/** The bytes of a token's base64url text if it is canonical and has whole blocks. */
export function tokenBytes(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  const isWhole = bytes.length >= HASH_BYTES + BLOCK_BYTES && bytes.length % BLOCK_BYTES === 0;
  return isWhole && bytes.toString('base64url') === text ? bytes : undefined;
}

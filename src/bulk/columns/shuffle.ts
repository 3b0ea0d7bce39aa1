// Hot loop: a word for every row.
import { createHmac, hash } from 'node:crypto';
import { Buffer } from 'node:buffer';
import type { Secret } from '../../secret.ts';

const WORDS_IN_BLOCK = 8;
const BYTES_IN_BLOCK = 4 * WORDS_IN_BLOCK;

/** Seed of the row order of one file: nobody without the salt can tell it, a repeat gives the same. */
export function shuffleSeed(salt: Secret, etag: string): Buffer {
  return createHmac('sha256', salt.reveal()).update(`scrim-shuffle-v1:${etag}`).digest();
}

/** Orders the rows of one window after another by a stream of words from a seed. */
export class KeyedShuffle {
  readonly #message: Buffer;
  #block = 0n;
  readonly #words = Buffer.alloc(BYTES_IN_BLOCK);
  #used = WORDS_IN_BLOCK;

  constructor(seed: Buffer) {
    this.#message = Buffer.concat([seed, Buffer.alloc(8)]);
  }

  /** Swaps the first `count` members of `order` (Fisher and Yates). */
  shuffle(order: Int32Array, count: number): void {
    for (let index = count - 1; index > 0; index -= 1) {
      const other = this.#uniform(index + 1);
      const kept = order[index] ?? 0;
      order[index] = order[other] ?? 0;
      order[other] = kept;
    }
  }

  /** An even choice among 0 … `size` - 1. */
  #uniform(size: number): number {
    const limit = 2 ** 32 - (2 ** 32 % size);
    for (;;) {
      const word = this.#nextWord();
      if (word < limit) return word % size;
    }
  }

  #nextWord(): number {
    if (this.#used === WORDS_IN_BLOCK) {
      this.#message.writeBigUInt64BE(this.#block, this.#message.length - 8);
      // As a text: a hash object or a buffer for each block costs two to three times the hashing.
      this.#words.write(hash('sha256', this.#message, 'binary'), 'latin1');
      this.#block += 1n;
      this.#used = 0;
    }
    this.#used += 1;
    return this.#words.readUInt32BE((this.#used - 1) * 4);
  }
}

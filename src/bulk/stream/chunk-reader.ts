import { Buffer } from 'node:buffer';

const NOTHING = Buffer.alloc(0);

/** Takes bytes off a stream in pieces of any size, and gives back what was too much. */
export class ChunkReader {
  /** Bytes that were taken and not given back. */
  taken = 0;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Buffer = NOTHING;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** The next bytes, as many as there are in one piece; undefined at the end. */
  async next(): Promise<Buffer | undefined> {
    const chunk = this.#rest.length > 0 ? this.#rest : await this.#pull();
    this.#rest = NOTHING;
    this.taken += chunk?.length ?? 0;
    return chunk;
  }

  /** Exactly `byteLength` bytes; undefined if the stream ends before. */
  async take(byteLength: number): Promise<Buffer | undefined> {
    const found = await this.peek(byteLength);
    if (found.length < byteLength) return undefined;
    this.#rest = this.#rest.subarray(byteLength);
    this.taken += byteLength;
    return found;
  }

  /** Up to `byteLength` bytes, fewer at the end only; they stay. */
  async peek(byteLength: number): Promise<Buffer> {
    while (this.#rest.length < byteLength) {
      const chunk = await this.#pull();
      if (chunk === undefined) break;
      this.#rest = Buffer.concat([this.#rest, chunk]);
    }
    return this.#rest.subarray(0, byteLength);
  }

  giveBack(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([bytes, this.#rest]);
    this.taken -= bytes.length;
  }

  /** Closes the stream where it is. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #pull(): Promise<Buffer | undefined> {
    const next: IteratorResult<Uint8Array, unknown> = await this.#chunks.next();
    if (next.done === true) return undefined;
    const { value } = next;
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
}

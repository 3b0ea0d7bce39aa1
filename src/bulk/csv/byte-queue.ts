import { Buffer } from 'node:buffer';

/** Bytes that have come and are not yet taken, always in one piece. */
export class ByteQueue {
  /** One byte more than `end` may be written: readers put a mark there. */
  bytes: Buffer;
  /** The same bytes, to be read four at once. */
  view: DataView;
  start = 0;
  end = 0;

  constructor(initialBytes: number) {
    this.bytes = Buffer.allocUnsafeSlow(initialBytes);
    this.view = viewOf(this.bytes);
  }

  get length(): number {
    return this.end - this.start;
  }

  /** Copies a chunk behind what is there; grows only if what is not taken does not fit. */
  append(chunk: Uint8Array): void {
    if (this.start === this.end) this.start = this.end = 0;
    if (this.end + chunk.length >= this.bytes.length) this.#makeRoom(chunk.length);
    this.bytes.set(chunk, this.end);
    this.end += chunk.length;
  }

  #makeRoom(added: number): void {
    const { length } = this;
    const needed = length + added + 1;
    const isTooSmall = needed > this.bytes.length;
    const target = isTooSmall
      ? Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2))
      : this.bytes;
    this.bytes.copy(target, 0, this.start, this.end);
    if (isTooSmall) this.view = viewOf(target);
    this.bytes = target;
    this.start = 0;
    this.end = length;
  }
}

export function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

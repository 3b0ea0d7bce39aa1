// Hot loop: takes every byte that is written, hence one growing buffer instead of many small ones.
import { Buffer } from 'node:buffer';
import { viewOf } from '../csv/byte-queue.ts';
import type { KeyedShuffle } from './shuffle.ts';

const FIRST_BYTES = 65_536;
const MAX_BYTES = 8 * 1024 * 1024;
/** Rows that wait together where the order stays as it is. */
const UNSHUFFLED_ROWS = 512;
const BLOCK_BYTES = 131_072;

export interface RowWindowOptions {
  /** 0 or 1: rows leave as they came. */
  readonly windowRows: number;
  readonly shuffle?: KeyedShuffle;
}

/** Rendered rows that wait for their window to be full; they leave in blocks, in keyed order. */
export class RowWindow {
  /** Rows are written here, up to `size`; call `reserve` before. */
  bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  /** The same bytes, to be written four at once. */
  view = viewOf(this.bytes);
  size = 0;
  readonly #capacity: number;
  readonly #shuffle: KeyedShuffle | undefined;
  readonly #rowEnds: Int32Array;
  readonly #order: Int32Array;
  readonly #block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  #blockSize = 0;
  #rows = 0;

  constructor({ windowRows, shuffle }: RowWindowOptions) {
    this.#shuffle = windowRows > 1 ? shuffle : undefined;
    this.#capacity = windowRows > 1 ? windowRows : UNSHUFFLED_ROWS;
    this.#rowEnds = new Int32Array(this.#capacity);
    this.#order = new Int32Array(this.#capacity);
  }

  /** Makes room for more bytes behind `size`. */
  reserve(byteLength: number): void {
    if (this.size + byteLength <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.size + byteLength, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.size);
    this.bytes = grown;
    this.view = viewOf(grown);
  }

  /** Ends a row; true if the window is full. */
  endRow(): boolean {
    this.#rowEnds[this.#rows] = this.size;
    this.#rows += 1;
    return this.#rows === this.#capacity || this.size >= MAX_BYTES;
  }

  /** Empties the window into blocks; the last block waits until it is full. */
  *flush(): Generator<Buffer> {
    const { bytes } = this;
    const order = this.#inOrder();
    for (let index = 0; index < this.#rows; index += 1) {
      const row = order[index] ?? 0;
      let at = row === 0 ? 0 : (this.#rowEnds[row - 1] ?? 0);
      const end = this.#rowEnds[row] ?? 0;
      while (at < end) {
        const step = Math.min(end - at, BLOCK_BYTES - this.#blockSize);
        bytes.copy(this.#block, this.#blockSize, at, at + step);
        at += step;
        this.#blockSize += step;
        if (this.#blockSize === BLOCK_BYTES) yield this.#takeBlock();
      }
    }
    this.size = 0;
    this.#rows = 0;
  }

  /** What is left once there are no more rows. */
  *end(): Generator<Buffer> {
    yield* this.flush();
    if (this.#blockSize > 0) yield this.#takeBlock();
  }

  #takeBlock(): Buffer {
    const block = this.#block.subarray(0, this.#blockSize);
    this.#blockSize = 0;
    return block;
  }

  #inOrder(): Int32Array {
    for (let row = 0; row < this.#rows; row += 1) this.#order[row] = row;
    this.#shuffle?.shuffle(this.#order, this.#rows);
    return this.#order;
  }
}

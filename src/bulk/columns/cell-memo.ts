// Hot loop: asked for almost every cell that is not copied, hence bytes in arrays instead of a Map of
// strings. The last four bytes of a cell are taken at once, though some of them were taken before: how
// many are left over is what a processor guesses wrong.
import { Buffer } from 'node:buffer';
import { viewOf } from '../csv/byte-queue.ts';

/** Entries whose hashes agree in their last bits; they share a cache line, and a look-up reads one. */
const WAYS = 4;
/** A company's 50,000 people with names and addresses leave hardly a set too full. */
const SETS = 65_536;
/** Of an entry: hash (0: free), start of the key in the arena, lengths of key and value with the mark, treatment. */
const [HASH, KEY, LENGTHS, TREATMENT, FIELDS] = [0, 1, 2, 3, 4];
const [KEY_BITS, VALUE_BITS] = [9, 10];
/** Longer ones are worth no room. */
const MAX_KEY_BYTES = 2 ** KEY_BITS - 1;
const MAX_VALUE_BYTES = 2 ** VALUE_BITS - 1;
const ARENA_BYTES = 8 * 1024 * 1024;
/** Bytes that count at each end of a long cell. */
const HASHED_END = 32;
const GOLDEN = 0x9e3779b1;

/** A part of a buffer; one object is used again and again. */
export interface Span {
  bytes: Buffer;
  /** The same bytes, to be read four at once. */
  view: DataView;
  start: number;
  end: number;
}

/**
 * A bounded memo from the bytes of a cell to the bytes that are written for it, for each treatment.
 * When it is full it starts anew; hashes that many cells share cost look-ups in vain, no more.
 */
export class CellMemo {
  /** The mark that was stored with the value that was found last. */
  mark = 0;
  readonly #arena = Buffer.allocUnsafeSlow(ARENA_BYTES);
  #valueStart = 0;
  #valueEnd = 0;
  readonly #view = viewOf(this.#arena);
  readonly #entries = new Int32Array(SETS * WAYS * FIELDS);
  #size = 0;
  /** The way that is given up next where a set is full. */
  #victim = 0;

  /** Looks for a cell under one treatment; what it finds is in the fields of the memo. */
  find(treatment: number, cell: Span): boolean {
    const entries = this.#entries;
    const hash = hashOf(cell, treatment);
    const first = setOf(hash);
    for (let entry = first; entry < first + WAYS * FIELDS; entry += FIELDS) {
      if (entries[entry] !== hash || entries[entry + TREATMENT] !== treatment) continue;
      const lengths = entries[entry + LENGTHS] ?? 0;
      const keyStart = entries[entry + KEY] ?? 0;
      const keyEnd = keyStart + (lengths & MAX_KEY_BYTES);
      if (keyEnd - keyStart !== cell.end - cell.start || !this.#isSame(keyStart, cell)) continue;
      this.#valueStart = keyEnd;
      this.#valueEnd = keyEnd + ((lengths >>> KEY_BITS) & MAX_VALUE_BYTES);
      this.mark = lengths >>> (KEY_BITS + VALUE_BITS);
      return true;
    }
    return false;
  }

  /** Bytes of the value that was found last. */
  get valueBytes(): number {
    return this.#valueEnd - this.#valueStart;
  }

  /** Copies the value that was found last; for so few bytes `Buffer.copy` takes longer. */
  copyValue(target: DataView, start: number): void {
    const view = this.#view;
    const last = this.#valueEnd - 4;
    let [at, other] = [this.#valueStart, start];
    if (last < at) {
      for (; at < this.#valueEnd; at += 1, other += 1) target.setUint8(other, view.getUint8(at));
      return;
    }
    for (; at < last; at += 4, other += 4) target.setInt32(other, view.getInt32(at, true), true);
    target.setInt32(other + last - at, view.getInt32(last, true), true);
  }

  /** Remembers a value with a mark of a few bits, unless it or its cell is too long to be worth it. */
  store(
    treatment: number,
    cell: Span,
    value: { readonly bytes: Buffer; readonly mark: number },
  ): void {
    const keyBytes = cell.end - cell.start;
    const valueBytes = value.bytes.length;
    if (keyBytes > MAX_KEY_BYTES || valueBytes > MAX_VALUE_BYTES) return;
    if (this.#size + keyBytes + valueBytes > ARENA_BYTES) this.#clear();
    const hash = hashOf(cell, treatment);
    const entry = this.#freeEntry(setOf(hash));
    const lengths = keyBytes | (valueBytes << KEY_BITS) | (value.mark << (KEY_BITS + VALUE_BITS));
    this.#entries.set([hash, this.#size, lengths, treatment], entry + HASH);
    this.#size += cell.bytes.copy(this.#arena, this.#size, cell.start, cell.end);
    this.#size += value.bytes.copy(this.#arena, this.#size);
  }

  #freeEntry(first: number): number {
    for (let entry = first; entry < first + WAYS * FIELDS; entry += FIELDS) {
      if (this.#entries[entry] === 0) return entry;
    }
    this.#victim = (this.#victim + 1) % WAYS;
    return first + this.#victim * FIELDS;
  }

  #clear(): void {
    this.#entries.fill(0);
    this.#size = 0;
  }

  /** Whether the key that starts at `keyStart` and is as long as the cell is the cell. */
  #isSame(keyStart: number, { bytes, view, start, end }: Span): boolean {
    const arenaView = this.#view;
    const last = end - 4;
    let [at, other] = [start, keyStart];
    if (last < start) {
      for (; at < end; at += 1, other += 1) if (bytes[at] !== this.#arena[other]) return false;
      return true;
    }
    for (; at < last; at += 4, other += 4) {
      if (view.getInt32(at, true) !== arenaView.getInt32(other, true)) return false;
    }
    return view.getInt32(last, true) === arenaView.getInt32(other + last - at, true);
  }
}

function setOf(hash: number): number {
  return (hash & (SETS - 1)) * WAYS * FIELDS;
}

/** Never 0, which marks a free entry. Of a long cell only both ends count. */
function hashOf({ bytes, view, start, end }: Span, treatment: number): number {
  let hash = Math.imul(treatment + 1, GOLDEN) ^ (end - start);
  const last = end - 4;
  let at = start;
  if (last < start) {
    for (; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), GOLDEN);
  } else {
    for (; at < last; at += 4) {
      hash = Math.imul(hash ^ view.getInt32(at, true), GOLDEN);
      hash ^= hash >>> 15;
      if (at - start === HASHED_END) at = Math.max(at, end - HASHED_END - 4);
    }
    hash = Math.imul(hash ^ view.getInt32(last, true), GOLDEN);
  }
  hash ^= hash >>> 13;
  return hash === 0 ? 1 : hash;
}

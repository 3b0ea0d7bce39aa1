// Hot loop: reads every character of the kept texts and the start of every clear text.
const LENGTH = 5;
const [A, Z, TO_LOWER, NON_ASCII] = [0x41, 0x5a, 0x20, 0x80];
const [AT, PERCENT, TILDE] = [0x40, 0x25, 0x7e];

/**
 * A set of five characters each, of lower-case texts. What was added is always found; a few others
 * are too, because only a small hash is kept.
 */
export class Fives {
  readonly #slots: Uint8Array;

  /** `expected`: about how many will be added. */
  constructor(expected: number) {
    const bits = Math.min(20, Math.max(10, Math.ceil(Math.log2(8 * expected + 1))));
    this.#slots = new Uint8Array(2 ** bits);
  }

  /** Adds what stands at `at`. */
  add(text: string, at: number): void {
    this.#slots[this.#slotAt(text, at)] = 1;
  }

  /** Adds all that stand in a text. */
  addAll(text: string): void {
    for (let at = 0; at + LENGTH <= text.length; at += 1) this.add(text, at);
  }

  /** Adds all that stand in a text of any case; false (and perhaps not all) if one of its characters needs a closer look. */
  addPlain(text: string): boolean {
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === AT || code === PERCENT || code === TILDE || code >= NON_ASCII) return false;
    }
    for (let at = 0; at + LENGTH <= text.length; at += 1) {
      let hash = 0;
      for (let offset = 0; offset < LENGTH; offset += 1) {
        const code = text.charCodeAt(at + offset);
        hash = mix(hash, code >= A && code <= Z ? code + TO_LOWER : code);
      }
      this.#slots[this.#slot(hash)] = 1;
    }
    return true;
  }

  has(text: string, at: number): boolean {
    return this.#slots[this.#slotAt(text, at)] === 1;
  }

  /** Whether the start of a text in any case is there; the text has five characters or more. */
  hasStartOf(text: string): boolean {
    let hash = 0;
    for (let at = 0; at < LENGTH; at += 1) {
      const code = text.charCodeAt(at);
      // Lower case may have other characters, and more of them.
      if (code >= NON_ASCII) return this.has(text.toLowerCase(), 0);
      hash = mix(hash, code >= A && code <= Z ? code + TO_LOWER : code);
    }
    return this.#slots[this.#slot(hash)] === 1;
  }

  #slotAt(text: string, at: number): number {
    let hash = 0;
    for (let offset = 0; offset < LENGTH; offset += 1) {
      hash = mix(hash, text.charCodeAt(at + offset));
    }
    return this.#slot(hash);
  }

  #slot(hash: number): number {
    return (hash ^ (hash >>> 15)) & (this.#slots.length - 1);
  }
}

function mix(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

import { inspect } from 'node:util';

/** Bytes of a source's answer before sanitizing: `[raw]` in JSON, templates and inspection. */
export class RawBody {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get byteLength(): number {
    return this.#bytes.byteLength;
  }

  /** The bytes. Only the code that classifies or sanitizes an answer takes them. */
  bytes(): Uint8Array {
    return this.#bytes;
  }

  toString(): string {
    return '[raw]';
  }

  toJSON(): string {
    return '[raw]';
  }

  [inspect.custom](): string {
    return '[raw]';
  }
}

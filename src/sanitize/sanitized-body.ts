/** JSON that the policy has sanitized. Only `compileSanitizer` makes one. */
export class SanitizedBody {
  // Privacy: the private member keeps any other object from passing for one.
  readonly #pieces: readonly string[];

  constructor(pieces: readonly string[]) {
    this.#pieces = pieces;
  }

  /** What makes up the text, in its order: much faster to send than the text as one. */
  get pieces(): readonly string[] {
    return this.#pieces;
  }

  text(): string {
    return this.#pieces.join('');
  }
}

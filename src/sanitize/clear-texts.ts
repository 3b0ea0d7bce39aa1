import { ExactNumber, type JsonValue } from '../json.ts';
import { JsonSyntaxError, MAX_LEVELS } from '../parse-json.ts';
import type { Pseudonymizer } from '../pseudonym/pseudonymizer.ts';

const NAMES_OF_NAMES = new Set([
  'mail',
  'name',
  'username',
  'displayname',
  'firstname',
  'lastname',
  'fullname',
  'givenname',
  'familyname',
  'middlename',
  'surname',
  'nickname',
]);

/** True for property names whose text names a person: `email`, `user_name`, `firstName`, … */
export function isIdentifyingName(name: string): boolean {
  const plain = name.toLowerCase().replaceAll(/[_-]/g, '');
  return plain.endsWith('email') || NAMES_OF_NAMES.has(plain);
}

/** Shorter texts are not remembered: they stand everywhere. */
const MIN_LENGTH = 5;

/**
 * The clear texts that a document must not give away again, and the tokens that were minted for them.
 * Writing them down is all that happens at first; most documents never ask.
 */
export class ClearTexts {
  readonly #pseudonymizer: Pseudonymizer;
  readonly #remembered: string[] = [];
  /** Texts of properties that name nobody: they count if they are e-mails. */
  readonly #perhapsEmails: string[] = [];
  readonly #minted: string[] = [];
  /** Answers for the few names of a document, asked for each of its values. */
  readonly #identifyingNames = new Map<string, boolean>();

  constructor(pseudonymizer: Pseudonymizer) {
    this.#pseudonymizer = pseudonymizer;
  }

  /** A clear text that was replaced or removed. */
  remember(text: string): void {
    if (text.length >= MIN_LENGTH) this.#remembered.push(text);
  }

  /** A token that was written. */
  mint(token: string): void {
    this.#minted.push(token);
  }

  /**
   * A value that the schema or `redact` took away: e-mails and names in it are remembered. Throws
   * JsonSyntaxError if it has more than so many levels of arrays and objects.
   */
  rememberRemoved(value: JsonValue, name: string, levels = MAX_LEVELS): void {
    if (typeof value === 'string') this.#rememberText(value, name);
    if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return;
    if (levels <= 0) throw new JsonSyntaxError();
    if (Array.isArray(value)) {
      for (const element of value) this.rememberRemoved(element, name, levels - 1);
      return;
    }
    for (const property in value) {
      this.rememberRemoved(value[property] ?? null, property, levels - 1);
    }
  }

  #rememberText(text: string, name: string): void {
    if (text.length < MIN_LENGTH) return;
    if (this.#isIdentifying(name)) this.#remembered.push(text);
    else this.#perhapsEmails.push(text);
  }

  #isIdentifying(name: string): boolean {
    const known = this.#identifyingNames.get(name);
    if (known !== undefined) return known;
    const answer = isIdentifyingName(name);
    if (this.#identifyingNames.size < 1000) this.#identifyingNames.set(name, answer);
    return answer;
  }

  /**
   * What was remembered, in lower case, as far as `mayStand` lets it pass. E-mails, also in canonical
   * form, are there only if they are asked for: reading them costs.
   */
  select({ mayStand, withEmails }: Selecting): ReadonlySet<string> {
    const selected = new Set<string>();
    for (const text of this.#remembered) if (mayStand(text)) selected.add(text.toLowerCase());
    if (!withEmails) return selected;
    for (const text of this.#perhapsEmails) {
      if (this.#emailOf(text) !== undefined) selected.add(text.toLowerCase());
    }
    for (const text of [...this.#remembered, ...this.#perhapsEmails]) {
      const email = this.#emailOf(text);
      if (email !== undefined) selected.add(email);
    }
    return selected;
  }

  /** Whether a test holds for a text that was remembered for itself; e-mails of other properties are left out. */
  someRemembered(test: (text: string) => boolean): boolean {
    for (const text of this.#remembered) if (test(text)) return true;
    return false;
  }

  #emailOf(text: string): string | undefined {
    return text.includes('@') ? this.#pseudonymizer.canonicalEmail(text) : undefined;
  }

  /** The tokens that were written. */
  get tokens(): ReadonlySet<string> {
    return new Set(this.#minted);
  }
}

interface Selecting {
  /** Given a text in any case. */
  readonly mayStand: (text: string) => boolean;
  readonly withEmails: boolean;
}

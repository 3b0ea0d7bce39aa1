import { isJsonObject, namesOf, type JsonValue } from '../json.ts';
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

/** The clear texts that a document must not give away again, and the tokens that were minted for them. */
export class ClearTexts {
  readonly texts = new Set<string>();
  readonly tokens = new Set<string>();
  readonly #pseudonymizer: Pseudonymizer;
  /** Answers for the few names of a document, asked for each of its values. */
  readonly #identifyingNames = new Map<string, boolean>();

  constructor(pseudonymizer: Pseudonymizer) {
    this.#pseudonymizer = pseudonymizer;
  }

  /** A clear text that was replaced or removed. */
  remember(text: string): void {
    if (text.length < 5) return;
    this.texts.add(text);
    if (!text.includes('@')) return;
    const email = this.#pseudonymizer.canonicalEmail(text);
    if (email !== undefined) this.texts.add(email);
  }

  /** A token that was written. */
  mint(token: string): void {
    this.tokens.add(token);
  }

  /** A value that the schema or `redact` took away: e-mails and names in it are remembered. */
  rememberRemoved(value: JsonValue, name: string): void {
    if (typeof value === 'string') {
      if (this.#isIdentifying(name) || this.#isEmail(value)) this.remember(value);
    } else if (Array.isArray(value)) {
      for (const element of value) this.rememberRemoved(element, name);
    } else if (isJsonObject(value)) {
      for (const property of namesOf(value))
        this.rememberRemoved(value[property] ?? null, property);
    }
  }

  #isIdentifying(name: string): boolean {
    const known = this.#identifyingNames.get(name);
    if (known !== undefined) return known;
    const answer = isIdentifyingName(name);
    if (this.#identifyingNames.size < 1000) this.#identifyingNames.set(name, answer);
    return answer;
  }

  #isEmail(text: string): boolean {
    return text.includes('@') && this.#pseudonymizer.canonicalEmail(text) !== undefined;
  }
}

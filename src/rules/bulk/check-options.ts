import type { PseudonymEncoding } from '../../pseudonym/pseudonymizer.ts';
import { nearestName } from '../problem.ts';
import type { Fields, RulesReader } from '../rules-reader.ts';
import { isNothing } from './read-names.ts';

const ENCODINGS = ['URL_SAFE_TOKEN', 'JSON', 'URL_SAFE_HASH_ONLY'] as const;
const MAX_WINDOW = 10_000;

/** One of listed words; `fallback` if the key is absent or null. */
export function readWord<const Word extends string>(
  key: string,
  words: readonly Word[],
  { fields, reader }: { readonly fields: Fields; readonly reader: RulesReader },
): Word | undefined {
  const entry = fields.get(key);
  if (entry === undefined || isNothing(entry.value)) return undefined;
  const text = reader.text(entry.value, key);
  if (text === undefined) return undefined;
  const word = words.find((one) => one === text);
  if (word !== undefined) return word;
  return reader.problem('bad-option', entry.value, `${key} must be one of ${words.join(', ')}`, {
    hint: nearestName(text, words),
  });
}

export function readPseudonymFormat(fields: Fields, reader: RulesReader): PseudonymEncoding {
  return readWord('pseudonymFormat', ENCODINGS, { fields, reader }) ?? 'URL_SAFE_TOKEN';
}

/** One or more characters that can stand between cells; undefined if absent, null or empty. */
export function readDelimiter(key: string, fields: Fields, reader: RulesReader): string | undefined {
  const entry = fields.get(key);
  if (entry === undefined || isNothing(entry.value)) return undefined;
  const text = reader.text(entry.value, key);
  if (text === undefined || text === '') return undefined;
  if (!/["\r\n\0]/.test(text) && text.isWellFormed()) return text;
  return reader.problem('bad-option', entry.value, `${key} must hold no quote and no line break`);
}

export function readFlag(key: string, fields: Fields, reader: RulesReader): boolean {
  const entry = fields.get(key);
  if (entry === undefined || isNothing(entry.value)) return false;
  return reader.boolean(entry.value, key) ?? false;
}

export function readShuffleWindow(fields: Fields, reader: RulesReader): number {
  const entry = fields.get('shuffleWindow');
  if (entry === undefined || isNothing(entry.value)) return 500;
  const value = reader.scalar(entry.value);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_WINDOW) {
    return value;
  }
  const message = `shuffleWindow must be an integer from 0 to ${String(MAX_WINDOW)}`;
  reader.problem(typeof value === 'number' ? 'bad-option' : 'wrong-type', entry.value, message);
  return 0;
}

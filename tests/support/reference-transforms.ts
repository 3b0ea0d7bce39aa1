/** What each transform makes of a text that is not blank, written from the rules specification alone. */
import type { JsonValue } from '../../src/json.ts';
import type { JsonPath } from '../../src/json-path/json-path.ts';
import type { Pseudonymizer, PseudonymOptions } from '../../src/pseudonym/pseudonymizer.ts';
import type { Regex } from '../../src/regex.ts';
import { referenceLocate, replaceAt, valueAtPlace } from './reference-json-path.ts';
import { regExpOf } from './reference-regex.ts';

/** The options of all transforms, as the rules compiler hands them over. */
export interface ReferenceOptions extends PseudonymOptions {
  readonly split?: readonly string[];
  readonly regex?: Regex;
  readonly redactions: readonly Regex[];
  readonly exceptions: readonly Regex[];
  readonly allowedPhrases: readonly string[];
  readonly delimiter: Regex | null;
  readonly filters: readonly Regex[];
  readonly keywords?: readonly string[];
  readonly isJsonEscaped: boolean;
  readonly jsonPathToProcessWhenEscaped?: JsonPath;
}

export interface ReferenceTools {
  readonly pseudonymizer: Pseudonymizer;
  /** For the leak guard: takes down a clear text, and gives it back. */
  readonly remember: (text: string) => string;
  /** For the leak guard: takes down a text that a transform wrote, and gives it back. */
  readonly mint: (text: string) => string;
}

/** Undefined: the text is removed. */
type Change = (
  text: string,
  options: ReferenceOptions,
  tools: ReferenceTools,
) => string | null | undefined;

const wholly = (regex: Regex, text: string) => regExpOf(regex, 'whole').exec(text);
const search = (regex: Regex, text: string) => [...text.matchAll(regExpOf(regex, 'search'))];

function tokenOf(
  text: string,
  options: PseudonymOptions,
  { pseudonymizer, remember, mint }: ReferenceTools,
): string {
  return mint(pseudonymizer.pseudonymize(remember(text), options));
}

export const referenceTransforms: Readonly<Record<string, Change>> = {
  pseudonymize(text, options, tools) {
    const { split } = options;
    if (split === undefined) return tokenOf(text, options, tools);
    const pieces = text.split(new RegExp(`([${split.map((one) => `\\${one}`).join('')}])`));
    const changed = pieces.map((piece) => {
      if (split.includes(piece)) return piece;
      return piece.trim() === '' ? '' : tokenOf(piece.trim(), options, tools);
    });
    return tools.mint(changed.join(''));
  },
  pseudonymizeEmailHeader(text, { encoding }, { pseudonymizer, remember, mint }) {
    if (encoding === 'URL_SAFE_HASH_ONLY') return undefined;
    const header = pseudonymizer.pseudonymizeEmailHeader(text, encoding);
    for (const address of header?.addresses ?? [text]) remember(address);
    return header === undefined ? null : mint(header.text);
  },
  pseudonymizeRegexMatches(text, { regex, includeReversible }, tools) {
    const options = {
      encoding: 'URL_SAFE_TOKEN',
      includeReversible,
      includeOriginal: false,
    } as const;
    const found = regex === undefined ? [] : search(regex, text);
    const pieces = found
      .map(({ indices }): readonly [number, number] => indices?.[1] ?? indices?.[0] ?? [0, 0])
      .filter(([start, end]) => text.slice(start, end).trim() !== '');
    if (pieces.length === 0) return null;
    return pieces.reduceRight((result, [start, end]) => {
      const token = tokenOf(text.slice(start, end), options, tools);
      return result.slice(0, start) + token + result.slice(end);
    }, text);
  },
  tokenize(text, { regex }, { pseudonymizer, remember, mint }) {
    const piece = regex === undefined ? text : wholly(regex, text)?.[1];
    if (piece === undefined || piece === '') return undefined;
    const token = mint(pseudonymizer.tokenize(remember(piece)));
    return text.split(piece).join(token);
  },
  redactRegexMatches: (text, { redactions }) =>
    redactions.reduce((left, regex) => left.replaceAll(regExpOf(regex, 'search'), ''), text),
  redactExceptSubstringsMatchingRegexes(text, { exceptions }) {
    if (/[\n\r\u0085\u2028\u2029]/.test(text)) return '';
    const pieces = exceptions.map((regex) => search(regex, text)[0]?.[0] ?? '');
    const longest = Math.max(...pieces.map((piece) => piece.length));
    return pieces.find((piece) => piece.length === longest);
  },
  redactExceptPhrases(text, { allowedPhrases }) {
    const pieces = allowedPhrases.map((phrase) =>
      new RegExp(`\\b${phrase.trim().replaceAll(/[^\w\s]/g, '\\$&')}(?=[\\s:]*\\b)`, 'i').exec(
        text,
      ),
    );
    return pieces.flatMap((piece) => piece ?? []).join(',');
  },
  filterTokenByRegex(text, { delimiter, filters }) {
    const tokens = delimiter === null ? [text] : text.split(regExpOf(delimiter, 'search'));
    const kept = tokens.filter((token) => filters.some((regex) => wholly(regex, token) !== null));
    return kept.length === 0 ? null : kept.join(' ').trim();
  },
  hashIp(text, _options, { pseudonymizer, remember, mint }) {
    const token = pseudonymizer.hashIp(remember(text));
    return token === undefined ? null : mint(token);
  },
  encryptIp(text, _options, { pseudonymizer, remember, mint }) {
    const token = pseudonymizer.encryptIp(remember(text));
    return token === undefined ? null : mint(token);
  },
  textDigest(text, { isJsonEscaped, jsonPathToProcessWhenEscaped: path, keywords = [] }, { mint }) {
    if (!isJsonEscaped || path === undefined) return mint(digestOf(text, keywords));
    return digestInside(text, path, keywords);
  },
};

/** The document written back with the digests of what the path finds; undefined if there is nothing. */
function digestInside(text: string, path: JsonPath, keywords: readonly string[]) {
  let document: JsonValue;
  try {
    document = JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
  const places = referenceLocate(document, path.steps);
  for (const place of places) {
    const value = valueAtPlace(document, place);
    if (typeof value === 'string') document = replaceAt(document, place, digestOf(value, keywords));
  }
  return places.length === 0 ? undefined : JSON.stringify(document);
}

function digestOf(text: string, keywords: readonly string[]): string {
  const words = text.toLowerCase().split(/[^a-z0-9_]+/);
  const counts = [...new Set(keywords.map((keyword) => keyword.toLowerCase()))]
    .sort()
    .map((keyword) => [keyword, words.filter((word) => word === keyword).length] as const)
    .filter(([keyword, count]) => count > 0 && keyword !== '');
  return JSON.stringify({
    ...(counts.length > 0 ? { keywords: Object.fromEntries(counts) } : {}),
    length: text.length,
    word_count: text === '' ? 0 : text.trim().split(/\s+/).length,
  });
}

/** What reads like an e-mail address. Bulk specification, section 11. */
export const ADDRESS =
  /[^\s\0-\x1f@＠,;:<>()[\]"][@＠][\p{L}\p{N}][\p{L}\p{M}\p{N}.-]*\.\p{L}\p{M}*\p{L}/u;

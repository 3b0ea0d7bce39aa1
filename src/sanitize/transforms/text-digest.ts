import { writeJson, type JsonObject, type JsonValue } from '../../json.ts';
import { compileLocate, valueAt, type Locate } from '../../json-path/locate.ts';
import { parseJson } from '../../parse-json.ts';
import { defineTransform } from './definition.ts';

export const textDigest = defineTransform({
  summary: 'Replaces a text by its size in characters and words, as JSON in a string.',
  options: {
    keywords: { type: 'string-list', description: 'words whose occurrences are counted' },
    isJsonEscaped: { type: 'boolean', default: false, description: 'the text is JSON in a string' },
    jsonPathToProcessWhenEscaped: {
      type: 'json-path',
      description:
        'with `isJsonEscaped`: the texts inside that are digested; the rest is written back',
    },
  },
  examples: [
    { options: {}, input: 'Hello world', output: '{"length":11,"word_count":2}' },
    { options: {}, input: '', output: '{"length":0,"word_count":0}' },
    { options: {}, input: '   ', output: '{"length":3,"word_count":1}' },
    {
      options: { keywords: ['Fix', 'api'] },
      input: 'Fix the API, fix it',
      output: '{"keywords":{"api":1,"fix":2},"length":19,"word_count":5}',
    },
    {
      options: { isJsonEscaped: true, jsonPathToProcessWhenEscaped: '$.text' },
      input: '{"text":"Hello world","n":1}',
      output: '{"text":"{\\"length\\":11,\\"word_count\\":2}","n":1}',
    },
    {
      options: { isJsonEscaped: true, jsonPathToProcessWhenEscaped: '$.text' },
      input: 'no JSON',
      output: undefined,
    },
  ],
  warnAbout: (options) =>
    !options.isJsonEscaped && options.jsonPathToProcessWhenEscaped !== undefined
      ? [
          {
            option: 'jsonPathToProcessWhenEscaped',
            code: 'ignored-key',
            message: 'has no effect without isJsonEscaped: true',
          } as const,
        ]
      : [],
  fate: (options) =>
    options.isJsonEscaped && options.jsonPathToProcessWhenEscaped !== undefined
      ? 'partial'
      : 'digest',
  compile: (options) => {
    const digest = createDigest(options.keywords ?? []);
    const path = options.isJsonEscaped ? options.jsonPathToProcessWhenEscaped : undefined;
    const locate = path === undefined ? undefined : compileLocate(path);
    return {
      isRedaction: false,
      isPseudonymization: false,
      isExempt: locate === undefined,
      apply: (value, clearTexts) => {
        if (value === null) return null;
        if (typeof value !== 'string') return undefined;
        if (locate !== undefined) return digestInside(value, locate, digest);
        const text = digest(value);
        clearTexts.mint(text);
        return text;
      },
    };
  },
});

function digestInside(
  text: string,
  locate: Locate,
  digest: (text: string) => string,
): string | undefined {
  const holder: JsonObject = {};
  try {
    holder['root'] = parseJson(text);
  } catch {
    return undefined;
  }
  const locations = locate(holder);
  if (locations.length === 0) return undefined;
  for (const location of locations) {
    const value: JsonValue | undefined = valueAt(location);
    if (typeof value !== 'string') continue;
    const { parent, key } = location;
    if (Array.isArray(parent)) parent[Number(key)] = digest(value);
    else parent[key] = digest(value);
  }
  return writeJson(holder['root'] ?? null);
}

function createDigest(keywords: readonly string[]): (text: string) => string {
  const words = [...new Set(keywords.map((word) => word.toLowerCase()))].sort();
  return (text) => {
    const counts = countWords(text, words);
    return JSON.stringify({
      ...(counts.length > 0 ? { keywords: Object.fromEntries(counts) } : {}),
      length: text.length,
      word_count: text === '' ? 0 : text.trim().split(/\s+/).length,
    });
  };
}

function countWords(
  text: string,
  words: readonly string[],
): readonly (readonly [string, number])[] {
  if (words.length === 0) return [];
  const found = new Map<string, number>();
  for (const word of text.toLowerCase().split(/[^a-z0-9_]+/)) {
    if (word !== '') found.set(word, (found.get(word) ?? 0) + 1);
  }
  return words.flatMap((word) => {
    const count = found.get(word);
    return count === undefined ? [] : [[word, count] as const];
  });
}

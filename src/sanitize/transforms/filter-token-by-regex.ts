import type { Regex } from '../../regex.ts';
import { defineTransform } from './definition.ts';
import { textTransform } from './text-transform.ts';

export const filterTokenByRegex = defineTransform({
  summary: 'Cuts a text into tokens and keeps those that one of some regexes matches as a whole.',
  options: {
    delimiter: {
      type: 'regex',
      default: '\\s+',
      nullable: true,
      description: 'what stands between tokens; null: the whole text is one',
    },
    filters: {
      type: 'regex-list',
      required: true,
      description: 'a token is kept if one matches it',
    },
  },
  examples: [
    {
      options: { filters: ['https://[^ ]+'] },
      input: 'see https://a.example/x now',
      output: 'https://a.example/x',
    },
    { options: { filters: ['[0-9]+'] }, input: '1 a 2', output: '1 2' },
    { options: { filters: ['[0-9]+'] }, input: 'none', output: null },
    { options: { filters: ['a b'], delimiter: null }, input: 'a b', output: 'a b' },
  ],
  fate: () => 'partial',
  compile: ({ delimiter, filters }) =>
    textTransform({
      apply: (text) => {
        const tokens = delimiter === null ? [text] : splitBy(delimiter, text);
        const matches = tokens?.map((token) => matchesOne(token, filters));
        // Privacy: what is too long to be tried is not kept.
        if (tokens === undefined || matches === undefined || matches.includes(undefined))
          return undefined;
        const kept = tokens.filter((_token, index) => matches[index] === true);
        return kept.length === 0 ? null : kept.join(' ').trim();
      },
    }),
});

/** A delimiter at the start gives an empty first token; empty tokens at the end are dropped. */
function splitBy(delimiter: Regex, text: string): readonly string[] | undefined {
  const matches = delimiter.findAll(text);
  if (matches === undefined) return undefined;
  const starts = [0, ...matches.map(({ end }) => end)];
  const ends = [...matches.map(({ start }) => start), text.length];
  const tokens = starts.map((start, index) => text.slice(start, ends[index]));
  return tokens.slice(0, tokens.findLastIndex((token) => token !== '') + 1);
}

function matchesOne(token: string, filters: readonly Regex[]): boolean | undefined {
  const answers = filters.map((regex) => regex.matchesWhole(token));
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

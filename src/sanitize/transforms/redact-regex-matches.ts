import { defineTransform } from './definition.ts';
import { textTransform } from './text-transform.ts';

export const redactRegexMatches = defineTransform({
  summary: 'Removes every match of some regexes from a text; the rest stays.',
  options: {
    redactions: { type: 'regex-list', required: true, description: 'applied one after another' },
  },
  examples: [
    { options: { redactions: ['(?i)pwd=[^&]*'] }, input: '/j/1?pwd=abc&x=1', output: '/j/1?&x=1' },
  ],
  fate: () => 'partial',
  compile: ({ redactions }) =>
    textTransform({
      apply: (text) => {
        let result = text;
        for (const regex of redactions) {
          const matches = regex.findAll(result);
          // Privacy: a text too long to be searched goes as a whole.
          if (matches === undefined) return undefined;
          for (const { start, end } of matches.toReversed()) {
            result = result.slice(0, start) + result.slice(end);
          }
        }
        return result;
      },
    }),
});

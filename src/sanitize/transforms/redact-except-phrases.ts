import { defineTransform } from './definition.ts';
import { textTransform } from './text-transform.ts';

export const redactExceptPhrases = defineTransform({
  summary: 'Keeps the allowed phrases that a text holds, joined by commas, and nothing else.',
  options: {
    allowedPhrases: {
      type: 'string-list',
      required: true,
      description: 'compared without case, as whole words',
    },
  },
  examples: [
    {
      options: { allowedPhrases: ['focus time'] },
      input: 'Focus Time: budget',
      output: 'Focus Time',
    },
    { options: { allowedPhrases: ['focus time'] }, input: 'unfocus timely', output: '' },
    {
      options: { allowedPhrases: ['out', 'lunch'] },
      input: 'LUNCH, then out',
      output: 'out,LUNCH',
    },
  ],
  fate: () => 'partial',
  compile: ({ allowedPhrases }) => {
    const patterns = allowedPhrases.map((phrase) => phrasePattern(phrase.trim()));
    return textTransform({
      apply: (text) =>
        patterns
          .map((pattern) => pattern.exec(text)?.[1])
          .filter((found) => found !== undefined)
          .join(','),
    });
  },
});

/** From a word boundary, then optional blanks or colons up to a word boundary. A literal: linear on any engine. */
function phrasePattern(phrase: string): RegExp {
  const literal = phrase.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(`\\b(${literal})(?:\\b|[\\s:]+\\b)`, 'i');
}

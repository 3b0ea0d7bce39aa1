import { defineTransform } from './definition.ts';
import { textTransform } from './text-transform.ts';

const LINE_BREAK = /[\n\r\u0085\u2028\u2029]/;

export const redactExceptSubstringsMatchingRegexes = defineTransform({
  summary: 'Keeps the longest piece of a text that one of some regexes finds, and nothing else.',
  options: {
    exceptions: {
      type: 'regex-list',
      required: true,
      description: 'the leftmost match of each is a candidate; of equals the first listed wins',
    },
  },
  examples: [
    { options: { exceptions: ['[0-9]+'] }, input: 'a12b345', output: '12' },
    {
      options: { exceptions: ['Focus( Time)?'] },
      input: 'my Focus Time slot',
      output: 'Focus Time',
    },
    { options: { exceptions: ['Focus( Time)?'] }, input: 'my\nFocus Time', output: '' },
    { options: { exceptions: ['x', '[0-9]+'] }, input: 'nothing', output: '' },
  ],
  fate: () => 'partial',
  compile: ({ exceptions }) =>
    textTransform({
      apply: (text) => {
        if (LINE_BREAK.test(text)) return '';
        const candidates = exceptions.map((regex) => regex.findAll(text));
        if (candidates.includes(undefined)) return undefined;
        const pieces = candidates.map((matches) => matches?.[0]?.groups[0]?.text ?? '');
        return pieces.reduce(
          (longest, piece) => (piece.length > longest.length ? piece : longest),
          '',
        );
      },
    }),
});

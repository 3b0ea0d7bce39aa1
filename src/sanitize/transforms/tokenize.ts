import { defineTransform } from './definition.ts';
import { textTransform } from './text-transform.ts';

export const tokenize = defineTransform({
  summary: 'Replaces a text, or a part of it, by a token that the proxy can turn back.',
  options: {
    regex: {
      type: 'regex',
      description:
        'must match the whole text; the text of its first group is replaced wherever it occurs',
    },
  },
  examples: [
    {
      options: {},
      input: 'abc123',
      output: 'p~wRTqkNElJZLdqIQZfKtWUF2dbKAKsDjm_tLXohx36AuumU7BGvmFUK6Wv8H-RayM',
    },
    {
      options: { regex: '^https://api\\.example\\.com/next\\?tok=(.*)$' },
      input: 'https://api.example.com/next?tok=abc123',
      output:
        'https://api.example.com/next?tok=p~wRTqkNElJZLdqIQZfKtWUF2dbKAKsDjm_tLXohx36AuumU7BGvmFUK6Wv8H-RayM',
    },
    { options: { regex: '^https://(.*)$' }, input: 'ftp://other.example', output: undefined },
  ],
  checkOptions: ({ regex }) =>
    regex?.groupCount === 0
      ? [
          {
            option: 'regex',
            code: 'bad-regex',
            message: 'the regex needs a group: its text is replaced',
          },
        ]
      : [],
  needsKey: () => 'identifiers',
  fate: ({ regex }) => (regex === undefined ? 'tokenize' : 'partial'),
  compile: ({ regex }, { pseudonymizer }) =>
    textTransform({
      isPseudonymization: true,
      isExempt: regex === undefined,
      apply: (text, clearTexts) => {
        const piece = regex === undefined ? text : regex.matchWhole(text)?.groups[1]?.text;
        if (piece === undefined || piece === '') return undefined;
        const token = pseudonymizer.tokenize(piece);
        clearTexts.remember(piece);
        clearTexts.mint(token);
        return text.replaceAll(piece, () => token);
      },
    }),
});

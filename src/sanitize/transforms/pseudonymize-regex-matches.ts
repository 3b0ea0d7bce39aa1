import { ownText } from '../../own-text.ts';
import { defineTransform, type ClearTexts } from './definition.ts';
import { textTransform } from './text-transform.ts';

export const pseudonymizeRegexMatches = defineTransform({
  summary:
    'Replaces every match of a regex, or its first group, by a keyed code; the rest of the text stays.',
  options: {
    regex: { type: 'regex', required: true, description: 'what is searched for' },
    includeReversible: {
      type: 'boolean',
      default: false,
      description: 'the proxy can turn the tokens back; needs a key',
    },
  },
  examples: [
    {
      options: { regex: '@([\\w.-]+)' },
      input: '@u-0001 and @u-0001',
      output:
        '@t~qCKPZIhXhHI9XQiRoaeMIXfpffLkhDUbydumgVZO_EM and @t~qCKPZIhXhHI9XQiRoaeMIXfpffLkhDUbydumgVZO_EM',
    },
    { options: { regex: '@([\\w.-]+)' }, input: 'nobody', output: null },
    { options: { regex: '@([\\w.-]+)' }, input: '', output: null },
  ],
  needsKey: ({ includeReversible }) => (includeReversible ? 'identifiers' : undefined),
  fate: () => 'partial',
  compile: ({ regex, includeReversible }, { pseudonymizer }) => {
    const encode = pseudonymizer.encoderFor({
      encoding: 'URL_SAFE_TOKEN',
      includeReversible,
      includeOriginal: false,
    });
    const replace = (piece: string, clearTexts: ClearTexts): string => {
      const token = encode(ownText(piece));
      clearTexts.remember(piece);
      clearTexts.mint(token);
      return token;
    };
    return textTransform({
      blank: null,
      isPseudonymization: true,
      apply: (text, clearTexts) => {
        const pieces = regex
          .findAll(text)
          ?.map(({ groups }) => groups[regex.groupCount > 0 ? 1 : 0]);
        // Privacy: a text too long to be searched could hold anything.
        if (pieces === undefined) return undefined;
        let result = '';
        let at = 0;
        for (const piece of pieces) {
          if (piece === undefined || piece.text.trim() === '') continue;
          result += text.slice(at, piece.start) + replace(piece.text, clearTexts);
          at = piece.end;
        }
        return at === 0 ? null : result + text.slice(at);
      },
    });
  },
});

import { defineTransform } from './definition.ts';
import { textTransform } from './text-transform.ts';

export const pseudonymizeEmailHeader = defineTransform({
  summary: 'Replaces the addresses of a mail header by keyed codes; names are dropped.',
  options: {
    encoding: {
      type: 'enum',
      values: ['URL_SAFE_TOKEN', 'JSON'],
      default: 'URL_SAFE_TOKEN',
      description: 'tokens joined by commas, or a JSON array in a string',
    },
  },
  examples: [
    {
      options: {},
      input: 'Alice <alice@example.com>',
      output: 't~o-sd9D9g0E2qI_O3KPUgbywYlwZeD7RLZeRbykvzFQU@example.com',
    },
    { options: {}, input: 'alice@example.com,', output: null },
    { options: {}, input: '', output: '' },
  ],
  fate: () => 'pseudonymize',
  compile: ({ encoding }, { pseudonymizer }) =>
    textTransform({
      blank: '',
      isPseudonymization: true,
      isExempt: true,
      apply: (text, clearTexts) => {
        const header = pseudonymizer.pseudonymizeEmailHeader(text, encoding);
        if (header === undefined) {
          clearTexts.remember(text);
          return null;
        }
        for (const address of header.addresses) clearTexts.remember(address);
        clearTexts.mint(header.text);
        return header.text;
      },
    }),
});

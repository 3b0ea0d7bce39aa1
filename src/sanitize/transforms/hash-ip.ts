import { defineTransform } from './definition.ts';
import { textTransform } from './text-transform.ts';

export const hashIp = defineTransform({
  summary: 'Replaces an IP address by a keyed code that cannot be turned back.',
  options: {},
  examples: [
    { options: {}, input: '192.0.2.17', output: 't~E7AwQZiHlvbF8hRARjKbzmL8CEpqwB7CDsDmZDUjG74' },
    {
      options: {},
      input: '::ffff:192.0.2.17',
      output: 't~E7AwQZiHlvbF8hRARjKbzmL8CEpqwB7CDsDmZDUjG74',
    },
    { options: {}, input: 'no address', output: null },
  ],
  fate: () => 'pseudonymize',
  compile: (_options, { pseudonymizer }) =>
    textTransform({
      isPseudonymization: true,
      isExempt: true,
      apply: (text, clearTexts) => {
        clearTexts.remember(text);
        const token = pseudonymizer.hashIp(text);
        if (token !== undefined) clearTexts.mint(token);
        return token ?? null;
      },
    }),
});

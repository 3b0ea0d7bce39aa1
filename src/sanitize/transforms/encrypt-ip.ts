import { defineTransform } from './definition.ts';
import { textTransform } from './text-transform.ts';

export const encryptIp = defineTransform({
  summary: 'Replaces an IP address by a token that the proxy can turn back.',
  options: {},
  examples: [
    {
      options: {},
      input: '192.0.2.17',
      output: 'p~E7AwQZiHlvbF8hRARjKbzmL8CEpqwB7CDsDmZDUjG77shfkIZ6sWSnTQd5gDxt6f',
    },
    { options: {}, input: '192.0.2.300', output: null },
  ],
  needsKey: () => 'ips',
  fate: () => 'pseudonymize-reversible',
  compile: (_options, { pseudonymizer }) =>
    textTransform({
      isPseudonymization: true,
      isExempt: true,
      apply: (text, clearTexts) => {
        clearTexts.remember(text);
        const token = pseudonymizer.encryptIp(text);
        if (token !== undefined) clearTexts.mint(token);
        return token ?? null;
      },
    }),
});

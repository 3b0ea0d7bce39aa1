import { defineTransform } from './definition.ts';

export const redact = defineTransform({
  summary: 'Removes the value, whatever it is.',
  options: {},
  examples: [{ options: {}, input: 'anything', output: undefined }],
  fate: () => 'remove',
  compile: () => ({
    isRedaction: true,
    isPseudonymization: false,
    isExempt: false,
    apply: () => undefined,
  }),
});

import type { Fate } from './fate.ts';

interface FateWords {
  /** Two or three words, after "is". */
  readonly label: string;
  /** One plain sentence, for who cannot read rules. */
  readonly sentence: string;
}

/** Every fate in words. */
export const FATE_WORDS = {
  keep: {
    label: 'kept',
    sentence: 'Leaves as it is.',
  },
  'keep-enum': {
    label: 'kept if it fits',
    sentence:
      'Leaves only if it is one of listed words or has a checked form, such as a date; anything else is removed.',
  },
  partial: {
    label: 'kept in part',
    sentence:
      'Parts of the text leave as they are; a pattern says which. The rest is removed or replaced.',
  },
  conditional: {
    label: 'depends on the data',
    sentence: 'What becomes of it depends on other values of the same answer.',
  },
  pseudonymize: {
    label: 'pseudonymized',
    sentence:
      'Replaced by a keyed code that cannot be turned back. Equal values get equal codes, so that rows can be joined.',
  },
  'pseudonymize-reversible': {
    label: 'pseudonymized, reversible',
    sentence:
      'Replaced by a keyed code that only your own installation can turn back: it does so when the platform asks for this person’s data by the code. The platform cannot.',
  },
  tokenize: {
    label: 'tokenized, reversible',
    sentence:
      'Replaced by an encrypted text that only your own installation can turn back, when the platform sends it in a later request.',
  },
  digest: {
    label: 'digested',
    sentence: 'Replaced by its size: the number of characters and words. No word of it leaves.',
  },
  remove: {
    label: 'removed',
    sentence: 'Nothing of it leaves.',
  },
} as const satisfies Record<Fate, FateWords>;

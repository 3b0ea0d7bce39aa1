import type { TransformDefinition } from './definition.ts';

export type { TransformDefinition } from './definition.ts';
import { encryptIp } from './encrypt-ip.ts';
import { filterTokenByRegex } from './filter-token-by-regex.ts';
import { hashIp } from './hash-ip.ts';
import { pseudonymize } from './pseudonymize.ts';
import { pseudonymizeEmailHeader } from './pseudonymize-email-header.ts';
import { pseudonymizeRegexMatches } from './pseudonymize-regex-matches.ts';
import { redactExceptPhrases } from './redact-except-phrases.ts';
import { redactExceptSubstringsMatchingRegexes } from './redact-except-substrings.ts';
import { redactRegexMatches } from './redact-regex-matches.ts';
import { redact } from './redact.ts';
import { textDigest } from './text-digest.ts';
import { tokenize } from './tokenize.ts';

/** Every transform of the rules language, by the name that rules give it. */
export const transforms = {
  redact,
  redactRegexMatches,
  redactExceptSubstringsMatchingRegexes,
  redactExceptPhrases,
  filterTokenByRegex,
  pseudonymize,
  pseudonymizeEmailHeader,
  pseudonymizeRegexMatches,
  tokenize,
  textDigest,
  hashIp,
  encryptIp,
} satisfies Record<string, TransformDefinition>;

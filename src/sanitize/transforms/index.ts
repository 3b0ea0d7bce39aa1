import type { TransformDefinition } from './definition.ts';

export type { TransformDefinition } from './definition.ts';
import { encryptIp } from './encrypt-ip.ts';
import { hashIp } from './hash-ip.ts';
import { pseudonymize } from './pseudonymize.ts';
import { redact } from './redact.ts';
import { textDigest } from './text-digest.ts';
import { tokenize } from './tokenize.ts';

/** Every transform of the rules language, by the name that rules give it. */
export const transforms = {
  redact,
  pseudonymize,
  tokenize,
  textDigest,
  hashIp,
  encryptIp,
} satisfies Record<string, TransformDefinition>;

import type { Command } from '../command.ts';
import { call } from './call.ts';
import { bulk } from './bulk.ts';
import { demo } from './demo.ts';
import { doctor } from './doctor.ts';
import { pseudonym } from './pseudonym.ts';
import { reveal } from './reveal.ts';
import { rulesCheck } from './rules-check.ts';
import { rulesDiff } from './rules-diff.ts';
import { rulesReport } from './rules-report.ts';
import { rulesTest } from './rules-test.ts';
import { sanitize } from './sanitize.ts';
import { secretsInit } from './secrets-init.ts';
import { secretsSet } from './secrets-set.ts';
import { serve } from './serve.ts';

/** Every command, by the words that call it. */
export const commands = {
  bulk,
  demo,
  serve,
  sanitize,
  'rules check': rulesCheck,
  'rules diff': rulesDiff,
  'rules report': rulesReport,
  'rules test': rulesTest,
  pseudonym,
  reveal,
  'secrets init': secretsInit,
  'secrets set': secretsSet,
  doctor,
  call,
} satisfies Record<string, Command>;

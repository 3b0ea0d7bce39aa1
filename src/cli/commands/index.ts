import type { Command } from '../command.ts';
import { demo } from './demo.ts';
import { rulesCheck } from './rules-check.ts';
import { rulesTest } from './rules-test.ts';
import { sanitize } from './sanitize.ts';
import { serve } from './serve.ts';

/** Every command, by the words that call it. */
export const commands = {
  demo,
  serve,
  sanitize,
  'rules check': rulesCheck,
  'rules test': rulesTest,
} satisfies Record<string, Command>;

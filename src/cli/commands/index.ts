import type { Command } from '../command.ts';
import { rulesCheck } from './rules-check.ts';

/** Every command, by the words that call it. */
export const commands = {
  'rules check': rulesCheck,
} satisfies Record<string, Command>;

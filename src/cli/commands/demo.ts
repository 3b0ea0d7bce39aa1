import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from '../command.ts';
import { indentJson } from '../indent-json.ts';
import { localPolicy, matchUrl } from '../local-policy.ts';
import { readRulesFile } from '../rules-file.ts';

const root = new URL('../../../', import.meta.url);

export const demo: Command = {
  summary: 'shows one Zoom answer before and after, with the shipped rules',
  positionals: '',
  example: 'scrim demo --once',
  options: {
    once: { type: 'boolean', description: 'shows one answer and stops, which is all it does yet' },
  },
  run({ terminal }) {
    const path = (name: string): string => fileURLToPath(new URL(name, root));
    const rules = readRulesFile(path('rules/zoom.yaml'), 'strict');
    if (rules.kind === 'problems') {
      terminal.stderr.write(`${rules.problems.join('\n')}\n`);
      return Promise.resolve(2);
    }
    const outcome = matchUrl(localPolicy(rules.document, terminal), 'GET', '/v2/users');
    if (outcome.kind === 'blocked') return Promise.resolve(3);
    const original = readFileSync(
      path('example-api-responses/zoom/original/list-users.json'),
      'utf8',
    );
    const { body, counts } = outcome.endpoint.sanitize(original);
    terminal.stdout.write(`What Zoom answers to GET /v2/users:\n\n${original}\n`);
    terminal.stdout.write(`What leaves:\n\n${indentJson(body)}\n`);
    terminal.stdout.write(
      `${String(counts.kept)} values kept or replaced, ${String(counts.pseudonymized)} of them pseudonymized; the rest is gone.\n`,
    );
    return Promise.resolve(0);
  },
};

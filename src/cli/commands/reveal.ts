import { UsageError, type Command } from '../command.ts';
import { OWNER_OPTIONS, readPseudonymizer, readTexts } from '../owner-pseudonymizer.ts';
import type { Pseudonymizer } from '../../pseudonym/pseudonymizer.ts';

export const reveal: Command = {
  summary: 'turns reversible tokens back into what they stand for; needs the key',
  positionals: 'TOKEN… or -',
  example: 'scrim reveal - --prefix /scrim/acme/ --region eu-central-1 < tokens.txt',
  options: OWNER_OPTIONS,
  async run(call) {
    const { values, terminal } = call;
    const tokens = await readTexts(call, 'token');
    const pseudonymizer = await readPseudonymizer(call);
    if (!pseudonymizer.canReverse('identifiers')) {
      throw new UsageError('PSOXY_ENCRYPTION_KEY is missing: tokens cannot be turned back');
    }
    const revealed = tokens.map((token) => revealOne(token, pseudonymizer));
    for (const [index, outcome] of revealed.entries()) {
      if (outcome.kind === 'failed') {
        terminal.stderr.write(`scrim reveal: token ${String(index + 1)} ${outcome.problem}\n`);
      }
    }
    const originals = revealed.map((outcome) => (outcome.kind === 'text' ? outcome.text : null));
    terminal.stdout.write(
      values['json'] === true
        ? `${JSON.stringify(tokens.map((token, index) => ({ token, value: originals[index] })))}\n`
        : originals.map((text) => `${text ?? ''}\n`).join(''),
    );
    return originals.includes(null) ? 1 : 0;
  },
};

/** A whole text that is one token, with or without its domain. */
const TOKEN = /^p~[\w-]+(?:@[\w.~-]+)?$/;

type Revealed =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'failed'; readonly problem: string };

function revealOne(token: string, pseudonymizer: Pseudonymizer): Revealed {
  if (token.startsWith('t~')) {
    return {
      kind: 'failed',
      problem: 'is a t~ token: it holds a hash alone, nothing to turn back',
    };
  }
  const outcome = TOKEN.test(token)
    ? pseudonymizer.reverseTokens(token, 'other')
    : ({ kind: 'rejected' } as const);
  if (outcome.kind === 'reversed' && outcome.count === 1)
    return { kind: 'text', text: outcome.text };
  return {
    kind: 'failed',
    problem: 'is not valid: cut, or made with another salt, key or algorithm',
  };
}

import { textOption, UsageError, type Command, type CommandCall } from '../command.ts';
import { OWNER_OPTIONS, readPseudonymizer, readTexts } from '../owner-pseudonymizer.ts';
import type { Pseudonymizer } from '../../pseudonym/pseudonymizer.ts';

export const pseudonym: Command = {
  summary: 'gives the token of an identifier, as it stands in sanitized answers and files',
  positionals: 'VALUE… or -',
  example: 'scrim pseudonym alice@example.com --env-file owner.local.env',
  options: {
    reversible: { type: 'boolean', description: 'the p~ token, which reveal turns back' },
    as: {
      type: 'string',
      placeholder: 'KIND',
      description: 'identifier (pseudonymize), text (tokenize) or ip (hashIp, encryptIp)',
      default: 'identifier',
    },
    ...OWNER_OPTIONS,
  },
  async run(call) {
    const texts = await readTexts(call, 'value');
    const toToken = tokenizerOf(call, await readPseudonymizer(call));
    const tokens = texts.map((text, index) => {
      if (text.trim() === '') throw new UsageError(`value ${String(index + 1)} is blank`);
      const token = toToken(text);
      if (token === undefined) throw new UsageError(`value ${String(index + 1)} is no IP address`);
      return { value: text, token };
    });
    call.terminal.stdout.write(
      call.values['json'] === true
        ? `${JSON.stringify(tokens)}\n`
        : tokens.map(({ token }) => `${token}\n`).join(''),
    );
    return 0;
  },
};

function tokenizerOf(
  call: CommandCall,
  pseudonymizer: Pseudonymizer,
): (text: string) => string | undefined {
  const kind = textOption(call, 'as');
  const includeReversible = call.values['reversible'] === true || kind === 'text';
  if (includeReversible && !pseudonymizer.canReverse(kind === 'ip' ? 'ips' : 'identifiers')) {
    throw new UsageError('PSOXY_ENCRYPTION_KEY is missing: a reversible token needs it');
  }
  if (kind === 'text') return (text) => pseudonymizer.tokenize(text);
  if (kind === 'ip') {
    return (text) =>
      includeReversible ? pseudonymizer.encryptIp(text) : pseudonymizer.hashIp(text);
  }
  if (kind !== 'identifier') throw new UsageError('--as must be identifier, text or ip');
  return (text) =>
    pseudonymizer.pseudonymize(text, {
      encoding: 'URL_SAFE_TOKEN',
      includeReversible,
      includeOriginal: false,
    });
}

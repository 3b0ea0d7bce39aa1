import { buffer } from 'node:stream/consumers';
import { readFileSync } from 'node:fs';
import { requiredOption, UsageError, type Command, type CommandCall } from '../command.ts';
import { explainBody } from '../explain-body.ts';
import { indentJson } from '../indent-json.ts';
import { localPolicy, matchUrl } from '../local-policy.ts';
import { modeOption, readRulesFile, RULES_MODE_OPTION, RULES_OPTION } from '../rules-file.ts';

export const sanitize: Command = {
  summary: 'sanitizes one JSON body as the rules say for a URL',
  positionals: '[FILE or -]',
  example:
    'scrim sanitize --rules rules/zoom.yaml --url https://api.zoom.us/v2/users example-api-responses/zoom/original/list-users.json',
  options: {
    rules: RULES_OPTION,
    mode: RULES_MODE_OPTION,
    method: {
      type: 'string',
      placeholder: 'METHOD',
      description: 'of the request',
      default: 'GET',
    },
    url: {
      type: 'string',
      placeholder: 'URL',
      description: 'that the body answers; the host does not matter',
    },
    pretty: { type: 'boolean', description: 'indents the result' },
    explain: {
      type: 'boolean',
      description: 'lists what becomes of each field of the body, and why, on stderr',
    },
  },
  async run(call) {
    const rules = readRulesFile(requiredOption(call, 'rules'), modeOption(call));
    if (rules.kind === 'problems') {
      call.terminal.stderr.write(`${rules.problems.join('\n')}\n`);
      return 2;
    }
    const policy = localPolicy(rules.document, call.terminal);
    const outcome = matchUrl(policy, requiredOption(call, 'method'), requiredOption(call, 'url'));
    if (outcome.kind === 'blocked') {
      call.terminal.stderr.write(
        `BLOCKED_BY_RULES: no rule allows this request (${outcome.reason})\n`,
      );
      return 3;
    }
    const original = await readBody(call);
    const { body, counts } = outcome.endpoint.sanitize(original);
    if (call.values['explain'] === true) {
      const rule = rules.document.endpoints[policy.endpoints.indexOf(outcome.endpoint)];
      if (rule === undefined) throw new Error('a policy of other rules');
      const { definitions } = rules.document;
      call.terminal.stderr.write(explainBody(original, { ...rule, definitions }, counts));
    }
    const text = call.values['pretty'] === true ? indentJson(body.text()) : `${body.text()}\n`;
    call.terminal.stdout.write(text);
    return 0;
  },
};

async function readBody(call: CommandCall): Promise<string> {
  const [file = '-', ...more] = call.positionals;
  if (more.length > 0) throw new UsageError('name one file');
  const bytes = file === '-' ? await buffer(call.terminal.stdin) : readBytes(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError('the body is not UTF-8');
  }
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
}

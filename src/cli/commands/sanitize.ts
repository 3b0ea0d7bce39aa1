import { buffer } from 'node:stream/consumers';
import { readFileSync } from 'node:fs';
import { requiredOption, UsageError, type Command, type CommandCall } from '../command.ts';
import { explainBody } from '../explain-body.ts';
import { indentJson } from '../indent-json.ts';
import { localPolicy, matchUrl } from '../local-policy.ts';
import {
  OWN_RULES_MODE_OPTION,
  ownModeOption,
  readRulesFile,
  RULES_OPTION,
} from '../rules-file.ts';
import { sourceErrorText } from '../../proxy/answer.ts';
import { classifyAnswer } from '../../proxy/classify-answer.ts';
import { RawBody } from '../../raw-body.ts';

export const sanitize: Command = {
  summary: 'sanitizes one JSON body as the rules say for a URL',
  positionals: '[FILE or -]',
  example:
    'scrim sanitize --rules rules/zoom.yaml --url https://api.zoom.us/v2/users example-api-responses/zoom/original/list-users.json',
  options: {
    rules: RULES_OPTION,
    mode: OWN_RULES_MODE_OPTION,
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
    const rules = readRulesFile(requiredOption(call, 'rules'), ownModeOption(call));
    if (rules.kind === 'problems') {
      call.terminal.stderr.write(`${rules.problems.join('\n')}\n`);
      return 2;
    }
    const policy = localPolicy(rules.document, call.terminal);
    const method = requiredOption(call, 'method').toUpperCase();
    const outcome = matchUrl(policy, method, requiredOption(call, 'url'));
    if (outcome.kind === 'blocked') {
      call.terminal.stderr.write(
        `BLOCKED_BY_RULES: no rule allows this request (${outcome.reason})\n`,
      );
      return 3;
    }
    const answer = classifyAnswer(
      { kind: 'answer', status: 200, headers: new Map(), body: new RawBody(await readBody(call)) },
      method,
      (name) => outcome.endpoint.declaresAtRoot(name),
    );
    if (answer.kind === 'refused') throw new UsageError('the body is not UTF-8');
    if (answer.kind === 'empty') return 0;
    if (answer.kind === 'source-error') {
      call.terminal.stderr.write('scrim sanitize: the body is an error of the source\n');
      write(sourceErrorText(answer), call);
      return 0;
    }
    const { body, counts } = outcome.endpoint.sanitize(answer.text);
    if (call.values['explain'] === true) {
      const rule = rules.document.endpoints[policy.endpoints.indexOf(outcome.endpoint)];
      if (rule === undefined) throw new Error('a policy of other rules');
      const { definitions } = rules.document;
      call.terminal.stderr.write(explainBody(answer.text, { ...rule, definitions }, counts));
    }
    write(body.text(), call);
    return 0;
  },
};

function write(text: string, { terminal, values }: CommandCall): void {
  terminal.stdout.write(values['pretty'] === true ? indentJson(text) : `${text}\n`);
}

async function readBody(call: CommandCall): Promise<Uint8Array> {
  const [file = '-', ...more] = call.positionals;
  if (more.length > 0) throw new UsageError('name one file');
  return file === '-' ? buffer(call.terminal.stdin) : readBytes(file);
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
}

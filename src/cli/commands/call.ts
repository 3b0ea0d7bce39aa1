import {
  callProxy,
  CALL_OPTIONS,
  HEALTH_CALL,
  type ProxyAnswer,
  type ProxyCall,
} from '../call-proxy.ts';
import { UsageError, type Command, type CommandCall, type ExitCode } from '../command.ts';
import { explainAnswer } from '../explain-answer.ts';
import { showFindings } from '../findings.ts';
import { findingsOfHealth } from '../health-findings.ts';
import { parseProxyUrl } from '../proxy-address.ts';

export const call: Command = {
  summary: 'makes one signed call to a deployed proxy, and says what to do if it is refused',
  positionals: 'URL',
  example:
    'scrim call https://abc.lambda-url.eu-central-1.on.aws/v2/users --role arn:aws:iam::123456789012:role/acme-caller-eu-central-1',
  options: {
    ...CALL_OPTIONS,
    health: { type: 'boolean', description: 'the health check, credentials proved' },
    head: { type: 'boolean', description: 'HEAD instead of GET' },
    json: { type: 'boolean', description: 'with --health: the report as it came' },
  },
  async run(words) {
    const [url, ...more] = words.positionals;
    if (url === undefined || more.length > 0) throw new UsageError('name one URL');
    const address = parseProxyUrl(url, words);
    const isHealth = words.values['health'] === true;
    const outcome = await callProxy(address, toCall(words), words);
    if (outcome.kind === 'failed') {
      words.terminal.stderr.write(`scrim call: ${outcome.problem}\n`);
      return 1;
    }
    return isHealth ? showHealth(outcome, words) : showAnswer(outcome, words);
  },
};

function toCall({ values }: CommandCall): ProxyCall {
  if (values['health'] === true) return HEALTH_CALL;
  return { method: values['head'] === true ? 'HEAD' : 'GET', headers: {} };
}

function showHealth(answer: ProxyAnswer, { values, terminal }: CommandCall): ExitCode {
  const findings = findingsOfHealth(answer);
  if (findings === undefined) return explain(answer, terminal);
  if (values['json'] === true) terminal.stdout.write(`${answer.body.trim()}\n`);
  else showFindings(findings, terminal.stdout);
  return answer.status === 200 ? 0 : 1;
}

function showAnswer(answer: ProxyAnswer, { terminal }: CommandCall): ExitCode {
  if (answer.body !== '') terminal.stdout.write(`${answer.body.trimEnd()}\n`);
  if (answer.status < 400) terminal.stderr.write(`${String(answer.status)}\n`);
  return explain(answer, terminal);
}

function explain(answer: ProxyAnswer, { stderr }: CommandCall['terminal']): ExitCode {
  const { exitCode, remedy } = explainAnswer(answer);
  const code = answer.headers.get('x-psoxy-error');
  if (remedy !== undefined) {
    const head = code === undefined ? String(answer.status) : `${String(answer.status)} ${code}`;
    stderr.write(`scrim call: ${head}. ${remedy.meaning}\n  → ${remedy.remedy}\n`);
  }
  return exitCode;
}

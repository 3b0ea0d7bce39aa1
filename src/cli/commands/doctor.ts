import { callerAccount } from '../../aws/caller.ts';
import { checkHealth } from '../../proxy/health.ts';
import { settingsTable } from '../../settings.ts';
import { toTargetHost } from '../../settings/target.ts';
import { awsOptions, explainAwsError } from '../aws-access.ts';
import { callProxy, CALL_OPTIONS, HEALTH_CALL } from '../call-proxy.ts';
import { textOption, UsageError, type Command, type CommandCall } from '../command.ts';
import {
  explainMissing,
  functionEnvironment,
  knowsNamespace,
  NAMESPACE_OPTIONS,
  storesFor,
} from '../doctor-stores.ts';
import { explainAnswer } from '../explain-answer.ts';
import { hasFailed, showFindings, type Finding } from '../findings.ts';
import { findingsOf, parseHealth, type HealthFields } from '../health-findings.ts';
import { createLocalInstallation } from '../local-installation.ts';
import { parseProxyUrl, type ProxyAddress } from '../proxy-address.ts';
import { readRulesFile } from '../rules-file.ts';
import { TOKEN_URL_OPTION, tokenUrlOption } from '../token-url.ts';

export const doctor: Command = {
  summary:
    'checks settings, parameters, permissions, credentials, rules and version; each failure with its remedy',
  positionals: '[URL]',
  example:
    'scrim doctor https://abc.lambda-url.eu-central-1.on.aws/ --prefix /scrim/acme/ZOOM_ --shared-prefix /scrim/acme/',
  options: {
    ...CALL_OPTIONS,
    ...NAMESPACE_OPTIONS,
    rules: {
      type: 'string',
      placeholder: 'FILE',
      description: 'says whether the proxy works by these rules',
    },
    'token-url': TOKEN_URL_OPTION,
    json: { type: 'boolean', description: 'the findings as JSON' },
  },
  async run(call) {
    const [url, ...more] = call.positionals;
    if (more.length > 0) throw new UsageError('name one URL, or none to check from this machine');
    const findings = url === undefined ? await checkFromHere(call) : await checkDeployed(url, call);
    if (call.values['json'] === true) {
      call.terminal.stdout.write(`${JSON.stringify({ passed: !hasFailed(findings), findings })}\n`);
    } else showFindings(findings, call.terminal.stdout);
    return hasFailed(findings) ? 1 : 0;
  },
};

/** Asks the deployed function how it is. */
async function checkDeployed(url: string, call: CommandCall): Promise<readonly Finding[]> {
  const address = parseProxyUrl(url, call);
  const outcome = await callProxy(address, HEALTH_CALL, call);
  if (outcome.kind === 'failed') return [accessFailed(outcome.problem)];
  const report = parseHealth(outcome.body);
  if (report === undefined || ![200, 412].includes(outcome.status)) {
    const { remedy } = explainAnswer(outcome);
    return [accessFailed(remedy?.meaning ?? 'The answer is no health check.', remedy?.remedy)];
  }
  const access: Finding = {
    check: 'access',
    status: 'ok',
    detail: 'AWS IAM lets the call through',
  };
  const findings = [access, ...(await explain(report, inRegionOf(address, call)))];
  if (outcome.status === 200 || hasFailed(findings)) return findings;
  return [...findings, { check: 'health', status: 'failed', detail: 'the proxy is not ready' }];
}

/** The stores of a function lie where it runs. */
function inRegionOf({ region }: ProxyAddress, call: CommandCall): CommandCall {
  return { ...call, values: { ...call.values, region: textOption(call, 'region') ?? region } };
}

function accessFailed(detail: string, remedy?: string): Finding {
  return { check: 'access', status: 'failed', detail, ...(remedy === undefined ? {} : { remedy }) };
}

/** Puts the proxy together on this machine, with the function's settings and this person's permissions. */
async function checkFromHere(call: CommandCall): Promise<readonly Finding[]> {
  const environment = functionEnvironment(call);
  const usesStores = knowsNamespace(environment);
  const identity = usesStores ? [await identify(call)] : [];
  if (hasFailed(identity)) return identity;
  const installation = createLocalInstallation({
    environment,
    ...(usesStores ? { stores: storesFor(environment, call) } : {}),
    ...targetOf(call),
    writeLog: () => undefined,
  });
  try {
    const { body } = await checkHealth(healthRequest, everybody, installation.health);
    const report = parseHealth(body);
    if (report === undefined) throw new TypeError('the health check is not readable');
    return [...identity, ...(await explain(report, call))];
  } finally {
    await installation.close();
  }
}

const everybody = { isOpen: true, allows: () => true };
const healthRequest = {
  method: 'GET',
  path: '/',
  query: '',
  headers: new Map(Object.entries(HEALTH_CALL.headers)),
  body: undefined,
  clientIp: undefined,
  callerArn: undefined,
  requestId: 'doctor',
  isBehindGateway: false,
  timeLeftMs: Infinity,
};

async function identify(call: CommandCall): Promise<Finding> {
  const check = 'sign-in';
  try {
    const account = await callerAccount(awsOptions(call, 'STS'));
    return { check, status: 'ok', detail: `AWS account ${account}` };
  } catch (error) {
    return { check, status: 'failed', detail: explainAwsError(error, 'sts:GetCallerIdentity') };
  }
}

/** Both addresses, since a token endpoint of one's own goes with a source of one's own. */
function targetOf(call: CommandCall): {
  target?: { targetBase: string; tokenEndpoint: string };
} {
  const tokenEndpoint = tokenUrlOption(call);
  const host = call.terminal.environment['TARGET_HOST'] ?? settingsTable.TARGET_HOST.fallback;
  const targetBase = toTargetHost(host);
  // A wrong TARGET_HOST is a finding of its own.
  if (tokenEndpoint === undefined || targetBase === undefined) return {};
  return { target: { targetBase, tokenEndpoint } };
}

/** The findings of a report, with what the stores tell about missing parameters. */
async function explain(report: HealthFields, call: CommandCall): Promise<readonly Finding[]> {
  const { missingConfigProperties: missing } = report;
  const canLook = missing.length > 0 && knowsNamespace(functionEnvironment(call));
  const looked = canLook ? await explainMissing(missing, call) : undefined;
  return [...findingsOf(report, looked), ...rulesFindings(report, call)];
}

function rulesFindings({ rulesSha }: HealthFields, call: CommandCall): readonly Finding[] {
  const file = textOption(call, 'rules');
  if (file === undefined || rulesSha === undefined) return [];
  const rules = readRulesFile(file, 'compatible');
  if (rules.kind === 'problems') {
    const remedy = `scrim rules check ${file}`;
    return [{ check: 'rules', status: 'failed', detail: `${file} is not valid`, remedy }];
  }
  if (rules.document.sha === rulesSha) {
    return [{ check: 'rules', status: 'ok', detail: `the same as ${file}` }];
  }
  const remedy = 'terraform apply brings them; a running container keeps the old ones until then';
  return [{ check: 'rules', status: 'failed', detail: `other than ${file}`, remedy }];
}

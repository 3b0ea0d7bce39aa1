import * as z from 'zod/mini';
import { version } from '../version.ts';
import type { Finding } from './findings.ts';
import { credentialRemedies } from './remedies.ts';

const texts = z._default(z.array(z.string()), []);
const text = z.optional(z.string());

/** The fields of a health check that people are told of. Fields: docs/api.md, "Health check". */
const REPORT = z.object({
  version: z.string(),
  callerIp: z._default(z.string(), 'unknown'),
  clientIpAuthorized: z.optional(z.boolean()),
  configuredSource: text,
  configuredHost: text,
  configurationProblems: texts,
  missingConfigProperties: texts,
  nonDefaultSalt: z.optional(z.boolean()),
  saltSha256Hash: text,
  sourceCredentials: text,
  rulesMode: text,
  rulesSha: text,
  rulesWarnings: texts,
  warningMessages: texts,
});

export type HealthFields = z.infer<typeof REPORT>;

/** The fields of a report; undefined if the text is none. */
export function parseHealth(body: string): HealthFields | undefined {
  try {
    const parsed = REPORT.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** What the answer to a health check says, one finding a thing; undefined if it is no such answer. */
export function findingsOfHealth(answer: {
  readonly status: number;
  readonly body: string;
}): readonly Finding[] | undefined {
  const isReport = answer.status === 200 || answer.status === 412;
  const report = isReport ? parseHealth(answer.body) : undefined;
  return report && findingsOf(report);
}

/** `missing` takes the place of what the report alone can tell about missing parameters. */
export function findingsOf(
  report: HealthFields,
  missing: readonly Finding[] = parameterFindings(report),
): readonly Finding[] {
  if (report.clientIpAuthorized === false) return [versionFinding(report), addressFinding(report)];
  return [
    versionFinding(report),
    ...(report.clientIpAuthorized === true ? [addressFinding(report)] : []),
    ...settingsFindings(report),
    ...missing,
    ...saltFindings(report),
    ...credentialFindings(report),
    ...rulesFindings(report),
    ...report.warningMessages.map((detail): Finding => ({
      check: 'settings',
      status: 'warning',
      detail,
    })),
  ];
}

function versionFinding({ version: deployed }: HealthFields): Finding {
  if (deployed === `v${version}`) return { check: 'version', status: 'ok', detail: deployed };
  return {
    check: 'version',
    status: 'warning',
    detail: `${deployed}, this checkout is v${version}`,
    remedy: 'npm run build and terraform apply bring this version; git checkout the other',
  };
}

function addressFinding({ callerIp, clientIpAuthorized }: HealthFields): Finding {
  if (clientIpAuthorized === true) {
    return { check: 'address', status: 'ok', detail: 'your address is allowed' };
  }
  return {
    check: 'address',
    status: 'failed',
    detail: `your address ${callerIp} is not allowed`,
    remedy: 'call from a listed one, or add it to caller_ip_blocks and apply',
  };
}

function settingsFindings(report: HealthFields): readonly Finding[] {
  const { configurationProblems: problems, configuredSource, configuredHost } = report;
  if (problems.length === 0 && configuredSource !== undefined) {
    const host = configuredHost === undefined ? '' : ` at ${configuredHost}`;
    return [{ check: 'settings', status: 'ok', detail: `${configuredSource}${host}` }];
  }
  return problems.map((detail) => ({
    check: detail.startsWith('rules') ? 'rules' : 'settings',
    status: 'failed',
    detail,
    remedy: remedyOfProblem(detail),
  }));
}

function remedyOfProblem(problem: string): string {
  if (problem.startsWith('a store fails')) {
    return problem.endsWith('AccessDeniedException')
      ? 'the role of the function may not read its store: terraform apply'
      : 'try again in a minute; if it stays, look at the status of AWS and the way out of the function';
  }
  if (problem.startsWith('rules')) return 'scrim rules check FILE lists every problem; then apply';
  return 'docs/settings.md says what each setting may be';
}

const SALT_AND_KEY = ['PSOXY_SALT', 'PSOXY_ENCRYPTION_KEY'];
const CREDENTIALS = ['ACCOUNT_ID', 'CLIENT_ID', 'CLIENT_SECRET'];

function parameterFindings({
  missingConfigProperties: missing,
  nonDefaultSalt,
}: HealthFields): readonly Finding[] {
  // Without a salt they were never read: then another finding tells why.
  if (missing.length === 0 && nonDefaultSalt === true) {
    return [{ check: 'parameters', status: 'ok', detail: 'all are there' }];
  }
  return missing.map((name) => ({
    check: 'parameters',
    status: 'failed',
    detail: `${name} is missing`,
    remedy: remedyOfMissing(name),
  }));
}

/** Where the commands that fill in secrets are to write. */
export interface SecretPlaces {
  /** Texts in front of the names; undefined where nobody told. */
  readonly instance: string | undefined;
  readonly shared: string | undefined;
  /** Words behind them, e.g. `--region eu-central-1`. */
  readonly options: readonly string[];
}

/** The command that fills a property, complete as far as its place is known. */
export function remedyOfMissing(name: string, places?: SecretPlaces): string {
  const words = (prefix: string | undefined, option: string): string => {
    if (places === undefined) return '…; terraform output secrets_commands has it filled in';
    if (prefix === undefined) return `…; ${option} tells doctor the namespace`;
    return ['--prefix', shellWord(prefix), ...places.options].join(' ');
  };
  if (SALT_AND_KEY.includes(name)) {
    return `scrim secrets init ${words(places?.shared, '--shared-prefix')}`;
  }
  if (CREDENTIALS.includes(name)) {
    return `scrim secrets set zoom ${words(places?.instance, '--prefix')}`;
  }
  return 'docs/settings.md says where it may stand';
}

/** As a shell reads it back. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function saltFindings({ nonDefaultSalt, saltSha256Hash }: HealthFields): readonly Finding[] {
  if (nonDefaultSalt !== true) return [];
  return [{ check: 'salt', status: 'ok', detail: `saltSha256Hash ${saltSha256Hash ?? 'unknown'}` }];
}

function credentialFindings({ sourceCredentials }: HealthFields): readonly Finding[] {
  switch (sourceCredentials) {
    // Missing ones stand among the parameters.
    case undefined:
      return [];
    case 'ok':
      return [{ check: 'credentials', status: 'ok', detail: 'the source gave a token' }];
    case 'invalid_client':
    case 'invalid_account':
    case 'unreachable': {
      const { meaning, remedy } = credentialRemedies[sourceCredentials];
      return [{ check: 'credentials', status: 'failed', detail: meaning, remedy }];
    }
    default:
      return [{ check: 'credentials', status: 'failed', detail: sourceCredentials }];
  }
}

function rulesFindings({ rulesSha, rulesMode, rulesWarnings }: HealthFields): readonly Finding[] {
  if (rulesSha === undefined) return [];
  const detail = `${rulesMode ?? 'unknown'} mode, SHA-256 ${rulesSha.slice(0, 12)}…`;
  return [
    { check: 'rules', status: 'ok', detail },
    ...rulesWarnings.map((warning): Finding => ({
      check: 'rules',
      status: 'warning',
      detail: warning,
    })),
  ];
}

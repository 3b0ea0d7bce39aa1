import { createLog, type LogEntry, type WriteLog } from '../log.ts';
import { createMetrics, type WriteMetrics } from '../metrics.ts';
import type { Installation } from '../proxy/installation.ts';
import type { ClientAccess } from '../proxy/ports.ts';
import { writeRecord } from '../proxy/write-record.ts';
import { toIpBlocks } from '../settings/ip-blocks.ts';
import {
  environmentValue,
  readEnvironment,
  type Environment,
} from '../settings/read-environment.ts';
import { version } from '../version.ts';
import { toHealthFacts } from './health-facts.ts';
import { loadAgain } from './load-again.ts';
import { loadApi, type ApiParts, type LoadedApi } from './load-api.ts';

/** Puts a proxy together once per cold start; what failed is tried again with a later request. */
export function assembleApi(parts: ApiParts): Installation {
  const { clock, environment, writeLine } = parts;
  const log = createLog({ writeLine, clock });
  const functionName = environment['AWS_LAMBDA_FUNCTION_NAME'] ?? 'local';
  const metrics = createMetrics({ writeLine, clock, functionName });
  const read = readEnvironment(environment, 'api');
  const startedAt = clock();
  let isColdStart = true;
  let last: LoadedApi | undefined;

  const load = async (): Promise<LoadedApi> => {
    const isFirst = last === undefined;
    const loaded = await loadApi(read, parts, metrics);
    last = loaded;
    announce(loaded, { log, metrics, initMs: isFirst ? clock() - startedAt : undefined });
    return loaded;
  };
  const current = loadAgain(load, clock);
  // The first request finds everything under way; what fails is told by each request.
  current().catch(() => undefined);

  return {
    access: readAccess(environment),
    ready: async () => (await current()).result,
    health: async () => toHealthFacts((await current()).findings),
    clock,
    reportProblem: (problem) => log({ level: 'error', message: 'configuration problem', problem }),
    record: (record) => {
      const state = { isColdStart, areSecretsStale: last?.areSecretsStale() === true };
      isColdStart = false;
      writeRecord(record, state, { log, metrics });
    },
  };
}

/** Privacy: judged by itself, whatever else is wrong; if it cannot be read, nobody is on the list. */
function readAccess(environment: Environment): ClientAccess {
  const written = environmentValue(environment, 'ALLOWED_DATA_ACCESS_IP_BLOCKS') ?? '';
  return toIpBlocks(written) ?? { isOpen: false, allows: () => false };
}

interface Announcing {
  readonly log: WriteLog;
  readonly metrics: WriteMetrics;
  /** Undefined where a later request loaded again. */
  readonly initMs: number | undefined;
}

/** One line per cold start or reload, and one per problem. */
function announce({ result, findings }: LoadedApi, { log, metrics, initMs }: Announcing): void {
  const { policy, missing, problems, warnings, rulesWarnings } = findings;
  const start: LogEntry = {
    level: result.kind === 'ready' ? 'info' : 'error',
    message: initMs === undefined ? 'reload' : 'cold start',
    version,
    code: result.kind === 'ready' ? undefined : result.code,
    rulesSha: policy?.rulesSha,
    rulesMode: findings.settings?.RULES_MODE,
    endpoints: policy?.endpoints.map(({ id, pathText }) => ({ id, path: pathText })),
    warnings: [...warnings, ...rulesWarnings],
  };
  log(start);
  for (const problem of [...problems, ...missing.map((name) => `${name} is missing`)]) {
    log({ level: 'error', message: 'configuration problem', problem });
  }
  metrics([
    ...(initMs === undefined
      ? []
      : [{ name: 'InitMs', unit: 'Milliseconds', value: initMs } as const]),
    {
      name: 'RulesLoadFailures',
      unit: 'Count',
      value: result.kind === 'refused' && result.code.startsWith('RULES_') ? 1 : 0,
    },
  ]);
}

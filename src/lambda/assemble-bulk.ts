import { createLog, type WriteLog } from '../log.ts';
import { createMetrics, type WriteMetrics } from '../metrics.ts';
import { readEnvironment } from '../settings/read-environment.ts';
import { version } from '../version.ts';
import { loadAgain } from './load-again.ts';
import { loadBulk, type BulkParts, type LoadedBulk } from './load-bulk.ts';
import type { RecordRunner } from './run-notification.ts';
import { writeRunReport } from './run-report.ts';

/** Puts a sanitizer of files together once per cold start; what failed is tried again with a later event. */
export function assembleBulk(parts: BulkParts): RecordRunner {
  const { clock, wait, environment, files, writeLine } = parts;
  const log = createLog({ writeLine, clock });
  const instanceId = environment['AWS_LAMBDA_FUNCTION_NAME'] ?? 'local';
  const metrics = createMetrics({ writeLine, clock, functionName: instanceId });
  const read = readEnvironment(environment, 'bulk');
  const startedAt = clock();
  let isFirst = true;
  const current = loadAgain(async () => {
    const loaded = await loadBulk(read, parts);
    announce(loaded, { log, metrics, initMs: isFirst ? clock() - startedAt : undefined });
    isFirst = false;
    return loaded;
  }, clock);
  return {
    ready: async () => (await current()).readiness,
    files,
    instanceId,
    clock,
    wait,
    log,
    report: (report, messageId) => writeRunReport(report, messageId, { log, metrics }),
  };
}

interface Announcing {
  readonly log: WriteLog;
  readonly metrics: WriteMetrics;
  /** Undefined where a later event loaded again. */
  readonly initMs: number | undefined;
}

/** One line per cold start or reload, and one per problem. */
function announce(loaded: LoadedBulk, { log, metrics, initMs }: Announcing): void {
  const { readiness, problems, warnings } = loaded;
  const code = readiness.kind === 'refused' ? readiness.error.code : undefined;
  log({
    level: code === undefined ? 'info' : 'error',
    message: initMs === undefined ? 'reload' : 'cold start',
    version,
    code,
    outputs:
      readiness.kind === 'ready'
        ? readiness.outputs.map(({ name, rulesSha }) => ({ name, rulesSha }))
        : undefined,
    warnings,
  });
  for (const problem of problems) {
    log({ level: 'error', message: 'configuration problem', problem });
  }
  const isOfRules = code?.startsWith('RULES_') === true || code === 'FORMAT_NOT_SUPPORTED';
  metrics([
    ...(initMs === undefined
      ? []
      : [{ name: 'InitMs', unit: 'Milliseconds', value: initMs } as const]),
    { name: 'RulesLoadFailures', unit: 'Count', value: isOfRules ? 1 : 0 },
  ]);
}

import { appendFile, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { compileOutputs } from '../../bulk/compile-outputs.ts';
import type { BulkSettings } from '../../bulk/bulk-settings.ts';
import type { BulkOutput } from '../../bulk/output.ts';
import type { FileReport } from '../../bulk/report.ts';
import { sanitizeFile } from '../../bulk/sanitize-file.ts';
import { toBulkSettings } from '../../lambda/to-bulk-settings.ts';
import { createLog } from '../../log.ts';
import { createPseudonymizer } from '../../pseudonym/create-pseudonymizer.ts';
import { readEnvironment } from '../../settings/read-environment.ts';
import { awsOptions } from '../aws-access.ts';
import {
  isSamePlace,
  openInput,
  openOutput,
  toBulkPlace,
  type BulkPlace,
  type OpenS3,
} from '../bulk-place.ts';
import { createProgressLine } from '../bulk-progress.ts';
import {
  requiredOption,
  textOption,
  UsageError,
  type Command,
  type CommandCall,
  type ExitCode,
  type Terminal,
} from '../command.ts';
import { describeReport } from '../describe-report.ts';
import { OWNER_OPTIONS, readPseudonymSettings } from '../owner-pseudonymizer.ts';
import { readTextFile, RULES_OPTION } from '../rules-file.ts';

export const bulk: Command = {
  summary: 'sanitizes one file: CSV, NDJSON or a JSON array, plain or gzip, of any size',
  positionals: 'IN OUT   (paths, - or s3://bucket/key)',
  example: 'scrim bulk --rules rules/zoom-ai-metrics.yaml metrics.csv sanitized.csv',
  options: {
    rules: RULES_OPTION,
    report: { type: 'string', placeholder: 'FILE', description: 'the run report, as JSON' },
    ...OWNER_OPTIONS,
    json: { type: 'boolean', description: 'the report as one line of JSON on standard error' },
  },
  endsInOrder: true,
  async run(call) {
    const [from, to] = placesOf(call);
    await openReport(call);
    const settings = await readSettings(call);
    const rules = compileRules(call, settings);
    if (rules === undefined) return 2;
    const report = await sanitize({ from, to }, rules, call);
    const isReported = await writeReport(report, call);
    const exitCode = exitCodeOf(report);
    return exitCode === 0 && !isReported ? 1 : exitCode;
  },
};

function placesOf({ positionals }: CommandCall): readonly [BulkPlace, BulkPlace] {
  const [from, to, ...more] = positionals;
  if (from === undefined || to === undefined || more.length > 0) {
    throw new UsageError('name one file to read and one to write');
  }
  const places = [toBulkPlace(from), toBulkPlace(to)] as const;
  if (isSamePlace(...places)) throw new UsageError('the output would replace its own source');
  return places;
}

/** Before anything is read, since afterwards the output is there already. */
async function openReport(call: CommandCall): Promise<void> {
  const file = textOption(call, 'report');
  if (file === undefined) return;
  const isTaken = call.positionals.some((word) =>
    isSamePlace(toBulkPlace(word), toBulkPlace(file)),
  );
  if (isTaken) throw new UsageError('--report would replace the source or the output');
  await appendFile(file, '').catch((error: unknown) => {
    throw new UsageError(`--report ${file} cannot be written (${systemCodeOf(error)})`);
  });
}

function systemCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

/** As the function reads them, from the environment; where it would write to is not asked. */
async function readSettings(call: CommandCall): Promise<BulkSettings> {
  const read = readEnvironment({ OUTPUT_BUCKET: '-', ...call.terminal.environment }, 'bulk');
  if (read.kind === 'problems') throw new UsageError(read.problems.join('\n'));
  return toBulkSettings(read.settings, await readPseudonymSettings(call, read.settings));
}

function compileRules(call: CommandCall, settings: BulkSettings): BulkOutput | undefined {
  const rulesFile = requiredOption(call, 'rules');
  const rules = readTextFile(rulesFile);
  const texts = { rules, rulesFile, additionalTransforms: undefined };
  const compiled = compileOutputs(texts, settings, createPseudonymizer(settings.pseudonyms));
  const lines = compiled.kind === 'problems' ? compiled.problems : compiled.warnings;
  for (const line of lines) call.terminal.stderr.write(`${line}\n`);
  return compiled.kind === 'problems' ? undefined : compiled.outputs[0];
}

interface Places {
  readonly from: BulkPlace;
  readonly to: BulkPlace;
}

async function sanitize(
  { from, to }: Places,
  rules: BulkOutput,
  call: CommandCall,
): Promise<FileReport> {
  const { terminal } = call;
  const openS3: OpenS3 = async () => {
    const { createS3Store } = await import('../../aws/s3-store.ts');
    return createS3Store(awsOptions(call, 'S3'));
  };
  const input = await openInput(from, terminal, openS3);
  const opened = await openOutput(to, rules, {
    stdout: terminal.stdout,
    openS3,
    source: input.source,
  });
  const isTerminal = isTty(terminal.stderr);
  const line = createProgressLine(terminal.stderr, Date.now);
  // Templates of multi-file rules are held against what was typed.
  const typed = call.positionals[0] ?? '';
  const output = { ...opened.output, treatmentOf: () => rules.treatmentOf(typed) };
  const report = await sanitizeFile(input.source, output, {
    sources: input.store,
    outputs: opened.store,
    instanceId: 'scrim-cli',
    clock: Date.now,
    wait: (ms, signal) => setTimeout(ms, undefined, { signal }),
    remainingMs: undefined,
    log: createLog({
      clock: Date.now,
      writeLine: (text) => terminal.stderr.write(`${text}\n`),
    }),
    ...(isTerminal
      ? {
          onProgress: (progress) => {
            line.show(progress);
          },
        }
      : {}),
  });
  line.clear();
  return report;
}

function isTty(stream: Terminal['stderr']): boolean {
  return 'isTTY' in stream && stream.isTTY === true;
}

/**
 * People read how it ended; where nobody watches, and on request, the report is one line of JSON.
 * False if the report that was asked for could not be written; then it stands on standard error.
 */
async function writeReport(report: FileReport, call: CommandCall): Promise<boolean> {
  const { stderr } = call.terminal;
  const file = textOption(call, 'report');
  let isReported = true;
  if (file !== undefined) {
    await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`).catch((error: unknown) => {
      isReported = false;
      stderr.write(`scrim bulk: --report ${file} cannot be written (${systemCodeOf(error)})\n`);
    });
  }
  const isWritten = file !== undefined && isReported;
  const isForMachines = call.values['json'] === true || (!isWritten && !isTty(stderr));
  stderr.write(isForMachines ? `${JSON.stringify(report)}\n` : describeReport(report));
  return isReported;
}

function exitCodeOf({ outcome }: FileReport): ExitCode {
  switch (outcome) {
    case 'written':
    case 'already-done':
      return 0;
    case 'failed':
    case 'superseded':
      return 1;
    case 'rejected':
    case 'skipped':
      return 3;
    default:
      return outcome satisfies never;
  }
}

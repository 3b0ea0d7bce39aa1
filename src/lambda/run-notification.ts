import { BulkError, type BulkErrorCode } from '../bulk/bulk-error.ts';
import { identifySource } from '../bulk/identify-source.ts';
import type { BulkOutput } from '../bulk/output.ts';
import type { ObjectAddress, OutputStore, SourceStore } from '../bulk/ports.ts';
import { sanitizeFile } from '../bulk/sanitize-file.ts';
import type { SourceObject } from '../bulk/story.ts';
import type { WriteLog } from '../log.ts';
import type { BulkRecord, NamedSource, Notification } from './bulk-events.ts';
import { toRefusal, type RunReport } from './run-report.ts';

/** Where files are. */
export type FileStore = SourceStore & OutputStore;

export type BulkReadiness =
  | { readonly kind: 'ready'; readonly outputs: readonly BulkOutput[] }
  /** With bad settings or rules no file is touched. */
  | { readonly kind: 'refused'; readonly error: BulkError };

/** What runs of files need, put together once per cold start. */
export interface RecordRunner {
  readonly ready: () => Promise<BulkReadiness>;
  readonly files: FileStore;
  readonly instanceId: string;
  readonly clock: () => number;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: WriteLog;
  /** Called once per run, with the id of the message that brought it. */
  readonly report: (report: RunReport, messageId: string) => void;
}

export interface Invocation {
  /** Of the message, or of the call where there is none: reports and dead letters share it. */
  readonly id: string;
  readonly remainingMs: () => number;
  /** Time of a whole invocation. */
  readonly invocationMs: number;
}

/** Runs every record; the codes of those that were rejected or failed. Never throws. */
export async function runNotification(
  notification: Notification,
  runner: RecordRunner,
  invocation: Invocation,
): Promise<readonly BulkErrorCode[]> {
  switch (notification.kind) {
    case 'test':
      runner.log({ level: 'info', message: 'test message', messageId: invocation.id });
      return [];
    case 'unreadable':
      return refuse(eventShape('the event is no notification of S3'), runner, invocation);
    case 'records': {
      const failed: BulkErrorCode[] = [];
      for (const record of notification.records) {
        failed.push(...(await runRecord(record, runner, invocation)));
      }
      return failed;
    }
    default:
      return notification satisfies never;
  }
}

async function runRecord(
  record: BulkRecord,
  runner: RecordRunner,
  invocation: Invocation,
): Promise<readonly BulkErrorCode[]> {
  switch (record.kind) {
    case 'other': {
      const { eventName } = record;
      const messageId = invocation.id;
      runner.log({ level: 'info', message: 'record of no new object', eventName, messageId });
      return [];
    }
    case 'unreadable':
      return refuse(eventShape('a record names no object'), runner, invocation);
    case 'created':
      return runSource(record.source, runner, invocation);
    default:
      return record satisfies never;
  }
}

function eventShape(message: string): BulkError {
  return new BulkError('EVENT_SHAPE', message);
}

/** One source to every output; one that fails does not stop the next. */
async function runSource(
  named: NamedSource,
  runner: RecordRunner,
  invocation: Invocation,
): Promise<readonly BulkErrorCode[]> {
  try {
    const readiness = await runner.ready();
    if (readiness.kind === 'refused') throw readiness.error;
    const source = await identify(named, runner.files);
    const failed: BulkErrorCode[] = [];
    for (const output of readiness.outputs) {
      failed.push(...(await runOutput({ source, output, runner, invocation })));
    }
    return failed;
  } catch (error) {
    return refuse(toBulkError(error, runner.log), runner, { ...invocation, source: named });
  }
}

async function identify(named: NamedSource, files: FileStore): Promise<SourceObject> {
  const { etag } = named;
  return etag === undefined ? identifySource(named, files) : { ...named, etag };
}

interface OutputRun {
  readonly source: SourceObject;
  readonly output: BulkOutput;
  readonly runner: RecordRunner;
  readonly invocation: Invocation;
}

async function runOutput({
  source,
  output,
  runner,
  invocation,
}: OutputRun): Promise<readonly BulkErrorCode[]> {
  const { files, instanceId, clock, wait, log } = runner;
  const { id, remainingMs, invocationMs } = invocation;
  const report = await sanitizeFile(source, output, {
    sources: files,
    outputs: files,
    instanceId,
    clock,
    wait,
    remainingMs,
    invocationMs,
    log,
  });
  runner.report(report, id);
  return report.code === null ? [] : [report.code];
}

/** A record that never became a run. */
function refuse(
  error: BulkError,
  runner: RecordRunner,
  { id, source }: Pick<Invocation, 'id'> & { readonly source?: ObjectAddress },
): readonly BulkErrorCode[] {
  runner.report(toRefusal(error, runner.instanceId, source), id);
  return [error.code];
}

/** Closed by default: the original never leaves. */
function toBulkError(error: unknown, log: WriteLog): BulkError {
  if (error instanceof BulkError) return error;
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  log({ level: 'error', message: 'an unexpected error ended a record', kind });
  return new BulkError('UNKNOWN', `unexpected ${kind}`);
}

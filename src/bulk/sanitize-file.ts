import type { Buffer } from 'node:buffer';
import { holdsAddress } from '../sanitize/holds-address.ts';
import { BulkError } from './bulk-error.ts';
import { startRun, type FileRun } from './file-run.ts';
import { isOurs, judgeOutput } from './judge-output.ts';
import type { BulkOutput } from './output.ts';
import { isCompressed, toOutputFacts } from './output-facts.ts';
import type { CommitCondition, ObjectAddress, ObjectFacts } from './ports.ts';
import { openSource, readToEnd, SourceReplaced, type OpenedSource } from './read-source.ts';
import type { FileReport } from './report.ts';
import { sanitizeStream } from './sanitize-stream.ts';
import type { SourceObject, StoryParts } from './story.ts';
import { deflateBlocks } from './stream/deflate.ts';
import { openInflated } from './stream/inflate.ts';
import { beforeTimeIsUp, TimeBudget } from './time-budget.ts';
import { toReport, type RunEnd } from './to-report.ts';
import type { Treatment } from './treatment.ts';
import { OutputWriter, writeFailed } from './write-output.ts';

/** How often a file is begun anew because another run wrote its output meanwhile. */
const MAX_CONFLICTS = 3;
/** How often a commit without answer is repeated. */
const MAX_COMMITS = 3;

/**
 * One source to one output, start to end: looks whether it is done already, reads, sanitizes, writes
 * and commits. Never throws and never leaves a part of an output: how it ended is in the report.
 */
export async function sanitizeFile(
  source: SourceObject,
  output: BulkOutput,
  parts: StoryParts,
): Promise<FileReport> {
  const run = startRun(source, output, parts);
  const end = await tell(run).catch((error: unknown) => toEnd(error, run));
  return toReport(run, end);
}

/** The steps in their order; the first that ends the story, ends it. */
async function tell(run: FileRun): Promise<RunEnd> {
  const { source, output } = run;
  if (source.key.endsWith('/')) return { kind: 'skipped' };
  checkKey(run);
  const treatment = output.treatmentOf(source.key);
  if (treatment === undefined) {
    throw new BulkError('NO_RULES_FOR_KEY', 'no rules are meant for this key');
  }
  run.treatment = treatment;
  const address = { bucket: output.bucket, key: output.toKey(source.key) };
  if (address.bucket === source.bucket && address.key === source.key) {
    throw new BulkError('OUTPUT_IS_INPUT', 'the output would replace its own source');
  }
  for (let attempt = 1; attempt <= MAX_CONFLICTS; attempt += 1) {
    const end = await attemptFile(run, treatment, address);
    if (end.kind !== 'conflict') return end;
  }
  throw new BulkError('OUTPUT_CONFLICT', 'other runs keep writing the same output');
}

function checkKey({ source, output }: FileRun): void {
  const { inputBucket, bucket, guardsKey, isLookupTable } = output;
  if (inputBucket !== undefined && source.bucket !== inputBucket) {
    throw new BulkError('WRONG_BUCKET', 'the source is not in INPUT_BUCKET');
  }
  if (isLookupTable && bucket === source.bucket) {
    // Privacy: whoever drops files there must not find identifiers beside their pseudonyms.
    throw new BulkError('CONFIGURATION_FAILURE', 'a lookup table needs a bucket of its own');
  }
  if (guardsKey && holdsAddress(`${source.bucket}/${source.key}`)) {
    throw new BulkError('KEY_REFUSED', 'the key holds an address');
  }
}

/** From the look at the output to the commit. A conflict begins anew. */
async function attemptFile(
  run: FileRun,
  treatment: Treatment,
  address: ObjectAddress,
): Promise<RunEnd | { readonly kind: 'conflict' }> {
  const { source, parts } = run;
  const head = await parts.outputs.head(address);
  const judgement = judgeOutput(head, source, treatment.sha);
  if (judgement.kind !== 'go-on') return judgement;
  const opened = await openSource(parts.sources, source);
  if (opened.kind === 'superseded') return opened;
  if (opened.facts.metadata.get('psoxy-instance-id') === parts.instanceId) {
    await closeUnread(opened.body);
    return { kind: 'skipped' };
  }
  try {
    checkEncoding(opened.facts);
    const { key, etag } = source;
    const { contentType } = opened.facts;
    run.opened = treatment.open({ key, etag, contentType });
  } catch (error) {
    await closeUnread(opened.body);
    throw error;
  }
  run.bytesIn = 0;
  return transfer(run, opened, { address, condition: judgement.condition });
}

/** Bytes decide how a source is read; where they are none of ours, what it says of itself may help. */
function withCharset(error: unknown, { contentType = '' }: ObjectFacts): unknown {
  if (!(error instanceof BulkError) || error.code !== 'ENCODING_INVALID') return error;
  const charset = /;\s*charset="?([A-Za-z0-9._-]{1,40})"?\s*(?:;|$)/i.exec(contentType)?.[1];
  if (charset === undefined) return error;
  return new BulkError(error.code, error.message, { ...error.details, charset });
}

async function closeUnread(body: AsyncIterable<Uint8Array>): Promise<void> {
  await body[Symbol.asyncIterator]().return?.();
}

/** Labels that change nothing of the bytes. */
const HARMLESS = new Set(['', 'identity', 'aws-chunked']);

function checkEncoding({ contentEncoding = '' }: ObjectFacts): void {
  const labels = contentEncoding.split(',').map((label) => label.trim().toLowerCase());
  const real = labels.filter((label) => !HARMLESS.has(label));
  if (real.length > 1 || real.some((label) => label !== 'gzip')) {
    const message = 'the source has a Content-Encoding other than gzip';
    throw new BulkError('CONTENT_ENCODING_NOT_SUPPORTED', message);
  }
}

interface Destination {
  readonly address: ObjectAddress;
  readonly condition: CommitCondition;
}

type Opened = Extract<OpenedSource, { kind: 'opened' }>;

async function transfer(
  run: FileRun,
  opened: Opened,
  { address, condition }: Destination,
): Promise<RunEnd | { readonly kind: 'conflict' }> {
  const { parts } = run;
  const writer = new OutputWriter({
    store: parts.outputs,
    address,
    facts: () => toOutputFacts(run, opened.facts),
    condition,
  });
  try {
    await beforeTimeIsUp(pump(run, opened, writer), parts);
    const end = await commit(run, writer, address);
    if (end.kind === 'conflict') await abort(writer, parts);
    return end;
  } catch (error) {
    await abort(writer, parts);
    throw withCharset(error, opened.facts);
  }
}

async function pump(run: FileRun, opened: Opened, writer: OutputWriter): Promise<void> {
  for await (const block of sanitizedBlocks(run, opened)) {
    await writer.write(block);
    run.bytesOut = writer.bytesWritten;
    noteProgress(run, opened.facts);
  }
}

async function abort(writer: OutputWriter, { log, wait }: StoryParts): Promise<void> {
  if (!(await writer.abort(wait))) {
    log({ level: 'warn', message: 'an unfinished upload could not be aborted' });
  }
}

/** Source bytes → gunzip → sanitize → gzip, where wanted. */
async function* sanitizedBlocks(run: FileRun, opened: Opened): AsyncGenerator<Buffer> {
  const { output, opened: treatment } = run;
  if (treatment === undefined) return;
  const inflated = await openInflated(countedBytes(run, opened), output.limits);
  run.stream = { isGzip: inflated.isGzip, encoding: null };
  run.warnings = labelWarnings(run, opened.facts);
  const blocks = sanitizeStream(inflated.bytes, {
    sanitizer: treatment.sanitizer,
    facts: run.stream,
  });
  yield* isCompressed(output, inflated.isGzip) ? deflateBlocks(blocks) : blocks;
}

function labelWarnings({ source, stream }: FileRun, facts: ObjectFacts): readonly string[] {
  const isLabelled = /gzip/i.test(facts.contentEncoding ?? '') || /\.gz$/i.test(source.key);
  return isLabelled && !stream.isGzip
    ? ['the source is labelled gzip and is none; it is read as it is']
    : [];
}

/** The bytes of a source as they come, under the eye of the time budget. */
async function* countedBytes(run: FileRun, opened: Opened): AsyncGenerator<Uint8Array> {
  const { source, parts } = run;
  const { remainingMs, clock } = parts;
  const budget =
    remainingMs === undefined
      ? undefined
      : new TimeBudget({
          clock,
          remainingMs,
          invocationMs: parts.invocationMs ?? remainingMs(),
          byteLength: opened.facts.byteLength,
        });
  for await (const chunk of readToEnd(opened, parts.sources, source)) {
    run.bytesIn += chunk.length;
    budget?.check(run.bytesIn);
    yield chunk;
  }
}

function noteProgress({ parts, opened, bytesIn }: FileRun, { byteLength }: ObjectFacts): void {
  parts.onProgress?.({
    rows: opened?.sanitizer.facts().rows ?? 0,
    bytesIn,
    totalBytes: byteLength,
  });
}

/** The only moment at which an output becomes visible. */
async function commit(
  { source, treatment, parts }: FileRun,
  writer: OutputWriter,
  address: ObjectAddress,
): Promise<RunEnd | { readonly kind: 'conflict' }> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await writer.commit();
    if (outcome.kind === 'written' || outcome.kind === 'conflict') return outcome;
    if (outcome.kind === 'denied' || attempt === MAX_COMMITS) throw writeFailed(outcome);
    // No usable answer: it may have been written all the same.
    const head = await parts.outputs.head(address);
    const sha = treatment?.sha ?? '';
    if (head.kind === 'found' && isOurs(head.facts.metadata, source, sha)) {
      return { kind: 'written' };
    }
  }
}

/** Closed by default: whatever was thrown ends the run without an output. */
function toEnd(error: unknown, { parts }: FileRun): RunEnd {
  if (error instanceof SourceReplaced) return { kind: 'superseded' };
  if (error instanceof BulkError) return { kind: 'error', error };
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  const frames = error instanceof Error ? (error.stack ?? '').split('\n    at ').slice(1, 9) : [];
  // Privacy: its message may quote what was read.
  parts.log({ level: 'error', message: 'an unexpected error ended a file', kind, frames });
  return { kind: 'error', error: new BulkError('UNKNOWN', `unexpected ${kind}`) };
}

import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import type {
  CommitOutcome,
  HeadOutcome,
  ObjectAddress,
  OutputFacts,
  OutputStore,
  PartUpload,
  ReadOutcome,
  ReadRequest,
  SourceStore,
  StoreTrouble,
  WholeOutput,
} from '../bulk/ports.ts';
import { rangeOf, statusOf, toConditionInput, toFacts, toTrouble } from './s3-answers.ts';
import { toChunks } from './s3-body.ts';
import { createPartUpload } from './s3-upload.ts';
import { toClientConfig, type StoreClientOptions } from './store-calls.ts';

export interface S3StoreOptions extends StoreClientOptions {
  /** How long a body may give no byte to a reader who waits. */
  readonly stallMs?: number;
  /** How long to wait before it is told that a commit had no answer: whoever repeats it, does so at once. */
  readonly pauseMs?: number;
}

/** A whole part of a file, up or down a slow line. */
const CALL_MS = 60_000;
const STALL_MS = 30_000;
const PAUSE_MS = 500;
/** Of calls that may be repeated without harm. */
const MAX_ATTEMPTS = 4;

/** S3 as sources and outputs of files. Source: Amazon S3 API reference. */
export function createS3Store(options: S3StoreOptions = {}): SourceStore & OutputStore {
  const { stallMs = STALL_MS, pauseMs = PAUSE_MS, ...client } = options;
  const config = toS3Config({ timeoutMs: CALL_MS, ...client });
  const clients = {
    repeating: new S3Client({ ...config, maxAttempts: MAX_ATTEMPTS }),
    // What S3 says to a repeated commit (412) is no different from what it says where another writer
    // came first: the story looks, and repeats.
    once: new S3Client({ ...config, maxAttempts: 1 }),
  };
  const commit = (write: () => Promise<unknown>, call: string): Promise<CommitOutcome> =>
    tellCommit(write, { call, pauseMs });
  return {
    head: (address) => head(clients.repeating, address),
    read: (request) => read(clients.repeating, request, stallMs),
    put: (output) => commit(() => put(clients.once, output), 'PutObject'),
    startUpload: (address, facts) => startUpload(address, facts, { ...clients, commit }),
  };
}

/**
 * Bytes are covered by the signature on their way up and counted on their way down: checksums of
 * the SDK's own would cost time and, at many servers that speak S3, the call.
 */
function toS3Config(options: StoreClientOptions): S3ClientConfig {
  const isElsewhere = options.endpoint !== undefined;
  return {
    ...toClientConfig(options),
    ...(isElsewhere ? { forcePathStyle: true } : {}),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
}

async function head(
  client: S3Client,
  { bucket, key, versionId }: Parameters<OutputStore['head']>[0],
): Promise<HeadOutcome> {
  try {
    const version = versionId === undefined ? {} : { VersionId: versionId };
    const answer = await client.send(
      new HeadObjectCommand({ Bucket: bucket, Key: key, ...version }),
    );
    return { kind: 'found', facts: toFacts(answer) };
  } catch (error) {
    if (statusOf(error) === 404) return { kind: 'absent' };
    return toTrouble(error, 'HeadObject');
  }
}

async function read(
  client: S3Client,
  { bucket, key, etag, versionId, fromByte }: ReadRequest,
  stallMs: number,
): Promise<ReadOutcome> {
  const call = 'GetObject';
  try {
    const answer = await client.send(
      new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(etag === undefined ? {} : { IfMatch: `"${etag}"` }),
        ...(versionId === undefined ? {} : { VersionId: versionId }),
        ...(fromByte === 0 ? {} : { Range: `bytes=${String(fromByte)}-` }),
      }),
    );
    if (!(answer.Body instanceof Readable)) return { kind: 'unavailable', call };
    if ((rangeOf(answer)?.first ?? 0) !== fromByte) {
      answer.Body.on('error', () => undefined).destroy();
      return { kind: 'unavailable', call, answer: 'RangeIgnored' };
    }
    return { kind: 'found', facts: toFacts(answer), body: toChunks(answer.Body, stallMs) };
  } catch (error) {
    const status = statusOf(error);
    if (status === 412) return { kind: 'changed' };
    if (status === 404) return { kind: 'absent' };
    return toTrouble(error, call);
  }
}

async function put(client: S3Client, output: WholeOutput): Promise<void> {
  const { address, bytes, facts, condition } = output;
  await client.send(
    new PutObjectCommand({
      ...toOutputInput(address, facts),
      ...toConditionInput(condition),
      Body: bytes,
    }),
  );
}

function toOutputInput(
  { bucket, key }: ObjectAddress,
  { contentType, contentEncoding, metadata }: OutputFacts,
): {
  readonly Bucket: string;
  readonly Key: string;
  readonly ContentType?: string;
  readonly ContentEncoding?: string;
  readonly Metadata: Record<string, string>;
} {
  return {
    Bucket: bucket,
    Key: key,
    ...(contentType === undefined ? {} : { ContentType: contentType }),
    ...(contentEncoding === undefined ? {} : { ContentEncoding: contentEncoding }),
    Metadata: Object.fromEntries(metadata),
  };
}

interface UploadParts {
  readonly repeating: S3Client;
  readonly once: S3Client;
  readonly commit: (write: () => Promise<unknown>, call: string) => Promise<CommitOutcome>;
}

async function startUpload(
  address: ObjectAddress,
  facts: OutputFacts,
  parts: UploadParts,
): Promise<{ readonly kind: 'started'; readonly upload: PartUpload } | StoreTrouble> {
  const call = 'CreateMultipartUpload';
  try {
    const command = new CreateMultipartUploadCommand(toOutputInput(address, facts));
    const { UploadId: uploadId } = await parts.repeating.send(command);
    if (uploadId === undefined) return { kind: 'unavailable', call };
    return { kind: 'started', upload: createPartUpload({ ...address, uploadId, ...parts }) };
  } catch (error) {
    return toTrouble(error, call);
  }
}

interface Commit {
  readonly call: string;
  readonly pauseMs: number;
}

async function tellCommit(
  write: () => Promise<unknown>,
  { call, pauseMs }: Commit,
): Promise<CommitOutcome> {
  try {
    await write();
    return { kind: 'written' };
  } catch (error) {
    const status = statusOf(error) ?? 0;
    const isBucketGone = error instanceof Error && error.name === 'NoSuchBucket';
    if (CONFLICTS.has(status) && !isBucketGone) return { kind: 'conflict' };
    const trouble = toTrouble(error, call);
    if (trouble.kind === 'unavailable') await pause(pauseMs);
    return trouble;
  }
}

/** Nothing there under `If-Match`, or an upload that somebody ended; a concurrent write; a condition that does not hold. */
const CONFLICTS = new Set([404, 409, 412]);

import { basename, resolve } from 'node:path';
import type { BulkOutput } from '../bulk/output.ts';
import type { OutputStore, SourceStore } from '../bulk/ports.ts';
import type { SourceObject } from '../bulk/story.ts';
import { StoreUnavailable } from '../settings/store.ts';
import { explainAwsError } from './aws-access.ts';
import { CommandFailure, UsageError, type Terminal } from './command.ts';
import { openFileOutput, openPipeOutput } from './local-output.ts';
import { fileSize, openFileSource, openPipeSource } from './local-source.ts';

/** Where a file comes from or goes to, as a word of the command line. */
export type BulkPlace =
  | { readonly kind: 'pipe' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly key: string };

export function toBulkPlace(word: string): BulkPlace {
  if (word === '-') return { kind: 'pipe' };
  if (!/^s3:/i.test(word)) return { kind: 'file', path: word };
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/i.exec(word) ?? [];
  if (bucket === undefined || key === undefined) {
    throw new UsageError(`${word} must be s3://bucket/key`);
  }
  return { kind: 's3', bucket, key };
}

/** A bucket of both kinds. */
export type OpenS3 = () => Promise<SourceStore & OutputStore>;

export interface OpenedInput {
  readonly source: SourceObject;
  readonly store: SourceStore;
}

const LOCAL_BUCKET = 'local';

/** The source behind a word. Throws UsageError if there is none. */
export async function openInput(
  place: BulkPlace,
  { stdin, stopped }: Terminal,
  openS3: OpenS3,
): Promise<OpenedInput> {
  const local = { bucket: LOCAL_BUCKET, etag: '', versionId: undefined, sequencer: undefined };
  switch (place.kind) {
    case 'pipe':
      return { source: { ...local, key: 'stdin' }, store: openPipeSource(stdin, stopped) };
    case 'file': {
      if ((await fileSize(place.path)) === undefined) {
        throw new UsageError(`${place.path} is no file that can be read`);
      }
      // Privacy: the path may name a person and would stand in the metadata of an object.
      const source = { ...local, key: basename(place.path) };
      return { source, store: openFileSource(place.path, stopped) };
    }
    case 's3':
      return openS3Input(place, await openS3());
    default:
      return place satisfies never;
  }
}

async function openS3Input(
  { bucket, key }: Extract<BulkPlace, { kind: 's3' }>,
  store: SourceStore & OutputStore,
): Promise<OpenedInput> {
  const head = await store.head({ bucket, key });
  if (head.kind === 'absent') throw new UsageError(`s3://${bucket}/${key} is not there`);
  if (head.kind !== 'found') {
    const answer = head.kind === 'denied' ? 'AccessDenied' : (head.answer ?? 'an error');
    const reason = explainAwsError(new StoreUnavailable(answer), 's3:GetObject');
    throw new CommandFailure(`s3://${bucket}/${key} cannot be read: ${reason}`);
  }
  const { etag } = head.facts;
  return { source: { bucket, key, etag, versionId: undefined, sequencer: undefined }, store };
}

export interface OpenedOutput {
  readonly output: BulkOutput;
  readonly store: OutputStore;
}

/** An output as its rules make it, at the place that a word names. */
export async function openOutput(
  place: BulkPlace,
  rules: BulkOutput,
  {
    stdout,
    openS3,
    source,
  }: {
    readonly stdout: Terminal['stdout'];
    readonly openS3: OpenS3;
    readonly source: SourceObject;
  },
): Promise<OpenedOutput> {
  const local = { ...rules, bucket: '', inputBucket: undefined, guardsKey: false };
  switch (place.kind) {
    case 'pipe': {
      const output: BulkOutput = { ...local, compression: 'never', toKey: () => 'stdout' };
      return { output, store: openPipeOutput(stdout) };
    }
    case 'file': {
      const { path } = place;
      const compression = /\.gz$/i.test(path) ? 'always' : 'never';
      const output: BulkOutput = { ...local, compression, toKey: () => path };
      return { output, store: openFileOutput(path) };
    }
    case 's3': {
      const { bucket, key } = place;
      const inputBucket = source.bucket === LOCAL_BUCKET ? undefined : rules.inputBucket;
      const output: BulkOutput = { ...rules, bucket, inputBucket, toKey: () => key };
      return { output, store: await openS3() };
    }
    default:
      return place satisfies never;
  }
}

/** Whether two places are one file, which would then replace its own source. */
export function isSamePlace(one: BulkPlace, other: BulkPlace): boolean {
  return one.kind === 'file' && other.kind === 'file' && resolve(one.path) === resolve(other.path);
}

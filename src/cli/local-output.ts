import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { OutputStore, PartUpload, StoreTrouble } from '../bulk/ports.ts';

/** Where bytes go one after another; visible when they are finished. */
interface Sink {
  append(bytes: Uint8Array): Promise<void>;
  finish(): Promise<void>;
  /** False if something may be left. */
  discard(): Promise<boolean>;
}

const FILE_PART_BYTES = 1024 * 1024;

/** A file on this machine as an output: there whole at the end, or as it was before. */
export function openFileOutput(path: string): OutputStore {
  return { ...toStore(() => createFileSink(path)), partBytes: FILE_PART_BYTES };
}

/** Standard output: bytes flow as they come; whoever reads them must look at the exit code. */
export function openPipeOutput(stdout: Writable): OutputStore {
  return toStore(() =>
    Promise.resolve({
      append: async (bytes) => {
        if (!stdout.write(bytes)) await once(stdout, 'drain');
      },
      finish: () => Promise.resolve(),
      discard: () => Promise.resolve(true),
    }),
  );
}

/** Written beside its place under a name that tells nothing, then renamed. */
async function createFileSink(path: string): Promise<Sink> {
  // Privacy: a temporary name holds nothing of the file's.
  const temporary = join(dirname(path), `.scrim-${randomBytes(8).toString('hex')}.tmp`);
  const file = await open(temporary, 'wx', 0o600);
  return {
    append: (bytes) => writeAll(file, bytes),
    finish: async () => {
      await file.sync();
      await file.close();
      await rename(temporary, path);
    },
    discard: async () => {
      await file.close().catch(() => undefined);
      return rm(temporary, { force: true }).then(
        () => true,
        () => false,
      );
    },
  };
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, at);
    at += bytesWritten;
  }
}

/** A local place is judged anew by every run: nothing is known of what is there. */
function toStore(createSink: () => Promise<Sink>): OutputStore {
  return {
    maxParts: Infinity,
    head: () => Promise.resolve({ kind: 'absent' }),
    put: ({ bytes }) =>
      orTrouble(async () => {
        const sink = await createSink();
        try {
          await sink.append(bytes);
          await sink.finish();
          return { kind: 'written' };
        } catch (error) {
          await sink.discard();
          throw error;
        }
      }),
    startUpload: () =>
      orTrouble(async () => ({ kind: 'started', upload: toUpload(await createSink()) })),
  };
}

/** Parts one after another, whatever order they were begun in. */
function toUpload(sink: Sink): PartUpload {
  let before = Promise.resolve();
  return {
    uploadPart: (partNumber, bytes) =>
      orTrouble(async () => {
        before = before.then(() => sink.append(bytes));
        await before;
        return { kind: 'stored', part: { partNumber, etag: '' } };
      }),
    complete: () =>
      orTrouble(async () => {
        await sink.finish();
        return { kind: 'written' };
      }),
    abort: () => sink.discard(),
  };
}

/** What the file system says, in the words of a store. */
async function orTrouble<Outcome>(act: () => Promise<Outcome>): Promise<Outcome | StoreTrouble> {
  try {
    return await act();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const kind = code === 'EACCES' || code === 'EPERM' ? 'denied' : 'unavailable';
    return { kind, call: 'write', answer: code };
  }
}

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import type { ObjectFacts, ReadOutcome, SourceStore } from '../bulk/ports.ts';

const CHUNK_BYTES = 262_144;

/** A file on this machine as a source. */
export function openFileSource(path: string, stopped: AbortSignal): SourceStore {
  return {
    read: async ({ fromByte }): Promise<ReadOutcome> => {
      const byteLength = await fileSize(path);
      if (byteLength === undefined) return { kind: 'absent' };
      const body = createReadStream(path, {
        start: fromByte,
        highWaterMark: CHUNK_BYTES,
        signal: stopped,
      });
      return { kind: 'found', facts: factsOf(byteLength), body };
    },
  };
}

/** Bytes of a file; undefined if there is none. */
export async function fileSize(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true ? found.size : undefined;
}

/** Standard input as a source; it cannot be read twice. */
export function openPipeSource(stdin: Readable, stopped: AbortSignal): SourceStore {
  addAbortSignal(stopped, stdin);
  return {
    read: () => Promise.resolve({ kind: 'found', facts: factsOf(undefined), body: stdin }),
  };
}

function factsOf(byteLength: number | undefined): ObjectFacts {
  return {
    etag: '',
    byteLength,
    contentType: undefined,
    contentEncoding: undefined,
    metadata: new Map(),
  };
}

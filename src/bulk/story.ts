import type { WriteLog } from '../log.ts';
import type { ObjectAddress, OutputStore, SourceStore } from './ports.ts';

/** One source as its event names it. */
export interface SourceObject extends ObjectAddress {
  /** Without quotes; empty for a local file. */
  readonly etag: string;
  readonly versionId: string | undefined;
  /** Orders the events of one key; undefined counts as not older. */
  readonly sequencer: string | undefined;
}

export interface StoryParts {
  readonly sources: SourceStore;
  readonly outputs: OutputStore;
  /** The function's name; written to outputs, and sources that carry it are skipped. */
  readonly instanceId: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Resolves after some milliseconds, rejects once the signal aborts, as `timers/promises` do. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Time left of the invocation; undefined: no limit. */
  readonly remainingMs: (() => number) | undefined;
  /** Time of a whole invocation; undefined: what is left when the file is begun. */
  readonly invocationMs?: number;
  readonly log: WriteLog;
  /** Called now and then while a file is on its way. */
  readonly onProgress?: (progress: FileProgress) => void;
}

export interface FileProgress {
  readonly rows: number;
  /** Bytes of the source as stored. */
  readonly bytesIn: number;
  readonly totalBytes: number | undefined;
}

import type { WriteLog } from '../log.ts';
import type { Pseudonymizer } from '../pseudonym/pseudonymizer.ts';
import type { BulkSettings } from './bulk-settings.ts';
import type { ObjectAddress, OutputStore, SourceStore } from './ports.ts';
import type { FileReport } from './report.ts';

/** One source as its event names it. */
export interface SourceObject extends ObjectAddress {
  /** Without quotes; empty for a local file. */
  readonly etag: string;
  readonly versionId: string | undefined;
  /** Orders the events of one key; undefined counts as not older. */
  readonly sequencer: string | undefined;
}

/** What becomes of sources on their way to one bucket: made by `compileOutputs`, opaque to callers. */
export interface BulkOutput {
  /** `main`, or `additional-1`, `additional-2`, … */
  readonly name: string;
  readonly bucket: string;
  /** Lower-case hex SHA-256 of this output's rules. */
  readonly rulesSha: string;
}

export interface StoryParts {
  readonly sources: SourceStore;
  readonly outputs: OutputStore;
  /** The function's name; written to outputs, and sources that carry it are skipped. */
  readonly instanceId: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Time left of the invocation; undefined: no limit. */
  readonly remainingMs: (() => number) | undefined;
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

/**
 * One source to one output, start to end: looks whether it is done already, reads, sanitizes, writes
 * and commits. Never throws and never leaves a part of an output: how it ended is in the report.
 */
export type SanitizeFile = (
  source: SourceObject,
  output: BulkOutput,
  parts: StoryParts,
) => Promise<FileReport>;

/** The texts that say what becomes of files. */
export interface OutputTexts {
  /** YAML of the main output, decoded. */
  readonly rules: string;
  /** YAML list of `ADDITIONAL_TRANSFORMS`. */
  readonly additionalTransforms: string | undefined;
}

export type CompiledOutputs =
  | {
      readonly kind: 'outputs';
      /** The main output first; each is a run of its own for every source, one after another. */
      readonly outputs: readonly BulkOutput[];
      readonly warnings: readonly string[];
    }
  | {
      readonly kind: 'problems';
      /** With bad rules every file is rejected by this code. */
      readonly code: 'RULES_INVALID_YAML' | 'RULES_INVALID' | 'CONFIGURATION_FAILURE';
      /** With line, column, caret and hint. */
      readonly problems: readonly string[];
    };

/** Checks and compiles the rules of every output, once per container; all problems at once. */
export type CompileOutputs = (
  texts: OutputTexts,
  settings: BulkSettings,
  pseudonymizer: Pseudonymizer,
) => CompiledOutputs;

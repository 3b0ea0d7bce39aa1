import type { BulkOutput } from './output.ts';
import type { StreamFacts } from './sanitize-stream.ts';
import type { SourceObject, StoryParts } from './story.ts';
import type { OpenedTreatment, Treatment } from './treatment.ts';

/** What one run has found out so far; the story fills it in, the report is made of it. */
export interface FileRun {
  readonly source: SourceObject;
  readonly output: BulkOutput;
  readonly parts: StoryParts;
  readonly startedAt: number;
  treatment: Treatment | undefined;
  opened: OpenedTreatment | undefined;
  stream: StreamFacts;
  bytesIn: number;
  bytesOut: number;
  warnings: readonly string[];
}

export function startRun(source: SourceObject, output: BulkOutput, parts: StoryParts): FileRun {
  return {
    source,
    output,
    parts,
    startedAt: parts.clock(),
    treatment: undefined,
    opened: undefined,
    stream: { isGzip: false, encoding: null },
    bytesIn: 0,
    bytesOut: 0,
    warnings: [],
  };
}

import { version } from '../version.ts';
import { columnCounts } from './columns/column-report.ts';
import type { FileRun } from './file-run.ts';
import {
  contentTypeOfFormat,
  originalKeyText,
  outputContentType,
  sourceSha,
} from './object-names.ts';
import type { BulkOutput } from './output.ts';
import type { ObjectFacts, OutputFacts } from './ports.ts';

/** What an output carries besides its bytes: what the header decided, and where it comes from. */
export function toOutputFacts(run: FileRun, source: ObjectFacts): OutputFacts {
  const { opened, stream, output } = run;
  const changesFormat = opened !== undefined && opened.inputFormat !== opened.outputFormat;
  return {
    contentType: changesFormat
      ? contentTypeOfFormat(opened.outputFormat)
      : outputContentType(source.contentType, run.source.key),
    contentEncoding: isCompressed(output, stream.isGzip) ? 'gzip' : undefined,
    metadata: new Map(metadataOf(run)),
  };
}

/** Whether an output is gzip. */
export function isCompressed({ compression }: BulkOutput, isSourceGzip: boolean): boolean {
  return compression === 'always' || (compression === 'as-source' && isSourceGzip);
}

function metadataOf(run: FileRun): readonly (readonly [string, string])[] {
  const { source, output, parts, treatment, opened } = run;
  const columns = treatment?.kind === 'columnar' ? opened?.sanitizer.facts().columns : undefined;
  const optional = [
    ['scrim-source-etag', source.etag === '' ? undefined : source.etag],
    ['scrim-source-version-id', source.versionId],
    ['scrim-source-sequencer', source.sequencer],
    ['scrim-treatment-sha', treatment?.sha],
    ['scrim-columns', columns == null ? undefined : columnCounts(columns)],
  ] as const;
  return [
    ['psoxy-instance-id', parts.instanceId],
    ['psoxy-version', `v${version}`],
    ['psoxy-original-object-key', originalKeyText(source)],
    ['psoxy-rules-sha', output.rulesSha],
    ['scrim-source-sha', sourceSha(source)],
    ...optional.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  ];
}

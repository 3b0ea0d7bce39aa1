import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createS3Store } from '../../src/aws/s3-store.ts';
import { assembleBulk } from '../../src/lambda/assemble-bulk.ts';
import { createBulkHandler, type BatchAnswer } from '../../src/lambda/bulk-handler.ts';
import type { BulkParts } from '../../src/lambda/load-bulk.ts';
import type { S3Endpoint } from './radosgw.ts';

const ZOOM_AI_RULES = readFileSync(
  new URL('../../rules/zoom-ai-metrics.yaml', import.meta.url),
  'utf8',
);

/** As Zoom exports it: marked, with a comma at the end of every line. */
export const ZOOM_AI_CSV = [
  '\uFEFFUser Name,Email,Action,Feature used,Department,',
  'Jane Roe,jane.roe@example.com,42,Meeting summary;Smart recording;,Field Sales EMEA,',
  '"Ibarra, Tomás",tomas.ibarra@example.com,7,Meeting questions;,"Support, Iberia",',
  '夏目 愛子,aiko.natsume@example.com,1,Meeting summary;,Product,',
  '',
].join('\r\n');
/** Texts of it that no output, log line, metric or error may hold. */
export const ZOOM_AI_CANARIES = [
  'Jane',
  'jane.roe',
  'Ibarra',
  '夏目',
  'natsume',
  'Sales',
  'Iberia',
];

export type Line = Readonly<Record<string, unknown>>;

export interface BulkFunction {
  /** What Lambda would give back, or throw. */
  readonly invoke: (event: unknown, remainingMs?: () => number) => Promise<BatchAnswer | undefined>;
  /** Log lines and metrics, in order. */
  readonly lines: readonly Line[];
  /** Run reports, in order. */
  readonly reports: () => readonly Line[];
  /** `written`, `rejected:EVENT_SHAPE`, … */
  readonly outcomes: () => readonly string[];
  /** Values of a metric, by its dimension. */
  readonly metric: (name: string) => readonly (readonly [string, unknown])[];
}

export interface BulkFunctionOptions {
  /** Settings besides those that a working function needs; undefined takes one away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly parts?: Partial<BulkParts>;
}

export const INSTANCE = 'scrim-zoom-ai';
export const SALT = 'Xq7!pL2#vB9@kD4$mN6%';

/** The whole function with the real client of the SDK in front of a server that speaks S3. */
export function startBulk(
  { endpoint, region, credentials }: S3Endpoint,
  { environment, parts }: BulkFunctionOptions = {},
): BulkFunction {
  const lines: Line[] = [];
  const runner = assembleBulk({
    environment: {
      AWS_LAMBDA_FUNCTION_NAME: INSTANCE,
      SOURCE: 'zoom-ai-metrics',
      PSOXY_SALT: SALT,
      INPUT_BUCKET: 'in',
      OUTPUT_BUCKET: 'out',
      COMPRESS_OUTPUT_ALWAYS: 'false',
      ...environment,
    },
    openStores: () => ({ parameters: () => Promise.resolve(new Map()), secrets: undefined }),
    files: createS3Store({ endpoint, region, credentials, pauseMs: 0, stallMs: 200 }),
    readRulesObject: () => Promise.resolve(undefined),
    readShippedRules: (name) => (name === 'zoom-ai-metrics' ? { text: ZOOM_AI_RULES } : undefined),
    clock: () => Date.now(),
    wait: (ms, signal) => setTimeout(ms, undefined, { signal }),
    writeLine: (line) => lines.push(JSON.parse(line) as Line),
    ...parts,
  });
  const handler = createBulkHandler(runner);
  const reports = (): readonly Line[] => lines.filter(({ event }) => event === 'bulk.file');
  return {
    invoke: (event, remainingMs = () => 900_000) =>
      handler(event, { awsRequestId: 'request-1', getRemainingTimeInMillis: remainingMs }),
    lines,
    reports,
    outcomes: () =>
      reports().map(({ outcome, code }) =>
        [outcome, code].filter((word) => typeof word === 'string').join(':'),
      ),
    metric: (name) => lines.flatMap((line) => metricIn(line, name)),
  };
}

/** One line of the embedded metric format. */
interface MetricLine extends Line {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
}

/** The value of a metric, with that of its own dimension, if it has one. */
function metricIn(line: Line, name: string): readonly (readonly [string, unknown])[] {
  if (!isMetricLine(line)) return [];
  return line._aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) => {
    const dimension = line[Dimensions[0]?.[1] ?? ''];
    return Metrics.filter((metric) => metric.Name === name).map(
      () => [typeof dimension === 'string' ? dimension : '', line[name]] as const,
    );
  });
}

function isMetricLine(line: Line): line is MetricLine {
  return '_aws' in line;
}

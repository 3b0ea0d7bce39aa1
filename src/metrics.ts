/** Metrics as log lines that CloudWatch reads. Source: CloudWatch embedded metric format. */

export type MetricUnit = 'Count' | 'Milliseconds' | 'Bytes' | 'Megabytes/Second';

export interface Metric {
  readonly name: string;
  readonly unit: MetricUnit;
  readonly value: number;
  /** One dimension of a closed set of values, besides the function's name. */
  readonly dimension?: { readonly name: string; readonly value: string };
}

export interface MetricsParts {
  readonly writeLine: (line: string) => void;
  readonly clock: () => number;
  readonly functionName: string;
}

export type WriteMetrics = (metrics: readonly Metric[]) => void;

/** One line for all metrics whose dimensions agree, and one more for each further value of a dimension. */
export function createMetrics({ writeLine, clock, functionName }: MetricsParts): WriteMetrics {
  return (metrics) => {
    for (const group of groupsOf(metrics)) {
      const dimensions = new Map(
        group.flatMap(({ dimension }) =>
          dimension === undefined ? [] : [[dimension.name, dimension.value] as const],
        ),
      );
      const directives = group.map(({ name, unit, dimension }) => ({
        Namespace: 'Scrim',
        Dimensions: [['Function', ...(dimension === undefined ? [] : [dimension.name])]],
        Metrics: [{ Name: name, Unit: unit }],
      }));
      writeLine(
        JSON.stringify({
          _aws: { Timestamp: clock(), CloudWatchMetrics: directives },
          Function: functionName,
          ...Object.fromEntries(dimensions),
          ...Object.fromEntries(group.map(({ name, value }) => [name, value])),
        }),
      );
    }
  };
}

/** A line has one value for each metric name and each dimension name. */
function groupsOf(metrics: readonly Metric[]): readonly (readonly Metric[])[] {
  const groups: Metric[][] = [];
  for (const metric of metrics) {
    const fits = groups.find((group) => group.every((other) => canShareLine(metric, other)));
    if (fits === undefined) groups.push([metric]);
    else fits.push(metric);
  }
  return groups;
}

function canShareLine(one: Metric, other: Metric): boolean {
  const areDimensionsEqual =
    one.dimension?.name !== other.dimension?.name ||
    one.dimension?.value === other.dimension?.value;
  return one.name !== other.name && areDimensionsEqual;
}

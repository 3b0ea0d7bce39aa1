import { bulkRemedies } from './bulk-remedies.ts';
import type { FileReport } from '../bulk/report.ts';

/** A run report for people: how it ended, what became of each column, what to look at. */
export function describeReport(report: FileReport): string {
  const { outcome, code, reason, columns, leakGuard, warnings } = report;
  const lines = [
    ...(code === null
      ? [headline(report)]
      : [`${outcome}: ${code}: ${reason ?? ''}${placeOf(report)}`, bulkRemedies[code].remedy]),
    ...(columns === null ? [] : columnLines(columns)),
    ...(leakGuard.hits === 0 ? [] : [leakLine(leakGuard)]),
    ...warnings.map((warning) => `warning: ${warning}`),
  ];
  return `${lines.join('\n')}\n`;
}

function headline({ outcome, rows, bytes, durationMs, mbPerSecond, padded }: FileReport): string {
  if (outcome !== 'written') return outcome;
  return [
    `${outcome}: ${countRows(rows.out)}`,
    `${megabytes(bytes.in)} in, ${megabytes(bytes.out)} out`,
    `${(durationMs / 1000).toFixed(1)} s, ${mbPerSecond.toFixed(1)} MB/s`,
    ...(padded === 0 ? [] : [`${countRows(padded)} shorter than the header`]),
  ].join(' · ');
}

function countRows(count: number): string {
  return `${count.toLocaleString('en')} row${count === 1 ? '' : 's'}`;
}

function megabytes(byteLength: number): string {
  return `${(byteLength / 1e6).toFixed(1)} MB`;
}

function placeOf({ error }: FileReport): string {
  const place = [
    ...(error?.row === undefined ? [] : [`row ${String(error.row)}`]),
    ...(error?.line === undefined ? [] : [`line ${String(error.line)}`]),
    ...(error?.byteOffset === undefined ? [] : [`byte ${String(error.byteOffset)}`]),
  ];
  return place.length === 0 ? '' : ` (${place.join(', ')})`;
}

function columnLines(columns: NonNullable<FileReport['columns']>): readonly string[] {
  const lists = [
    ['pseudonymized', columns.pseudonymized],
    ['kept', columns.kept],
    ['derived', columns.derived],
    ['dropped', columns.dropped],
  ] as const;
  return [
    ...lists.flatMap(([fate, names]) =>
      names.length === 0 ? [] : [`${fate.padEnd(14)}${names.join(', ')}`],
    ),
    ...(columns.unnamed === 0 ? [] : [`dropped       ${String(columns.unnamed)} without a name`]),
  ];
}

function leakLine({ hits, columns }: FileReport['leakGuard']): string {
  const places = Object.entries(columns).map(([name, count]) => `${name} (${String(count)})`);
  return `leak guard: ${String(hits)} kept texts held an address and were emptied: ${places.join(', ')}`;
}

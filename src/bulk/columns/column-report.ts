import type { ColumnReport } from '../report.ts';
import type { FileColumn, Header } from './header.ts';
import type { OutputColumn, PlannedColumn } from './column-plan.ts';

interface Planned {
  readonly planned: readonly PlannedColumn[];
  readonly derived: readonly OutputColumn[];
  readonly header: Header;
  /** Columns that no rule names. */
  readonly unlisted: readonly FileColumn[];
  readonly absent: readonly string[];
}

/** The plan in names; a pseudonymized derived column stands in both lists, as does one in place. */
export function toColumnReport(plan: Planned): ColumnReport {
  const { planned, derived, header, unlisted, absent } = plan;
  const shownOf = (column: OutputColumn | undefined): readonly string[] =>
    column === undefined ? [] : [column.shown];
  const ofFate = (fate: PlannedColumn['fate']): readonly PlannedColumn[] =>
    planned.filter((one) => one.fate === fate);
  return {
    kept: ofFate('kept').flatMap(({ output }) => shownOf(output)),
    pseudonymized: [
      ...ofFate('pseudonymized').flatMap(({ output }) => shownOf(output)),
      ...derived.filter(({ isPseudonymized }) => isPseudonymized).flatMap(shownOf),
    ],
    dropped: ofFate('dropped').map(({ column }) => column.shown),
    derived: [
      ...planned
        .filter(({ isTransformed }) => isTransformed)
        .flatMap(({ output }) => shownOf(output)),
      ...derived.flatMap(shownOf),
    ],
    unlisted: unlisted.map(({ shown }) => shown),
    unnamed: header.unnamedCount,
    missing: absent,
  };
}

/** The counts of a plan for object metadata: `kept=2;pseudonymized=2;dropped=1;unnamed=1`. */
export function columnCounts({ kept, pseudonymized, dropped, unnamed }: ColumnReport): string {
  return [
    `kept=${String(kept.length)}`,
    `pseudonymized=${String(pseudonymized.length)}`,
    `dropped=${String(dropped.length)}`,
    `unnamed=${String(unnamed)}`,
  ].join(';');
}

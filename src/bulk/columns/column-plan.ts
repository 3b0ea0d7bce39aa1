import type { PipelineStep } from '../../rules/bulk/document.ts';
import type { ColumnReport } from '../report.ts';
import type { FileColumn } from './header.ts';

/** What is written in one column, and from which cell of the source. */
export interface OutputColumn {
  readonly sourceIndex: number;
  readonly name: string;
  /** As reports may show it. */
  readonly shown: string;
  readonly steps: readonly PipelineStep[];
  /** By a list or by its steps. */
  readonly isPseudonymized: boolean;
}

export interface ColumnPlan {
  readonly columns: readonly OutputColumn[];
  /** Cells of a full row. */
  readonly width: number;
  readonly report: ColumnReport;
  readonly warnings: readonly string[];
}

/** The column of the file that a name of the rules means. */
export type FindColumn = (name: string) => FileColumn | undefined;

export type Fate = 'kept' | 'pseudonymized' | 'dropped';

export interface PlannedColumn {
  readonly column: FileColumn;
  readonly fate: Fate;
  /** What is written in its place; undefined if it is dropped. */
  readonly output: OutputColumn | undefined;
  readonly isTransformed: boolean;
}

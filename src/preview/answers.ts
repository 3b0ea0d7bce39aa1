import type { Fate } from '../report/fate.ts';
import type { ShortAnswer } from '../report/short-answers.ts';
import type { PreviewField } from './field-places.ts';
import type { PackedRows } from './packed-rows.ts';

/** What the server answers to each question of the page. */
export interface Answers {
  readonly start: Start;
  readonly rules: RulesAnswer;
  readonly example: { readonly text: string };
  readonly sanitize: Comparison;
  readonly line: LineAnswer;
}

/** What there is to choose from. */
export interface Start {
  readonly rules: readonly string[];
  readonly examples: readonly {
    readonly name: string;
    readonly rules: string;
    readonly endpoint: string;
  }[];
  /** A sentence for each fate. */
  readonly fates: Readonly<Record<Fate, string>>;
}

export type RulesAnswer =
  | {
      readonly kind: 'problems';
      readonly text: string;
      readonly findings: readonly Finding[];
    }
  | {
      readonly kind: 'rules';
      readonly text: string;
      readonly sha: string;
      /** Warnings. */
      readonly findings: readonly Finding[];
      readonly endpoints: readonly { readonly id: string; readonly path: string }[];
      readonly answers: readonly ShortAnswer[];
      readonly fields: readonly ListedField[];
      /** Against the rules as they are. */
      readonly changes: readonly Change[];
    };

export interface Finding {
  readonly line: number;
  readonly column: number;
  /** With the source line and a caret. */
  readonly text: string;
}

export interface FateShown {
  readonly fate: Fate;
  readonly label: string;
}

export interface ListedField extends FateShown {
  readonly endpoint: string;
  readonly path: string;
  readonly line: number;
}

/** A field that becomes more or less visible. */
export interface Change {
  readonly endpoint: string;
  readonly path: string;
  readonly change: 'more' | 'less';
  readonly from: FateShown;
  readonly to: FateShown;
}

/** A document or file beside what leaves of it. */
export type Comparison =
  | {
      readonly kind: 'rows';
      readonly rows: PackedRows;
      readonly fields: readonly PreviewField[];
      /** What else a reader should know. */
      readonly notes: readonly string[];
    }
  /** Nothing would leave; what to do about it. */
  | { readonly kind: 'refused'; readonly message: string };

export interface LineAnswer {
  readonly source: string;
  /** Whether the rules would still be rules without it. */
  readonly isLoadable: boolean;
  readonly changes: readonly Change[];
}

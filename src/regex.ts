/** A regex from the rules: linear time where the syntax allows (`linear`), capped native otherwise (`native`). */
export interface Regex {
  readonly source: string;
  readonly engine: 'linear' | 'native';
  /** Number of capturing groups. */
  readonly groupCount: number;
  /** Native only: texts longer than this many UTF-16 units are not tried. */
  readonly maxLength: number | undefined;
  /** Whole-text match. Undefined: the text is too long to be tried. */
  matchesWhole(text: string): boolean | undefined;
  /** Groups of a whole-text match by number and name (unmatched: undefined); undefined when there is no match or the text is too long. */
  matchWhole(text: string): RegexMatch | undefined;
  /** All matches from left to right, empty ones left out unless they are asked for; undefined when the text is too long to be tried. */
  findAll(text: string, options?: FindOptions): readonly RegexMatch[] | undefined;
}

export interface FindOptions {
  readonly keepEmpty: boolean;
}

export interface RegexMatch {
  readonly start: number;
  readonly end: number;
  /** `groups[0]` is the whole match. Spans in UTF-16 units. */
  readonly groups: readonly (RegexSpan | undefined)[];
  readonly named: ReadonlyMap<string, RegexSpan>;
}

export interface RegexSpan {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

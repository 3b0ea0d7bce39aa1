/** One parameter of a query, percent-decoded; `value` is undefined where there was no `=`. */
export interface QueryParameter {
  readonly name: string;
  readonly value: string | undefined;
}

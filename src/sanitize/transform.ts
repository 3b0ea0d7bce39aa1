import type { JsonPath } from '../json-path/json-path.ts';
import type { Position } from './schema.ts';

/** One entry of `transforms` after checking: a member of the table in transforms/index.ts, its paths and its checked options. */
export interface TransformRule {
  readonly kind: string;
  readonly paths: readonly { readonly path: JsonPath; readonly position: Position }[];
  readonly applyOnlyWhen: JsonPath | undefined;
  /** Checked against the option table of the kind: regexes compiled, paths parsed, defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly position: Position;
}

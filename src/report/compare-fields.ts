import { isCovered, type Admitted } from './admitted.ts';
import { visibility, type CertainFate } from './fate.ts';
import type { FieldFate } from './field-fate.ts';

/** What has to be known of a field to compare it. */
export type FieldView = Pick<FieldFate, 'fate' | 'line' | 'outcomes' | 'admitted' | 'effects'>;

export interface FieldChange {
  readonly change: 'more' | 'less';
  /** What tells the two apart. */
  readonly by: 'fate' | 'values' | 'options';
}

/**
 * Compares what becomes of a field before and after; several views are endpoints among which a
 * caller may choose, none is an endpoint that is not allowed. Undefined: nothing more, nothing less.
 *
 * Privacy: what cannot be shown to be narrower counts as more visible, such as another pattern or
 * another condition.
 */
export function compareFields(
  before: readonly FieldView[],
  after: readonly FieldView[],
): FieldChange | undefined {
  const top = topOf(after);
  const order = Math.sign(top - topOf(before));
  if (order !== 0) return { change: order > 0 ? 'more' : 'less', by: 'fate' };
  return top === 0 ? undefined : compareTops(withTop(before, top), withTop(after, top), top);
}

function withTop(views: readonly FieldView[], top: number): readonly FieldView[] {
  return views.filter((view) => topOf([view]) === top);
}

/** Compares views of which the same may be seen at most. */
function compareTops(
  before: readonly FieldView[],
  after: readonly FieldView[],
  top: number,
): FieldChange | undefined {
  const byFate = compareCertainty(before, after);
  if (byFate !== undefined) return { change: byFate, by: 'fate' };
  if (!optionsOf(after).isSubsetOf(optionsOf(before))) return { change: 'more', by: 'options' };
  if (!SHOWS_VALUES.some((fate) => visibility(fate) === top)) return undefined;
  const byValues = compareValues(admittedOf(before), admittedOf(after));
  return byValues && { change: byValues, by: 'values' };
}

/** The most that may be seen. */
export function topOf(views: readonly FieldView[]): number {
  return Math.max(0, ...views.flatMap(({ outcomes }) => outcomes.map(visibility)));
}

/** Fates under which values, or parts of them, leave as they are. */
const SHOWS_VALUES = ['keep', 'keep-enum', 'partial'] as const satisfies readonly CertainFate[];

/** Whether what is sometimes less is now always the most, or the other way round. */
function compareCertainty(
  before: readonly FieldView[],
  after: readonly FieldView[],
): FieldChange['change'] | undefined {
  const [was, is] = [before, after].map((views) =>
    views.some(({ fate }) => fate !== 'conditional'),
  );
  if (was === is) return undefined;
  return is === true ? 'more' : 'less';
}

/** What transforms do, each with its options, and its condition where there is one. */
function optionsOf(views: readonly FieldView[]): ReadonlySet<string> {
  return new Set(
    views.map(({ effects }) =>
      JSON.stringify(
        effects.map(({ rule, path, isCertain }) => [
          rule.kind,
          optionTexts(rule.options),
          isCertain ? '' : [path.text, rule.applyOnlyWhen?.text],
        ]),
      ),
    ),
  );
}

/** Options as text: regexes and paths by what the rules say. */
function optionTexts(options: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(options, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('source' in value) return value.source;
    return 'steps' in value && 'text' in value ? value.text : value;
  });
}

function admittedOf(views: readonly FieldView[]): readonly Admitted[] {
  return views.flatMap(({ admitted }) => admitted);
}

function compareValues(
  before: readonly Admitted[],
  after: readonly Admitted[],
): FieldChange['change'] | undefined {
  if (!after.every((one) => isCovered(one, before))) return 'more';
  return before.every((one) => isCovered(one, after)) ? undefined : 'less';
}

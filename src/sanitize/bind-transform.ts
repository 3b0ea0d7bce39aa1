import { ExactNumber, spelledNumber, type JsonValue } from '../json.ts';
import type { SanitizeRun } from './sanitize-run.ts';
import type { SanitizeTools } from './sanitizer.ts';
import type { TransformRule } from './transform.ts';
import type { ValueTransform } from './transforms/definition.ts';
import { transforms } from './transforms/index.ts';

/** The transform of one entry of `transforms`, with its options. */
export function bindTransform(rule: TransformRule, tools: SanitizeTools): ValueTransform {
  const definition = new Map(Object.entries(transforms)).get(rule.kind);
  if (definition === undefined) throw new Error('the rules were not checked: unknown transform');
  return definition.compile(rule.options, tools);
}

/** The run at hand, and the nearest property name on the way to the value. */
export interface Around {
  readonly run: SanitizeRun;
  readonly name: string;
}

/** What a transform makes of a value; undefined: it has to go, and is remembered. */
export function transformValue(
  value: JsonValue,
  transform: ValueTransform,
  around: Around,
): JsonValue | undefined {
  const { run } = around;
  const result = transform.apply(value, run.clearTexts);
  if (result === undefined) rememberGone(value, transform, around);
  else if (result !== value && result !== null && transform.isPseudonymization) {
    run.pseudonymized += 1;
  }
  return result;
}

/** Privacy: what a transform removed must not be found elsewhere in the document. */
function rememberGone(value: JsonValue, transform: ValueTransform, { run, name }: Around): void {
  if (transform.isPseudonymization) {
    const isNumber = typeof value === 'number' || value instanceof ExactNumber;
    if (typeof value === 'string' || isNumber) {
      run.clearTexts.remember(isNumber ? spelledNumber(value) : value);
    }
  }
  run.clearTexts.rememberRemoved(value, name);
}

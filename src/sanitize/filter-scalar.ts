// Hot loop: these closures see every scalar of every answer.
import { ExactNumber, type JsonScalar } from '../json.ts';
import { hasFormat } from './formats.ts';
import { hidesSpelling, toInteger } from './integers.ts';
import type { SanitizeRun } from './sanitize-run.ts';
import type { Scalar, TypeName, ValueNode } from './schema.ts';

/** What a schema node makes of a scalar; undefined: it does not fit (the run says why). */
export type ScalarFilter = (value: JsonScalar, run: SanitizeRun) => JsonScalar | undefined;

export function scalarFilter(node: ValueNode): ScalarFilter {
  const fit = fitTypes(node.types);
  const meets = compileConstraints(node);
  const isBounded =
    node.values !== undefined || node.format === 'date' || node.format === 'date-time';
  return (value, run) => {
    const fitting = fit(value, run);
    if (fitting === undefined || !meets(fitting)) {
      run.refusal = fitting === undefined ? 'type_mismatch' : 'constraint';
      return undefined;
    }
    run.kept += 1;
    run.isExempt = isBounded;
    return fitting;
  };
}

function fitTypes(types: ValueNode['types']): ScalarFilter {
  if (types === undefined) return (value) => value;
  const fits = types.map((type) => FIT[type]);
  const [first] = fits;
  if (first !== undefined && fits.length === 1) return first;
  return (value, run) => {
    for (const fit of fits) {
      const result = fit(value, run);
      if (result !== undefined) return result;
    }
    return undefined;
  };
}

const FIT: Readonly<Record<TypeName, ScalarFilter>> = {
  string: (value) => (typeof value === 'string' ? value : undefined),
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  number: (value) =>
    typeof value === 'number' || value instanceof ExactNumber ? value : undefined,
  integer: (value, run) => {
    if (typeof value === 'number' && hidesSpelling(value)) run.needsSpelling = true;
    return toInteger(value);
  },
  null: () => undefined,
  object: () => undefined,
  array: () => undefined,
};

type Constraint = (value: JsonScalar) => boolean;

function compileConstraints(node: ValueNode): Constraint {
  const { values, format, pattern, maxLength } = node;
  const constraints: Constraint[] = [];
  const ofText = (holds: (text: string) => boolean): void => {
    constraints.push((value) => typeof value !== 'string' || holds(value));
  };
  if (values !== undefined) constraints.push(isOneOf(values));
  if (format !== undefined) ofText((text) => hasFormat(text, format));
  if (maxLength !== undefined) ofText((text) => isAtMost(text, maxLength));
  if (pattern !== undefined) ofText((text) => pattern.matchesWhole(text) === true);
  const [only] = constraints;
  if (only === undefined) return () => true;
  return constraints.length === 1 ? only : (value) => constraints.every((holds) => holds(value));
}

/** Equal in type and value; numbers by value, so `1` is `1.0`. */
function isOneOf(values: readonly Scalar[]): Constraint {
  const listed: ReadonlySet<unknown> = new Set(values);
  return (value) => listed.has(value instanceof ExactNumber ? Number(value.text) : value);
}

/** At most so many code points; a code point has one or two code units. */
function isAtMost(text: string, maxLength: number): boolean {
  if (text.length <= maxLength) return true;
  return text.length <= 2 * maxLength && [...text].length <= maxLength;
}

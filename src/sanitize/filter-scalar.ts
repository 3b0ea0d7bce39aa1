// Hot loop: these closures see every scalar of every answer.
import { ExactNumber, type JsonScalar } from '../json.ts';
import type { NodeFilter } from './filter-containers.ts';
import { hasFormat } from './formats.ts';
import { hidesSpelling, toInteger } from './integers.ts';
import type { SanitizeRun } from './sanitize-run.ts';
import type { RemovalReason } from './sanitizer.ts';
import type { Scalar, TypeName, ValueNode } from './schema.ts';

type FitScalar = (value: JsonScalar, run: SanitizeRun) => JsonScalar | undefined;

/** What a node makes of a value that is no object or array it declares; undefined: it does not fit (the run says why). */
export function scalarFilter(node: ValueNode): NodeFilter['apply'] {
  const isBounded =
    node.values !== undefined || node.format === 'date' || node.format === 'date-time';
  const meets = compileConstraints(node);
  if (node.types?.length === 1 && node.types[0] === 'string') return textFilter(meets, isBounded);
  const fit = fitTypes(node.types);
  return (value, run) => {
    if (value === null) return null;
    const isScalar = typeof value !== 'object' || value instanceof ExactNumber;
    const fitting = isScalar ? fit(value, run) : undefined;
    if (fitting === undefined) return refuse(run, 'type_mismatch');
    if (meets?.(fitting) === false) return refuse(run, 'constraint');
    run.kept += 1;
    run.isExempt = isBounded;
    return fitting;
  };
}

/** Most values are texts. */
function textFilter(meets: Constraint | undefined, isBounded: boolean): NodeFilter['apply'] {
  return (value, run) => {
    if (typeof value !== 'string') return value === null ? null : refuse(run, 'type_mismatch');
    if (meets?.(value) === false) return refuse(run, 'constraint');
    run.kept += 1;
    run.isExempt = isBounded;
    return value;
  };
}

function refuse(run: SanitizeRun, reason: RemovalReason): undefined {
  run.refusal = reason;
  return undefined;
}

function fitTypes(types: ValueNode['types']): FitScalar {
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

const FIT: Readonly<Record<TypeName, FitScalar>> = {
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

/** Undefined where any value of the type will do. */
function compileConstraints(node: ValueNode): Constraint | undefined {
  const { values, format, pattern, maxLength } = node;
  const constraints: Constraint[] = [];
  const ofText = (holds: (text: string) => boolean): void => {
    constraints.push((value) => typeof value !== 'string' || holds(value));
  };
  if (values !== undefined) constraints.push(isOneOf(values));
  if (format !== undefined) ofText((text) => hasFormat(text, format));
  if (maxLength !== undefined) ofText((text) => isAtMost(text, maxLength));
  if (pattern !== undefined) ofText((text) => pattern.matchesWhole(text) === true);
  if (constraints.length <= 1) return constraints[0];
  return (value) => constraints.every((holds) => holds(value));
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

import { ExactNumber, isJsonObject, spelledNumber, type JsonValue } from '../json.ts';
import type { Expression, Operand, PathOperand } from './json-path.ts';

/** Whether a filter holds for a value. Rules: docs/rules.md, "Filters". */
export type Holds = (value: JsonValue) => boolean;

/** A missing operand is undefined; containers equal nothing. */
type Read = (value: JsonValue) => JsonValue | undefined;

export function compileExpression(expression: Expression): Holds {
  switch (expression.kind) {
    case 'or': {
      const terms = expression.terms.map(compileExpression);
      return (value) => terms.some((holds) => holds(value));
    }
    case 'and': {
      const terms = expression.terms.map(compileExpression);
      return (value) => terms.every((holds) => holds(value));
    }
    case 'not': {
      const holds = compileExpression(expression.term);
      return (value) => !holds(value);
    }
    case 'exists': {
      const read = compileOperand(expression.operand);
      return (value) => read(value) !== undefined;
    }
    case 'in': {
      const { list, negated } = expression;
      const read = compileOperand(expression.operand);
      return (value) => list.some((member) => areEqual(read(value), member)) !== negated;
    }
    case 'matches': {
      const read = compileOperand(expression.operand);
      return (value) => expression.regex.matchesWhole(operandText(read(value))) === true;
    }
    case 'compare':
      return compileComparison(expression);
    default:
      return expression satisfies never;
  }
}

function compileComparison(expression: Extract<Expression, { kind: 'compare' }>): Holds {
  const left = compileOperand(expression.left);
  const right = compileOperand(expression.right);
  switch (expression.operator) {
    case '==':
      return (value) => areEqual(left(value), right(value));
    case '!=':
      return (value) => !areEqual(left(value), right(value));
    case '<':
      return (value) => areOrdered(left(value), right(value), (order) => order < 0);
    case '<=':
      return (value) => areOrdered(left(value), right(value), (order) => order <= 0);
    case '>':
      return (value) => areOrdered(left(value), right(value), (order) => order > 0);
    case '>=':
      return (value) => areOrdered(left(value), right(value), (order) => order >= 0);
    default:
      return expression.operator satisfies never;
  }
}

function compileOperand(operand: Operand | PathOperand): Read {
  if (operand.kind === 'literal') return () => operand.value;
  const { steps } = operand;
  return (value) => {
    let now: JsonValue | undefined = value;
    for (const step of steps) {
      if (typeof step === 'number') now = Array.isArray(now) ? now.at(step) : undefined;
      else now = isJsonObject(now) && Object.hasOwn(now, step) ? now[step] : undefined;
    }
    return now;
  };
}

const NUMBER_TEXT = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function numberOf(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return value instanceof ExactNumber ? Number(value.text) : undefined;
}

function areEqual(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  const [left, right] = [numberOf(one), numberOf(other)];
  if (left !== undefined && right !== undefined) return left === right;
  if (left !== undefined) return equalsText(left, other);
  if (right !== undefined) return equalsText(right, one);
  if (typeof one === 'object' && one !== null) return false;
  return one !== undefined && one === other;
}

/** A number and a string are equal if the string is that number's text: `1`, `"1"`, `"1.0"`. */
function equalsText(number: number, text: JsonValue | undefined): boolean {
  return typeof text === 'string' && NUMBER_TEXT.test(text) && Number(text) === number;
}

function areOrdered(
  one: JsonValue | undefined,
  other: JsonValue | undefined,
  fits: (order: number) => boolean,
): boolean {
  const [left, right] = [numberOf(one), numberOf(other)];
  if (left !== undefined && right !== undefined) return fits(left - right);
  if (typeof one !== 'string' || typeof other !== 'string') return false;
  return fits(one < other ? -1 : Number(one > other));
}

/** The text of a scalar in a filter; containers, null and missing values have the empty text. */
function operandText(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || value instanceof ExactNumber) return spelledNumber(value);
  return typeof value === 'boolean' ? String(value) : '';
}

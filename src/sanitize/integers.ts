import { ExactNumber, type JsonScalar } from '../json.ts';

/**
 * The value as an integer, or undefined. Written without fraction and exponent it is kept exactly,
 * whatever its size; otherwise as plain digits, if the double it reads as is whole and at most 2^53 − 1.
 */
export function toInteger(value: JsonScalar): number | ExactNumber | undefined {
  if (typeof value === 'number') {
    return Number.isInteger(value) && Math.abs(value) < 1e21 ? value : undefined;
  }
  if (!(value instanceof ExactNumber)) return undefined;
  if (/^-?\d+$/.test(value.text)) return value;
  const double = Number(value.text);
  return Number.isSafeInteger(double) ? double + 0 : undefined;
}

/** True for a double that several spellings of an integer read as: beyond 2^53 − 1, or minus zero. */
export function hidesSpelling(value: number): boolean {
  return Math.abs(value) > Number.MAX_SAFE_INTEGER || Object.is(value, -0);
}

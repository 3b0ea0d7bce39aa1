import { ExactNumber, type JsonValue } from '../json.ts';

/**
 * The value as an integer, or undefined. Written without fraction and exponent it is kept exactly,
 * whatever its size; otherwise as plain digits, if it is whole and at most 2^53 − 1.
 */
export function toInteger(value: JsonValue): number | ExactNumber | undefined {
  if (typeof value === 'number') {
    return Number.isInteger(value) && Math.abs(value) < 1e21 ? value : undefined;
  }
  if (!(value instanceof ExactNumber)) return undefined;
  if (/^-?\d+$/.test(value.text)) return value;
  if (!isWhole(value.text)) return undefined;
  const number = Number(value.text);
  return Number.isSafeInteger(number) ? number + 0 : undefined;
}

/** Whether a decimal text has no digits after the point once its exponent is applied. */
function isWhole(text: string): boolean {
  const [, whole = '', fraction = '', exponent = '0'] =
    /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const shift = Number(exponent);
  const significantFraction = fraction.replace(/0+$/, '').length;
  if (significantFraction > 0) return shift >= significantFraction;
  const trailingZeros = /^0+$/.test(whole) ? Infinity : (/0*$/.exec(whole)?.[0].length ?? 0);
  return shift >= -trailingZeros;
}

import * as z from 'zod/mini';

/**
 * Where a setting may stand. *env*: the environment only. *config*: environment, then parameter
 * store. *secret*: environment, then secret store.
 */
export type SettingKind = 'env' | 'config' | 'secret';

/** One row of the table of settings. */
export interface SettingDefinition {
  readonly kind: SettingKind;
  readonly meaning: string;
  /** What a wrong value should have been; shown instead of the value. */
  readonly expected?: string;
  /** Text as written → value; undefined if it is wrong. Absent: the text itself. */
  readonly parse?: (text: string) => unknown;
  /** The text that stands in where nothing is set. */
  readonly fallback?: string;
  readonly functions: readonly ('api' | 'bulk')[];
  readonly isRequired?: true;
}

const BOOLEANS = new Map([
  ['true', true],
  ['false', false],
]);
const toBoolean = (text: string): boolean | undefined => BOOLEANS.get(text.toLowerCase());

const POSITIVE = z.string().check(z.regex(/^[1-9][0-9]{0,5}$/));
const toPositive = (text: string): number | undefined =>
  POSITIVE.safeParse(text).success ? Number(text) : undefined;

export const oneOf =
  <const T extends string>(...values: readonly T[]) =>
  (text: string): T | undefined =>
    values.find((value) => value === text);

export const oneOfAnyCase =
  <const T extends string>(...values: readonly T[]) =>
  (text: string): T | undefined =>
    values.find((value) => value === text.toUpperCase());

export const boolean = { parse: toBoolean, expected: 'true or false' } as const;
export const positive = { parse: toPositive, expected: 'a positive integer' } as const;

/** An integer of a range, both ends included. */
export function integerFrom(
  least: number,
  most: number,
): { readonly parse: (text: string) => number | undefined; readonly expected: string } {
  return {
    parse: (text) => {
      const value = Number(text);
      return /^[0-9]{1,16}$/.test(text) && value >= least && value <= most ? value : undefined;
    },
    expected: `an integer from ${String(least)} to ${String(most)}`,
  };
}

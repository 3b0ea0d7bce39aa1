import { hasFormat } from '../sanitize/formats.ts';
import type { ParameterFormat, ParameterSchema } from './document.ts';

const PSEUDONYM = /^p~[A-Za-z0-9_-]{43,}(?:@(?:[eh]~[A-Za-z0-9_-]*|[A-Za-z0-9.-]+))?$/;
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/** Whether a decoded parameter value meets its schema; no value always does. */
export function acceptsParameter(value: string | undefined, schema: ParameterSchema): boolean {
  if (value === undefined) return true;
  return (
    fitsType(value, schema.type) &&
    fitsFormat(value, schema.format) &&
    (schema.pattern === undefined || schema.pattern.matchesWhole(value) === true) &&
    (schema.values === undefined || schema.values.includes(value)) &&
    (schema.anyOf === undefined || schema.anyOf.some((one) => acceptsParameter(value, one)))
  );
}

function fitsType(value: string, type: ParameterSchema['type']): boolean {
  if (type === 'integer') return /^[0-9]+$/.test(value.trim());
  return type !== 'number' || NUMBER.test(value);
}

export function fitsFormat(value: string, format: ParameterFormat | undefined): boolean {
  if (format === undefined) return true;
  return format === 'pseudonym' ? PSEUDONYM.test(value) : hasFormat(value, format);
}

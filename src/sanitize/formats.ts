import type { EnforcedFormat } from './schema.ts';

const DAY = '[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])';
const MINUTE = '(?:[01][0-9]|2[0-3]):[0-5][0-9]';
const SECOND = '(?::(?:[0-5][0-9]|60))?';
const FRACTION = '(?:[.,][0-9]{1,9})?';
const ZONE = '(?:[Zz]|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)?';
const US_DAY = '(?:0[1-9]|1[0-2])/(?:0[1-9]|[12][0-9]|3[01])/[0-9]{4}';

/** Each part has a fixed alphabet and length, so matching is linear on the native engine too. */
const PATTERNS: Readonly<Record<EnforcedFormat, RegExp>> = {
  'date-time': new RegExp(
    `^(?:${DAY}(?:[Tt ]${MINUTE}${SECOND}${FRACTION}${ZONE})?|${US_DAY} ${MINUTE}${SECOND})$`,
  ),
  date: new RegExp(`^${DAY}$`),
  uuid: /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/,
};

/** Whether a text has an enforced format; the empty text always passes. */
export function hasFormat(text: string, format: EnforcedFormat): boolean {
  return text === '' || PATTERNS[format].test(text);
}

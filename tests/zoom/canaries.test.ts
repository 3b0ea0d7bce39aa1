import { describe, expect, test } from 'vitest';
import { examplePseudonymizer } from '../support/example-pseudonymizer.ts';
import { inventory, zoomPolicy, type Field } from '../support/zoom.ts';

/*
 * Every field of the inventory is filled with a marked value; what must come out is worked out from
 * the inventory alone, field by field, so that exactly the markers of kept fields come out, each in
 * its own place.
 */

const policy = zoomPolicy();
const pseudonymizer = examplePseudonymizer();

type Json = string | number | boolean | Json[] | { [name: string]: Json };
/** How the fields of one body are filled: texts that fit their list or pattern, or that do not; the first or the last of several types. */
interface Filling {
  readonly text: 'fitting' | 'unfitting' | 'empty';
  readonly type: 'first' | 'last';
  /** Counts up so that every value of a list and every form of a time is tried once. */
  readonly round: number;
}

/** The forms of a time that Zoom writes. */
const times = (n: number): readonly string[] => [
  `2026-03-04T05:06:07.${String(n).padStart(6, '0')}Z`,
  '2026-03-04 05:06:07',
  '2026-03-04',
  '03/04/2026 05:06',
  '03/04/2026 05:06:07 PM',
  '2026-03-04T05:06:07+0100',
];

/** A text that matches the pattern and holds the number, where the pattern leaves room for it. */
const fittingTexts: Readonly<Record<string, (n: number, round: number) => string>> = {
  zoomUuid: (n) => `canary/${String(n).padStart(4, '0')}+AbCdEfGhIjK==`,
  zoomNumber: (n) => String(90_000_000_000 + n),
  pageToken: (n) => `canary-page-${n}`,
  id64: (n) => `canary-id-${n}`,
  epochMs: (n) => String(1_790_000_000_000 + n),
  digits: (n) => String(7_000_000 + n),
  date: (n) => `2026-03-${String((n % 28) + 1).padStart(2, '0')}`,
  timestamp: (n, round) => times(n)[round % 6] ?? '',
  timezone: (n) => ['Europe/Paris', 'America/Argentina/Buenos_Aires', 'UTC'][n % 3] ?? 'UTC',
  locale: (n) => ['en-US', 'zh-Hant-TW', 'de'][n % 3] ?? 'de',
  country: (n) => ['US', 'PT', 'DK'][n % 3] ?? 'US',
  regionCode: (n) => ['US', 'CNTB', 'HKG'][n % 3] ?? 'US',
  callingCode: (n) => `+${n % 9999}`,
  weekdays: () => '1,3,5',
  languageList: () => 'English,French',
  languageCountryList: () => 'US,FR',
  cluster: (n) => `us${n % 999}`,
  token: (n) => `canary_code_${n}`,
};

function filled(field: Field, n: number, filling: Filling): Json {
  const types = field.type.split('|');
  switch (filling.type === 'first' ? types[0] : types.at(-1)) {
    case 'boolean':
      return n % 2 === 0;
    case 'integer':
      return typeof field.values?.[0] === 'number' ? field.values[0] : 3_000_000 + n;
    case 'number':
      return n + 0.5;
    case 'object':
    case 'unknown':
      return { canary: `Canary ${n}` };
    default:
      return filledText(field, n, filling);
  }
}

function filledText(field: Field, n: number, { text, round }: Filling): string {
  if (text === 'empty') return '';
  const isBounded = field.values !== undefined || field.pattern !== undefined;
  if (isBounded && text === 'unfitting') return `Canary text ${n}`;
  if (field.values !== undefined) return String(field.values[(n + round) % field.values.length]);
  if (field.pattern !== undefined) return fittingTexts[field.pattern]?.(n, round) ?? '';
  if (field.split !== undefined) return `canary${n}a@example.org;canary${n}b@example.net, ${n}c`;
  return field.class === 'email' ? `canary${n}@example.org` : `Canary ${n} text`;
}

/** What must come out; undefined: nothing. */
function expected(field: Field, value: Json): Json | undefined {
  const text = typeof value === 'object' ? '' : String(value);
  switch (field.fate) {
    case 'keep':
    case 'keep-enum':
      return isAllowed(field, value) ? value : undefined;
    case 'pseudonymize':
      return pseudonym(field, text, false);
    case 'pseudonymize-reversible':
      return pseudonym(field, text, true);
    case 'digest':
      return `{"length":${text.length},"word_count":${text.split(' ').filter(Boolean).length}}`;
    default:
      return undefined;
  }
}

function isAllowed({ type, values, pattern }: Field, value: Json): boolean {
  if (typeof value !== 'string') return true;
  if (!type.split('|').includes('string')) return false;
  if (value === '') return true;
  if (values !== undefined) return values.includes(value);
  return pattern !== undefined && new RegExp(inventory.patterns[pattern] ?? '$^').test(value);
}

function pseudonym(field: Field, text: string, includeReversible: boolean): string {
  const separators = field.split ?? '';
  const options = {
    encoding: 'URL_SAFE_TOKEN',
    includeReversible,
    includeOriginal: false,
  } as const;
  const one = (part: string): string =>
    part === '' ? '' : pseudonymizer.pseudonymize(part, options);
  if (separators === '') return one(text);
  return text
    .split(/([;,])/)
    .map((part) => (separators.includes(part) ? part : one(part.trim())))
    .join('');
}

/** `$.a[*].b` is `a`, `*`, `b`. */
const stepsOf = (path: string): readonly string[] =>
  path.replaceAll('[*]', '.*').split('.').slice(1);

interface Place {
  readonly field: Field;
  readonly steps: readonly string[];
}

/** Puts a value at the end of the steps; `*` is the one element of a list. */
function put(root: Json, steps: readonly string[], value: Json | undefined): void {
  let here = root;
  for (const [index, step] of steps.entries()) {
    const isLast = index === steps.length - 1;
    const empty: Json = steps[index + 1] === '*' ? [] : {};
    if (Array.isArray(here)) {
      if (isLast && value === undefined) return;
      here[0] = isLast ? (value ?? '') : (here[0] ?? empty);
      here = here[0];
    } else if (typeof here === 'object') {
      if (isLast && value === undefined) return;
      here[step] = isLast ? (value ?? '') : (here[step] ?? empty);
      here = here[step];
    }
  }
}

/** `authentication_options` is a list in one answer and an object in another: one body for each. */
function shapes(fields: readonly Field[]): readonly (readonly Place[])[] {
  const places = fields.map((field) => ({
    field,
    steps: stepsOf(field.path.replace('$.*', '$.in_meeting')),
  }));
  const isIn = (place: Place, shape: 'list' | 'object'): boolean =>
    place.steps[0] !== 'authentication_options' ||
    place.steps.length === 1 ||
    (place.steps[1] === '*') === (shape === 'list');
  const isAlternative = places.some(({ field }) => field.path === '$.authentication_options[*]');
  const asList = places.filter((place) => isIn(place, 'list'));
  return isAlternative ? [asList, places.filter((place) => isIn(place, 'object'))] : [asList];
}

const ROUNDS = 14;
const fillings: readonly Filling[] = [
  ...Array.from(
    { length: ROUNDS },
    (_, round) => ({ text: 'fitting', type: 'last', round }) as const,
  ),
  { text: 'fitting', type: 'first', round: 0 },
  { text: 'unfitting', type: 'last', round: 0 },
  { text: 'empty', type: 'last', round: 0 },
];
const cases = Object.values(inventory.endpoints).flatMap(({ slug, fields }) =>
  shapes(fields).flatMap((places, shape) =>
    fillings.map((filling) => ({ slug, shape, ...filling, places, filling })),
  ),
);

/** A list always stays a list. */
function lists(places: readonly Place[]): Json {
  const root: Json = {};
  for (const { steps } of places) {
    const last = steps.lastIndexOf('*');
    for (let end = steps.indexOf('*'); end > 0 && end <= last; end = steps.indexOf('*', end + 1)) {
      put(root, steps.slice(0, end), []);
      if (end === last) break;
    }
  }
  return root;
}

describe('exactly the markers of kept fields come out, each in its place', () => {
  test.each(cases)(
    '$slug, shape $shape: $text texts, $type type, round $round',
    ({ slug, places, filling }) => {
      const given: Json = {};
      const wanted: Json = lists(places);
      for (const [n, { field, steps }] of places.entries()) {
        if (field.fate === undefined) continue;
        const value = filled(field, n, filling);
        put(given, steps, value);
        put(wanted, steps, expected(field, value));
      }

      const endpoint = policy.endpoints.find(({ id }) => id === slug);
      const body = endpoint?.sanitize(JSON.stringify(given)).body.text() ?? '';

      expect(withoutEmptyObjects(JSON.parse(body) as Json)).toEqual(withoutEmptyObjects(wanted));
    },
  );
});

/** Whether an object without a kept field stays is not looked at; lists are. */
function withoutEmptyObjects(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutEmptyObjects).filter((one) => !isEmpty(one));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, inner]) => [name, withoutEmptyObjects(inner)] as const)
      .filter(([, inner]) => !isEmpty(inner)),
  );
}

function isEmpty(value: Json): boolean {
  return typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0;
}

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fieldInventories } from '../../src/cli/field-inventories.ts';
import { createDataSheet } from '../../src/report/data-sheet.ts';
import { parseRules } from '../../src/rules/parse-rules.ts';

interface Field {
  readonly path: string;
  readonly type: string;
  readonly class: string;
  readonly fate?: string;
  readonly container?: true;
  readonly required?: true;
}
interface Inventory {
  readonly endpoints: Readonly<
    Record<string, { readonly slug: string; readonly fields: readonly Field[] }>
  >;
}

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const inventory = JSON.parse(read('src/sources/zoom/field-inventory.json')) as Inventory;
const parsed = parseRules(read('rules/zoom.yaml'), { mode: 'strict' });
if (parsed.kind === 'problems') throw new Error('rules/zoom.yaml has problems');
const { endpoints } = parsed.document;
const sheet = createDataSheet(parsed.document, {
  rules: 'rules/zoom.yaml',
  inventories: fieldInventories,
});

test('the shipped rules load without a warning', () => {
  expect(parsed.warnings).toEqual([]);
});

test('the shipped rules allow reading only', () => {
  expect(endpoints.every(({ methods }) => methods.join() === 'GET,HEAD')).toBe(true);
});

test('the inventory has the 1,123 fields of 33 endpoints', () => {
  const leaves = Object.values(inventory.endpoints).flatMap(({ fields }) =>
    fields.filter(({ fate }) => fate !== undefined),
  );
  expect([Object.keys(inventory.endpoints).length, leaves.length]).toEqual([33, 1123]);
});

describe.each(Object.entries(inventory.endpoints))(
  'every field of %s has the fate that was decided',
  (_path, { slug, fields }) => {
    const found = sheet.endpoints.find(({ id }) => id === slug)?.fields;
    const fateOf = (path: string): string | undefined =>
      found?.find((field) => field.path === path)?.fate;
    const leaves = fields.filter(({ fate }) => fate !== undefined);

    test.each(leaves.map((field) => [field.path, field.fate, field] as const))(
      '%s: %s',
      (path, fate, field) => {
        const isBoundedText = fate === 'keep' && field.type.split('|').includes('string');
        expect(fateOf(path)).toBe(isBoundedText ? 'keep-enum' : fate);
      },
    );

    test('and nothing passes that the inventory does not list', () => {
      const listed = new Set(fields.map(({ path }) => path));
      expect(found?.filter(({ path, fate }) => fate !== 'remove' && !listed.has(path))).toEqual([]);
    });
  },
);

import { describe, expect, test } from 'vitest';
import { createDataSheet, type DataSheet } from '../../../src/report/data-sheet.ts';
import { describeField } from '../../../src/report/describe-field.ts';
import { writeSheetHtml } from '../../../src/report/write-html.ts';
import { writeSheetMarkdown } from '../../../src/report/write-markdown.ts';
import { parseRules } from '../../../src/rules/parse-rules.ts';

function sheet(properties: object, transforms: readonly object[] = [], file = 'a.yaml'): DataSheet {
  const responseSchema = { type: 'object', properties };
  const parsed = parseRules(
    JSON.stringify({ endpoints: [{ pathTemplate: '/a', responseSchema, transforms }] }),
    { mode: 'compatible' },
  );
  if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
  return createDataSheet(parsed.document, { rules: file, inventories: [] });
}

describe('a field in words', () => {
  const on = (method: string, options: object = {}): object => ({
    method,
    jsonPaths: ['$.x'],
    ...options,
  });
  const list = Array.from({ length: 20 }, (_, index) => `value ${index}`);

  test.each<[object, readonly object[], string]>([
    [{ type: 'boolean' }, [], 'Leaves as it is: yes or no.'],
    [{ type: ['integer', 'string'] }, [], 'Leaves as it is: text, or a whole number.'],
    [{ type: 'string', maxLength: 9 }, [], 'Leaves as it is: text of at most 9 characters.'],
    [
      { type: 'string', enum: ['all', ''] },
      [],
      'Leaves only as one of: all, an empty text; anything else is removed.',
    ],
    [
      { type: 'string', enum: list },
      [],
      'Leaves only as one of 20 listed values (value 0, value 1, value 2, …); anything else is removed.',
    ],
    [{ type: 'string', format: 'date' }, [], 'Leaves only as a date; anything else is removed.'],
    [
      { type: 'string', pattern: '[a-z]+' },
      [],
      'Leaves only as text of the form `[a-z]+`; anything else is removed.',
    ],
    [
      { type: 'string', pattern: '(?:[a-z)]+)?' },
      [],
      'Leaves only as text of the form `[a-z)]+`, or an empty text; anything else is removed.',
    ],
    [
      { type: 'string', pattern: '(?:a)|(?:b)?' },
      [],
      'Leaves only as text of the form `(?:a)|(?:b)?`; anything else is removed.',
    ],
    [{ type: 'string' }, [on('redact')], 'Removed: by redact.'],
    [
      { type: 'boolean' },
      [on('pseudonymize')],
      'Removed: pseudonymize takes no value of this type.',
    ],
    [{ type: 'object' }, [], 'Removed: the rules let no value through here.'],
    [
      { type: 'string' },
      [on('pseudonymize')],
      'Replaced by a keyed code that cannot be turned back. Equal values get equal codes, so that rows can be joined.',
    ],
    [
      { type: 'string' },
      [on('redact', { applyOnlyWhen: '$.x' })],
      'Depends on the data: kept or removed, as line 1 says: `$.x`.',
    ],
  ])('%j, %j', (schema, transforms, words) => {
    const [field] = sheet({ x: schema }, transforms).endpoints[0]?.fields ?? [];
    expect(field && describeField(field)).toBe(words);
  });
});

describe('rules text in a data sheet', () => {
  const hostile = {
    "<img src=x onerror='alert(1)'>": { type: 'string', pattern: '</code><script>a|b`' },
    '</style>': { type: 'boolean', description: '</script><script>alert(2)</script>' },
  };
  const given = sheet(hostile, [], '"><script>alert(3)</script>.yaml');

  test('is text in HTML', () => {
    const page = writeSheetHtml(given, { style: 'a{}', script: 'b()' });
    expect(page.match(/<script|<style|<img/g)).toEqual(['<style', '<script']);
    expect(page).toContain('&lt;/script&gt;&lt;script&gt;alert(2)');
  });

  test('is text in Markdown', () => {
    const page = writeSheetMarkdown(given);
    expect(page.replaceAll(/`[^`]*`/g, '')).not.toContain('<');
    expect(page.split('`').length % 2).toBe(1);
    // No cell of a table is cut by what the rules say.
    const rows = page.split('\n').filter((line) => line.startsWith('| `$'));
    expect(rows.map((row) => row.match(/(?<!\\)\|/g)?.length)).toEqual([6, 6]);
  });

  test('never ends the style or the script', () => {
    const style = 'a{} </STYLE><script>';
    expect(() => writeSheetHtml(given, { style, script: '' })).toThrow('ends itself');
  });
});

test('a data sheet is the same for the same rules', () => {
  const write = (): string => writeSheetMarkdown(sheet({ x: { type: 'string' } }));
  expect(write()).toBe(write());
});

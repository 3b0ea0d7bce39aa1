import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pages } from '../../scripts/docs/pages.ts';

const read = (file: string): string =>
  readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8');

describe.each(Object.keys(pages))('docs/%s', (file) => {
  test('is what "npm run docs" writes', () => {
    expect(read(file)).toBe(pages[file]?.());
  });

  test('has no link to a heading that is not there', () => {
    const text = read(file);
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    const anchors = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);

    expect(anchors.filter((anchor) => !headings.includes(anchor ?? ''))).toEqual([]);
  });
});

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorsOf, PAGES, readPage, ROOT } from '../support/pages.ts';

interface Link {
  readonly file: string;
  readonly anchor: string | undefined;
}

function linksOf(page: string): readonly Link[] {
  const text = readPage(page).replaceAll(/^```[^]*?^```$/gm, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor] = target.split('#');
      return { file: path === '' ? page : join(dirname(page), path), anchor };
    });
}

test('the pages are more than those in docs/', () => {
  expect(PAGES.length).toBeGreaterThan(10);
});

describe.each(PAGES)('%s', (page) => {
  test('links only to what is there', () => {
    const missing = linksOf(page).filter(({ file }) => !existsSync(join(ROOT, file)));

    expect(missing).toEqual([]);
  });

  test('links only to headings that are there', () => {
    const missing = linksOf(page).filter(
      ({ file, anchor }) =>
        anchor !== undefined && file.endsWith('.md') && !anchorsOf(readPage(file)).has(anchor),
    );

    expect(missing).toEqual([]);
  });
});

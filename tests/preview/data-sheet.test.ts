import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  accessibilityProblems,
  describeInBrowser,
  launchBrowser,
  openPage,
  type WatchedPage,
} from '../support/browser.ts';
import { scrim } from '../support/run-scrim.ts';

interface ReportedField {
  readonly path: string;
  readonly fate: string;
  readonly class: string;
  readonly line: number;
}
interface Report {
  readonly sha: string;
  readonly endpoints: readonly {
    readonly path: string;
    readonly fields: readonly ReportedField[];
  }[];
}

describeInBrowser('the data sheet as an HTML file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scrim-sheet-'));
  const file = join(folder, 'sheet.html');
  let report: Report;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    const words = ['rules', 'report', 'rules/zoom.yaml', '--format'];
    await scrim([...words, 'html', '-o', file]);
    report = JSON.parse((await scrim([...words, 'json'])).stdout) as Report;
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    watched = await openPage(browser, pathToFileURL(file).href);
    page = watched.page;
  });
  afterEach(async () => {
    expect(watched.complaints).toEqual([]);
    expect(watched.requests).toEqual([pathToFileURL(file).href]);
    await watched.close();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  const shownFields = (): Promise<readonly string[]> =>
    page.locator('.fields tbody tr:visible th').allTextContents();
  const search = (words: string): Promise<void> => page.getByLabel('Search').fill(words);
  const badges = (): Promise<readonly string[]> =>
    page.locator('.fields tbody tr:visible .badge').allTextContents();

  test('shows every endpoint and field of the JSON, with its fate and line', async () => {
    const shown = await page.evaluate(() =>
      [...document.querySelectorAll('.endpoint')].map((section) => ({
        path: section.querySelector('h3 code')?.textContent,
        fields: [...section.querySelectorAll('tbody tr')].map((row) => ({
          path: row.querySelector('th')?.textContent,
          fate: row.getAttribute('data-fate'),
          class: row.getAttribute('data-kind'),
          line: Number(row.querySelector('td:last-child')?.textContent),
        })),
      })),
    );
    expect(shown).toHaveLength(33);
    expect(shown.flatMap(({ fields }) => fields)).toHaveLength(1123);
    expect(shown).toEqual(
      report.endpoints.map(({ path, fields }) => ({
        path,
        fields: fields.map((field) => ({
          path: field.path,
          fate: field.fate,
          class: field.class,
          line: field.line,
        })),
      })),
    );
    expect(await page.locator('#rules-sha').textContent()).toBe(report.sha);
  });

  test('sums up what the JSON says', async () => {
    const fates = report.endpoints.flatMap(({ fields }) => fields.map(({ fate }) => fate));
    const count = (...some: readonly string[]): string =>
      String(fates.filter((fate) => some.includes(fate)).length);
    expect(await page.locator('.tile strong').allTextContents()).toEqual([
      count('keep'),
      count('keep-enum'),
      count('pseudonymize', 'pseudonymize-reversible'),
      count('digest'),
      count('remove'),
    ]);

    const sums = await page.locator('.picture tbody td:nth-child(2)').allTextContents();
    expect(sums.reduce((sum, text) => sum + Number(text), 0)).toBe(1123);
  });

  test('answers: is any e-mail kept?', async () => {
    await page.getByLabel('Kind', { exact: true }).selectOption({ label: 'E-mail address (34)' });
    expect(new Set(await badges())).toEqual(new Set(['pseudonymized']));
    expect(await page.getByRole('status').textContent()).toBe('34 of 1,123 fields');
    expect(
      await page.getByText('Is any e-mail address kept?').locator('..').textContent(),
    ).toContain('No. 34 known fields');
  });

  test('answers: what becomes of meeting topics?', async () => {
    await search('topic');
    const fields = await shownFields();
    expect(fields.length).toBeGreaterThan(5);
    expect(fields.filter((field) => !field.includes('topic'))).toEqual([]);
    expect(new Set(await badges())).toEqual(new Set(['removed']));
  });

  test('answers: which fields can be turned back, and by whom?', async () => {
    await page
      .getByLabel('What becomes of it')
      .selectOption({ label: 'pseudonymized, reversible (2)' });
    expect(await shownFields()).toEqual(['$.users[*].id', '$.id']);
    expect(await page.getByRole('status').textContent()).toContain(
      'only your own installation can turn back',
    );
  });

  test('answers: what happens to a field Zoom adds tomorrow?', async () => {
    const question = page.getByText('What becomes of a field that the source adds tomorrow?');
    expect(await question.locator('..').textContent()).toContain('It is removed');
  });

  test('answers: what would removing this line reveal?', async () => {
    await search('block_user_domain_list');
    const row = page.locator('.fields tbody tr:visible');
    expect(await row.textContent()).toMatch(/removed.*by redact.*Without line \d+: kept/s);
  });

  test('combines search, fate, kind and endpoint, and says when nothing fits', async () => {
    await page.getByLabel('Endpoint').selectOption('list-users');
    expect(await page.getByRole('status').textContent()).toBe('35 of 1,123 fields');
    await search('email users');
    expect(await shownFields()).toEqual(['$.users[*].email']);
    await page.getByLabel('What becomes of it').selectOption('remove');
    expect(await shownFields()).toEqual([]);
    expect(await page.getByText('No field fits.').isVisible()).toBe(true);
  });

  test.each([
    ['light', 1280],
    ['dark', 400],
  ] as const)('has no accessibility problem, %s, %s pixels wide', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    // Rows are all alike; of a thousand the checker would need long.
    await page.getByLabel('Endpoint').selectOption('list-users');
    expect(await accessibilityProblems(page)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  });

  test('prints every field on A4, with the hash at the foot of each page', async () => {
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.filters').isVisible()).toBe(false);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.length).toBeGreaterThan(100_000);
  });

  test('shows everything without JavaScript', async () => {
    const plain = await openPage(browser, pathToFileURL(file).href, { javaScriptEnabled: false });
    expect(await plain.page.locator('.fields tbody tr').count()).toBe(1123);
    expect(await plain.page.locator('.filters').isVisible()).toBe(false);
    await plain.close();
  });
});

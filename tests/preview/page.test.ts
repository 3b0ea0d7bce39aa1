import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { participantsPage } from '../../bench/bodies.ts';
import {
  accessibilityProblems,
  describeInBrowser,
  launchBrowser,
  openPage,
  type WatchedPage,
} from '../support/browser.ts';
import { startPreviewServer, type PreviewServer } from '../support/preview-server.ts';

let server: PreviewServer;
let browser: Browser;
let watched: WatchedPage;
let page: Page;

describeInBrowser('the preview page', () => {
  beforeAll(async () => {
    server = await startPreviewServer();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });
  beforeEach(async () => {
    watched = await openPage(browser, `${server.url}/preview/`);
    page = watched.page;
    await line('"email"').first().waitFor();
  });
  afterEach(async () => {
    expect(watched.complaints).toEqual([]);
    expect(
      watched.requests.filter((url) => !/^(?:data:|http:\/\/127\.0\.0\.1:)/.test(url)),
    ).toEqual([]);
    await watched.close();
  });

  const line = (text: string): Locator => page.locator('.line', { hasText: text });
  const why = (): Locator => page.locator('#why');
  const status = (): Locator => page.locator('#status');
  const answerTo = (question: string): Locator =>
    page.locator('.answer', { hasText: question }).locator('dd');
  const choose = async (what: string, option: string): Promise<void> => {
    await page.getByLabel(what, { exact: true }).selectOption(option);
  };
  const paste = (text: string): Promise<void> =>
    page.locator('#body').evaluate((box, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      const event = new ClipboardEvent('paste', { clipboardData, cancelable: true });
      if (box.dispatchEvent(event) && box instanceof HTMLTextAreaElement) {
        box.value = pasted;
        box.dispatchEvent(new Event('input'));
      }
    }, text);
  const pasteOwn = async (text: string): Promise<void> => {
    await choose('Original', '');
    await paste(text);
  };
  const editRules = (from: string, to: string): Promise<void> =>
    page.getByLabel('The rules, YAML').evaluate(
      (box, [old, made]) => {
        if (!(box instanceof HTMLTextAreaElement)) return;
        box.value = box.value.replace(old ?? '', made ?? '');
        box.dispatchEvent(new Event('input'));
      },
      [from, to],
    );

  test('shows an original beside what leaves of it, line by line, each with its fate', async () => {
    const cells = (text: string): Promise<readonly string[]> =>
      line(text).first().locator('.cell').allInnerTexts();

    expect(await cells('"email"')).toEqual([
      expect.stringContaining('jane.roe@example.com'),
      expect.stringMatching(/"email": "t~/),
      'pseudonymized',
    ]);
    expect((await cells('"first_name"'))[2]).toBe('removed');
    expect((await cells('"page_count"'))[2]).toBe('kept');
    expect(await status().textContent()).toBe('109 lines, of which 34 do not leave.');
  });

  test('a click on a line says why: field, sentence, line of the rules', async () => {
    await line('"email"').first().click();

    await expectText(why(), '$.users[*].email');
    await expectText(why(), 'Replaced by a keyed code that cannot be turned back.');
    await expectText(why(), '- $.users[*].email');
    await why()
      .getByRole('button', { name: /Show line \d+/ })
      .click();
    const selected = page
      .getByLabel('The rules, YAML')
      .evaluate((box) =>
        box instanceof HTMLTextAreaElement
          ? box.value.slice(box.selectionStart, box.selectionEnd)
          : '',
      );
    expect((await selected).trim()).toBe('- $.users[*].email');
  });

  test('works by keyboard alone', async () => {
    await page.locator('#lines').focus();
    for (let press = 0; press < 13; press += 1) await page.keyboard.press('ArrowDown');

    await expectText(why(), '$.users[*].email');
    expect(await page.locator('[aria-selected=true]').textContent()).toContain('"email"');
    await page.keyboard.press('End');
    expect(await page.locator('[aria-selected=true]').textContent()).toContain('}');
  });

  test('answers: is any e-mail kept?', async () => {
    await expectText(answerTo('Is any e-mail address kept?'), 'No. 34 known fields');
  });

  test('answers: what becomes of meeting topics?', async () => {
    await page.getByLabel('Name or part of it').fill('topic');

    const rows = page.locator('#fields tbody tr');
    const fates = new Set(await rows.locator('.badge').allTextContents());
    expect(await rows.count()).toBeGreaterThan(5);
    expect([...fates]).toEqual(['removed']);
  });

  test('answers: which fields can be turned back, and by whom?', async () => {
    const answer = answerTo('What can be turned back, and by whom?');

    await expectText(answer, '$.users[*].id');
    await expectText(answer, 'only by your own installation');
    await page.getByLabel('Name or part of it').fill('reversible');
    expect(await page.locator('#fields tbody th').allTextContents()).toEqual([
      '$.users[*].id',
      '$.id',
    ]);
  });

  test('answers: what happens to a field Zoom adds tomorrow?', async () => {
    await expectText(
      answerTo('What becomes of a field that the source adds tomorrow?'),
      'It is removed',
    );
    await pasteOwn('{"users":[{"status":"active","shoe_size":44}]}');

    await line('"shoe_size"').click();
    await expectText(why(), 'the rules do not name it');
    await expectText(line('"shoe_size"'), 'removed');
  });

  test('answers: what would removing this line reveal?', async () => {
    await line('"email"').first().click();

    await expectText(why(), '1 field more visible.');
    await expectText(why(), 'More visible: $.users[*].email of /v2/users: pseudonymized → kept');
  });

  test('a change of the rules shows at once what it does, and is undone', async () => {
    await editRules('          - $.users[*].role_id\n', '');

    await expectText(page.locator('#changes'), '1 field more visible');
    await expectText(line('"role_id"').first(), 'kept');
    expect(await line('"role_id"').first().locator('.after').textContent()).toBe('"role_id": "0"');
    await page.getByRole('button', { name: 'Undo all changes' }).click();
    await expectText(line('"role_id"').first(), 'pseudonymized');
    await expectText(page.locator('#changes'), 'Nothing is changed yet.');
  });

  test('a kept field that holds what was removed is removed by the leak guard, and the page says so', async () => {
    await editRules('          - $.users[*].email\n', '');

    await expectText(line('"email"').first(), 'removed here');
    await line('"email"').first().click();
    await expectText(why(), 'the leak guard');
  });

  test('what is pasted is stored nowhere', async () => {
    await pasteOwn('{"users":[{"email":"aiko@example.com"}]}');
    await expectText(line('aiko@example.com'), 'pseudonymized');

    const stored = await page.evaluate(async () => [
      localStorage.length,
      sessionStorage.length,
      document.cookie,
      (await indexedDB.databases()).length,
      (await caches.keys()).length,
    ]);
    expect(stored).toEqual([0, 0, '', 0, 0]);
    await page.reload();
    await line('"email"').first().waitFor();
    expect(await page.locator('#body').inputValue()).toBe('');
  });

  test('a mistake in the rules is listed with its line and a caret; a click leads there', async () => {
    await editRules('allowedQueryParams: [', 'alowedQueryParams: [');

    await expectText(page.locator('#problems'), 'did you mean "allowedQueryParams"?');
    expect(await page.locator('#problems pre').first().textContent()).toMatch(
      /alowedQueryParams.*\n.*\^$/s,
    );
    await expectText(page.locator('#refusal'), 'nothing would leave');
    await page.locator('#problems button').first().click();
    const selected = page
      .getByLabel('The rules, YAML')
      .evaluate((box) =>
        box instanceof HTMLTextAreaElement
          ? box.value.slice(box.selectionStart, box.selectionEnd)
          : '',
      );
    expect(await selected).toContain('alowedQueryParams');
  });

  test('what is pasted wrongly is kept, and what to do is said', async () => {
    await pasteOwn('{"users":[');
    await expectText(page.locator('#refusal'), 'This is no JSON. Paste the whole body');
    expect(await page.locator('#body').inputValue()).toBe('{"users":[');

    await pasteOwn('[1,2]');
    await expectText(page.locator('#refusal'), 'Choose the endpoint that it is an answer of.');
  });

  test('a pasted file: cells beside what becomes of them', async () => {
    await choose('Rules', 'rules/zoom-ai-metrics.yaml');
    await expectText(line('Department').first(), 'removed');
    await pasteOwn(
      'User Name,Email,Action,Feature used,Team\nJane Roe,jane@example.com,3,Meeting summary;,Sales\n',
    );

    await expectText(line('Email:'), 'pseudonymized');
    await expectText(line('Team:'), 'removed');
    await expectText(status(), 'another order');
  });

  test('5 MB of pasted JSON are answered, and only the lines in sight are elements', async () => {
    const text = participantsPage(10_700, 1);
    expect(text.length).toBeGreaterThan(5e6);
    await choose('Endpoint', 'list-meeting-report-participants');
    await pasteOwn(text);

    await expectText(status(), '214,008 lines, of which');
    await expectText(page.locator('#size'), '5.4 million characters');
    expect(await page.locator('.line').count()).toBeLessThan(120);
    await page.locator('#lines').focus();
    await page.keyboard.press('End');
    expect(await page.locator('[aria-selected=true]').textContent()).toContain('}');
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await expectText(status(), 'Paste an original');
  });

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 400],
    ['dark', 400],
  ] as const)('is accessible: %s, %i pixels wide', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await line('"email"').first().click();
    await page.getByLabel('Name or part of it').fill('email');
    await expectText(why(), 'Without this line');
    await expectText(why(), 'more visible');

    expect(await accessibilityProblems(page)).toEqual([]);
    const overflow = page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(await overflow).toBeLessThanOrEqual(0);
  });
});

/** Waits until an element says so; long, for the machine may have other work. */
async function expectText(where: Locator, text: string, timeout = 20_000): Promise<void> {
  await where.filter({ hasText: text }).first().waitFor({ timeout });
}

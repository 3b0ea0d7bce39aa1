/**
 * Takes the pictures of docs/images with the Chromium of the tests: the preview page in light and
 * dark and on a narrow screen, why a field became what it is, and the data sheet. `npm run screenshots`
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openPage } from '../tests/support/browser.ts';
import { scrim } from '../tests/support/run-scrim.ts';
import { startPreviewServer } from '../tests/support/preview-server.ts';

const images = fileURLToPath(new URL('../docs/images', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'scrim-pictures-'));
const sheet = join(folder, 'sheet.html');

interface Picture {
  readonly name: string;
  readonly url: string;
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
  readonly prepare: (page: Page) => Promise<void>;
}

const chooseEmail = async (page: Page): Promise<void> => {
  await page.locator('.line', { hasText: '"email"' }).first().click();
  await page.getByText('more visible.').waitFor();
};

async function take(browser: Browser, picture: Picture): Promise<void> {
  const { name, url, colorScheme, width, prepare } = picture;
  const watched = await openPage(browser, url, { colorScheme, viewport: { width, height: 760 } });
  await prepare(watched.page);
  const path = join(images, `${name}.png`);
  if (name === 'preview-why') await watched.page.locator('.why').screenshot({ path });
  else await watched.page.screenshot({ path });
  await watched.close();
}

mkdirSync(images, { recursive: true });
await scrim(['rules', 'report', 'rules/zoom.yaml', '--format', 'html', '-o', sheet]);
const server = await startPreviewServer();
const browser = await launchBrowser();
const page = {
  url: `${server.url}/preview/`,
  colorScheme: 'light',
  width: 1280,
  prepare: chooseEmail,
} as const;
for (const picture of [
  { ...page, name: 'preview-light' },
  { ...page, name: 'preview-dark', colorScheme: 'dark' },
  { ...page, name: 'preview-narrow', width: 400 },
  { ...page, name: 'preview-why' },
  {
    ...page,
    name: 'data-sheet',
    url: pathToFileURL(sheet).href,
    prepare: () => Promise.resolve(),
  },
] as const) {
  await take(browser, picture);
}
await browser.close();
server.close();
rmSync(folder, { recursive: true });

/**
 * How long the data sheet takes to open in a real browser, and the preview page to show what becomes
 * of 5 MB of pasted JSON, and how long it is deaf meanwhile. `npx node bench/preview.ts`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchBrowser, openPage } from '../tests/support/browser.ts';
import { scrim } from '../tests/support/run-scrim.ts';
import { startPreviewServer } from '../tests/support/preview-server.ts';
import { participantsPage } from './bodies.ts';

const ROUNDS = 5;
const text = participantsPage(10_700, 1);
const server = await startPreviewServer();
const browser = await launchBrowser();
const watched = await openPage(browser, `${server.url}/preview/`);
const { page } = watched;
await page.locator('.line').first().waitFor();
await page.locator('#endpoint').selectOption('list-meeting-report-participants');
await page.locator('#example').selectOption('');

const folder = mkdtempSync(join(tmpdir(), 'scrim-sheet-'));
const sheet = join(folder, 'sheet.html');
await scrim(['rules', 'report', 'rules/zoom.yaml', '--format', 'html', '-o', sheet]);
for (let round = 1; round <= 3; round += 1) {
  const started = performance.now();
  const opened = await openPage(browser, pathToFileURL(sheet).href);
  console.log(`The data sheet opens in ${(performance.now() - started).toFixed(0)} ms`);
  await opened.close();
}
rmSync(folder, { recursive: true });

console.log(`${(text.length / 1e6).toFixed(1)} MB pasted into the preview page:`);
for (let round = 1; round <= ROUNDS; round += 1) {
  const { took, longest } = await page.evaluate(paste, text);
  const rows = await page.locator('#status').textContent();
  console.log(
    `  ${took.toFixed(0).padStart(5)} ms, deaf for ${longest.toFixed(0).padStart(4)} ms at most; ${rows ?? ''}`,
  );
}
await watched.close();
await browser.close();
server.close();

/** Runs in the page: from the paste to the answer, with a clock that ticks beside it. */
async function paste(pasted: string): Promise<{ took: number; longest: number }> {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', pasted);
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  const status = document.querySelector('#status');
  const started = performance.now();
  const answered = new Promise<void>((resolve) => {
    new MutationObserver(() => {
      if (status?.textContent.includes('lines, of which') === true) resolve();
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  document
    .querySelector('#body')
    ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true }));
  await answered;
  const took = performance.now() - started;
  await new Promise((resolve) => setTimeout(resolve, 50));
  clearInterval(timer);
  return { took, longest };
}

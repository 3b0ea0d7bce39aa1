import { readFileSync } from 'node:fs';
import type { SheetAssets } from '../report/write-html.ts';

/** Style and script of the data sheet, from beside the code. */
export function readSheetAssets(): SheetAssets {
  const read = (name: string): string =>
    readFileSync(new URL(`../report/sheet/${name}`, import.meta.url), 'utf8');
  return { style: `${read('fates.css')}\n${read('sheet.css')}`, script: read('sheet.js') };
}

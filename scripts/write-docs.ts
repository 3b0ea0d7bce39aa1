/** Writes the pages of docs/ that come from the code: `npm run docs`. A test holds each against what is committed. */
import { writeFileSync } from 'node:fs';
import { pages } from './docs/pages.ts';

for (const [file, page] of Object.entries(pages)) {
  writeFileSync(new URL(`../docs/${file}`, import.meta.url), page());
}

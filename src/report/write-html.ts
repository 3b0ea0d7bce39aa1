import { createHash } from 'node:crypto';
import { version } from '../version.ts';
import type { DataSheet } from './data-sheet.ts';
import { html, type Html } from './html.ts';
import { renderSheet } from './render-sheet.ts';

/** Style and script of the page, as the caller has read them. */
export interface SheetAssets {
  readonly style: string;
  readonly script: string;
}

/** The data sheet as one HTML file that needs nothing else: no network, no other file. */
export function writeSheetHtml(sheet: DataSheet, assets: SheetAssets): string {
  const style = `${assets.style}\n${printFooter(sheet)}`;
  // Privacy: the policy lets nothing in and nothing out but this very style and script.
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(assets.script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="color-scheme" content="light dark" />
        <title>Data sheet of ${sheet.rules}</title>
        ${element('style', style)}
      </head>
      <body>
        <main class="sheet">${renderSheet(sheet)}</main>
        ${element('script', assets.script)}
      </body>
    </html> `;
  return page.html;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** An element with exactly this content, which the policy names; a text that would end it early is refused. */
function element(name: 'style' | 'script', text: string): Html {
  if (text.toLowerCase().includes(`</${name}`)) throw new Error(`the ${name} ends itself`);
  return { html: `<${name}>${text}</${name}>` };
}

/** At the foot of each printed page, so that no page can be exchanged. */
function printFooter({ sha }: DataSheet): string {
  return `@page { @bottom-left { content: "Rules SHA-256 ${sha} · Scrim ${version}"; font: 7pt sans-serif; } }`;
}

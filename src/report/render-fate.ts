import { FATE_WORDS } from './fate-words.ts';
import type { Fate } from './fate.ts';
import { html, type Html } from './html.ts';

/** The fate as a coloured word; the word alone says it all. */
export function fateBadge(fate: Fate): Html {
  return html`<span class="badge fate-${fate}">${FATE_WORDS[fate].label}</span>`;
}

/** HTML that may be shown as it is. Only `html` makes it, and it escapes what it is given. */
export interface Html {
  readonly html: string;
}

export type HtmlContent = string | number | Html | readonly HtmlContent[];

/** A piece of HTML: what is put in is escaped unless it is HTML itself. */
export function html(pieces: TemplateStringsArray, ...values: readonly HtmlContent[]): Html {
  const [first = '', ...more] = pieces;
  return { html: first + more.map((piece, index) => textOf(values[index] ?? '') + piece).join('') };
}

/** A text in which back quotes mark what stands in the rules. */
export function htmlOfMarked(text: string): Html {
  const pieces = text.split('`');
  return html`${pieces.map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : piece))}`;
}

function textOf(content: HtmlContent): string {
  if (typeof content === 'string') return escapeHtml(content);
  if (typeof content === 'number') return String(content);
  return 'html' in content ? content.html : content.map(textOf).join('');
}

const ENTITIES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES.get(character) ?? '');
}

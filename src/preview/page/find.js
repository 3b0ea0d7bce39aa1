import { badge, byId, element } from './elements.js';

const MAX_SHOWN = 200;

/** @typedef {import('../answers.ts').ListedField} ListedField */

/** The fields of the rules by a part of their name. */
export function createFind() {
  const input = byId('find', HTMLInputElement);
  const found = byId('found', HTMLElement);
  const table = byId('fields', HTMLTableElement);
  /** @type {readonly ListedField[]} */
  let fields = [];

  const draw = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fitting = fields.filter((field) => {
      const text = `${field.path} ${field.label} ${field.endpoint}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    const shown = words.length === 0 ? [] : fitting.slice(0, MAX_SHOWN);
    const rest =
      fitting.length > shown.length && words.length > 0
        ? `, the first ${String(MAX_SHOWN)} shown`
        : '';
    found.textContent = `${fitting.length.toLocaleString('en')} of ${fields.length.toLocaleString('en')} fields${rest}`;
    table.hidden = shown.length === 0;
    table.tBodies[0]?.replaceChildren(...shown.map(toRow));
  };

  input.addEventListener('input', draw);
  return {
    /** @param {readonly ListedField[]} newFields */
    show(newFields) {
      fields = newFields;
      draw();
    },
  };
}

/** @param {ListedField} field */
function toRow({ endpoint, path, line, ...fate }) {
  const name = element('th', '', element('code', '', path));
  name.setAttribute('scope', 'row');
  return element(
    'tr',
    '',
    name,
    element('td', '', badge(fate)),
    element('td', '', element('code', '', endpoint)),
    element('td', 'number', String(line)),
  );
}

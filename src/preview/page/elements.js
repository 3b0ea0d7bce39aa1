/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function byId(id, type) {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`no ${id}`);
}

/**
 * @param {string} name
 * @param {string} className
 * @param {...(string | Node)} content
 */
export function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  made.append(...content);
  return made;
}

/**
 * A text in which back quotes mark what stands in the rules.
 * @param {string} text
 * @returns {(string | Node)[]}
 */
export function marked(text) {
  return text
    .split('`')
    .map((piece, index) => (index % 2 === 1 ? element('code', '', piece) : piece));
}

/**
 * The fate as a coloured word; the word alone says it all.
 * @param {{ fate: string, label: string }} of
 */
export function badge({ fate, label }) {
  return element('span', `badge fate-${fate}`, label);
}

/**
 * @param {HTMLSelectElement} select
 * @param {readonly { value: string, text: string }[]} options
 */
export function fill(select, options) {
  const chosen = select.value;
  select.replaceChildren(
    ...options.map(({ value, text }) => new Option(text, value, false, value === chosen)),
  );
}

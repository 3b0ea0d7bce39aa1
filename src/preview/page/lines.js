// Hot loop: a document may have hundreds of thousands of lines; only those in sight are elements.
import { badge, element } from './elements.js';

/** @typedef {import('../rows.ts').Row} Row */
/** @typedef {import('../packed-rows.ts').PackedRows} PackedRows */
/** @typedef {import('../field-places.ts').PreviewField} Field */

const MARGIN = 20;
const MAX_SHOWN = 2000;
const MAX_LEVEL = 12;
const NARROW = matchMedia('(max-width: 700px)');

/** The lines of a comparison in a box that scrolls: a list of which one line is chosen. */
export class Lines {
  #count = 0;
  /** @type {(index: number) => Row | undefined} */
  #rowAt = () => undefined;
  /** @type {readonly Field[]} */
  #fields = [];
  #chosen = -1;
  #space = element('div', 'space');
  #box;
  #onChoose;

  /**
   * @param {HTMLElement} box
   * @param {(row: Row, field: Field | undefined) => void} onChoose
   */
  constructor(box, onChoose) {
    this.#box = box;
    this.#onChoose = onChoose;
    this.#space.setAttribute('role', 'presentation');
    box.append(this.#space);
    box.addEventListener('scroll', () => this.#draw());
    box.addEventListener('click', (event) => this.#onClick(event));
    box.addEventListener('keydown', (event) => this.#onKey(event));
    NARROW.addEventListener('change', () => this.#draw());
    addEventListener('resize', () => this.#draw());
  }

  /**
   * Shows other lines. The line that was chosen stays so where it still is of the same field.
   * @param {PackedRows} rows
   * @param {readonly Field[]} fields
   */
  show(rows, fields) {
    const before = this.#pathAt(this.#chosen);
    const place = this.#chosen;
    this.#count = rows.count;
    this.#rowAt = unpack(rows);
    this.#fields = fields;
    this.#chosen = -1;
    this.#box.hidden = rows.count === 0;
    this.#draw();
    if (before !== undefined && this.#pathAt(place) === before) this.#choose(place);
  }

  /** @param {number} index */
  #pathAt(index) {
    return this.#fields[this.#rowAt(index)?.[3] ?? -1]?.path;
  }

  #draw() {
    const { scrollTop, clientHeight } = this.#box;
    const height = lineHeight();
    const from = Math.max(0, Math.floor(scrollTop / height) - MARGIN);
    const to = Math.min(this.#count, Math.ceil((scrollTop + clientHeight) / height) + MARGIN);
    this.#space.style.setProperty('height', `${String(this.#count * height)}px`);
    const shown = Array.from({ length: to - from }, (_, at) => this.#toLine(from + at));
    this.#space.replaceChildren(...shown);
    const isShown = this.#chosen >= from && this.#chosen < to;
    if (isShown) this.#box.setAttribute('aria-activedescendant', `line-${String(this.#chosen)}`);
    else this.#box.removeAttribute('aria-activedescendant');
  }

  /** @param {number} index */
  #toLine(index) {
    const row = this.#rowAt(index) ?? NOTHING;
    const field = this.#fields[row[3]];
    const line = element('div', classOf(row, field), ...cellsOf(row, field));
    line.id = `line-${String(index)}`;
    line.dataset['index'] = String(index);
    line.setAttribute('role', 'option');
    line.setAttribute('aria-selected', String(index === this.#chosen));
    line.setAttribute('aria-posinset', String(index + 1));
    line.setAttribute('aria-setsize', String(this.#count));
    line.style.setProperty('top', `${String(index * lineHeight())}px`);
    line.style.setProperty('--level', String(Math.min(row[0], MAX_LEVEL)));
    return line;
  }

  /** @param {number} index */
  #choose(index) {
    const row = this.#rowAt(index);
    if (row === undefined) return;
    this.#chosen = index;
    const top = index * lineHeight();
    if (top < this.#box.scrollTop) this.#box.scrollTop = top;
    const lowest = top + lineHeight() - this.#box.clientHeight;
    if (lowest > this.#box.scrollTop) this.#box.scrollTop = lowest;
    this.#draw();
    this.#onChoose(row, this.#fields[row[3]]);
  }

  /** @param {MouseEvent} event */
  #onClick({ target }) {
    const line = target instanceof Element ? target.closest('[data-index]') : null;
    if (line instanceof HTMLElement) this.#choose(Number(line.dataset['index']));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const last = this.#count - 1;
    const page = Math.max(1, Math.floor(this.#box.clientHeight / lineHeight()) - 1);
    const to = new Map([
      ['ArrowDown', this.#chosen + 1],
      ['ArrowUp', this.#chosen - 1],
      ['PageDown', this.#chosen + page],
      ['PageUp', this.#chosen - page],
      ['Home', 0],
      ['End', last],
    ]).get(event.key);
    if (to === undefined) return;
    event.preventDefault();
    this.#choose(Math.max(0, Math.min(last, to)));
  }
}

/** @type {Row} */
const NOTHING = [0, null, null, -1];

/**
 * @param {PackedRows} rows
 * @returns {(index: number) => Row | undefined}
 */
function unpack({ before, after, levels, fields, count }) {
  const [olds, mades] = [before.split('\n'), after.split('\n')];
  return (index) => {
    if (index < 0 || index >= count) return undefined;
    const [old = '', made = ''] = [olds[index], mades[index]];
    const text = made === '=' ? old : made;
    return [
      levels[index] ?? 0,
      old === '' ? null : old,
      text === '' ? null : text,
      fields[index] ?? -1,
    ];
  };
}

/** As page.css has it. */
function lineHeight() {
  return NARROW.matches ? 62 : 24;
}

/**
 * @param {Row} row
 * @param {Field | undefined} field
 */
function classOf([, before, after], field) {
  if (field === undefined) return 'line';
  const outcome = after === null ? 'remove' : field.fate;
  return `line fate-${outcome}${before === after ? '' : ' changed'}`;
}

/**
 * @param {Row} row
 * @param {Field | undefined} field
 */
function cellsOf([, before, after], field) {
  return [
    element('span', 'cell before', ...gapOr(before)),
    element('span', 'cell after', ...gapOr(after)),
    element('span', 'cell fate', ...(field === undefined ? [] : [badge(outcomeOf(after, field))])),
  ];
}

/** @param {string | null} text */
function gapOr(text) {
  if (text === null) return [element('span', 'gap', '—'), element('span', 'hidden', ' nothing')];
  return [text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text];
}

/**
 * What became of this very value: a field that is kept may hold one that does not fit.
 * @param {string | null} after
 * @param {Field} field
 */
export function outcomeOf(after, field) {
  const isGone = after === null && field.fate !== 'remove';
  return isGone ? { fate: 'remove', label: 'removed here' } : field;
}

import { byId } from './elements.js';

const PAUSE_MS = 300;
/** A text box of more characters would hold up the page. */
const MAX_SHOWN = 200_000;

/**
 * The original at hand: an example, or what a person pasted, typed or opened. It lives in this page
 * alone.
 * @param {() => void} onChange
 */
export function createOwn(onChange) {
  const box = byId('own', HTMLElement);
  const body = byId('body', HTMLTextAreaElement);
  const file = byId('file', HTMLInputElement);
  const size = byId('size', HTMLElement);
  /** What is too long for the box. */
  let long = '';
  let example = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {string} text */
  const take = (text) => {
    long = text.length > MAX_SHOWN ? text : '';
    body.value = long === '' ? text : '';
    body.disabled = long !== '';
    size.textContent =
      long === ''
        ? ''
        : `${(long.length / 1e6).toFixed(1)} million characters pasted; too many to show in the box.`;
    onChange();
  };

  body.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text.length <= MAX_SHOWN) return;
    event.preventDefault();
    take(text);
  });
  body.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, PAUSE_MS);
  });
  file.addEventListener('change', () => {
    void file.files?.[0]?.text().then(take);
    file.value = '';
  });
  byId('clear', HTMLButtonElement).addEventListener('click', () => take(''));

  return {
    text: () => (box.hidden ? example : long === '' ? body.value : long),
    isUsed: () => long !== '' || body.value !== '',
    /** @param {boolean} isOwn */
    toggle(isOwn) {
      box.hidden = !isOwn;
    },
    /** @param {string} text of an example */
    preset(text) {
      example = text;
    },
  };
}

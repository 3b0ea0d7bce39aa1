import { byId, element } from './elements.js';
import { changeList } from './why.js';

const PAUSE_MS = 300;

/**
 * The rules as text, to try changes.
 * @param {() => void} onChange once typing pauses
 */
export function createEditor(onChange) {
  const text = byId('text', HTMLTextAreaElement);
  const problems = byId('problems', HTMLElement);
  const verdict = byId('verdict', HTMLElement);
  const changes = byId('changes', HTMLElement);
  const sha = byId('sha', HTMLElement);
  let original = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  text.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, PAUSE_MS);
  });
  byId('reset', HTMLButtonElement).addEventListener('click', () => {
    text.value = original;
    onChange();
  });

  /**
   * Puts the cursor on a place, and the place into sight.
   * @param {number} line
   * @param {number} [column]
   */
  const goTo = (line, column = 1) => {
    const lines = text.value.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const end = start + (lines[line - 1]?.length ?? 0);
    text.focus();
    text.setSelectionRange(column === 1 ? start : start + column - 1, end);
    const height = text.scrollHeight / Math.max(1, lines.length);
    text.scrollTop = Math.max(0, (line - 6) * height);
    text.scrollIntoView({ block: 'nearest' });
  };

  return {
    goTo,
    /** Undefined while nothing is changed. */
    text: () => (text.value === original ? undefined : text.value),
    /** @param {string} value the rules as they are */
    start(value) {
      original = value;
      text.value = value;
    },
    /** @param {import('../answers.ts').RulesAnswer} read */
    show(read) {
      const { findings } = read;
      problems.replaceChildren(...findings.map((one) => toItem(one, goTo)));
      verdict.textContent = verdictOn(read);
      if (read.kind === 'problems') {
        changes.textContent = 'Nothing would leave until the problems are gone.';
        return;
      }
      sha.textContent = `Rules ${read.sha.slice(0, 12)}`;
      const isChanged = text.value !== original;
      changes.replaceChildren(
        ...(isChanged ? changeList(read.changes) : ['Nothing is changed yet.']),
      );
    },
  };
}

/** @param {import('../answers.ts').RulesAnswer} read */
function verdictOn({ kind, findings }) {
  const count = String(findings.length);
  if (kind === 'problems') return `${count} to mend before the rules can be used.`;
  return findings.length === 0 ? 'None.' : `None; ${count} warnings.`;
}

/**
 * @param {import('../answers.ts').Finding} finding
 * @param {(line: number, column: number) => void} goTo
 */
function toItem({ line, column, text }, goTo) {
  const [message = '', ...source] = text.split('\n');
  const button = element('button', 'link', message);
  button.addEventListener('click', () => goTo(line, column));
  return element('li', '', button, element('pre', '', source.join('\n')));
}

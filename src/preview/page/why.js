import { ask } from './ask.js';
import { badge, element, marked } from './elements.js';
import { outcomeOf } from './lines.js';

const MAX_CHANGES = 12;

/**
 * Says why a value meets its fate.
 * @param {HTMLElement} box
 * @param {{ rules: string, text?: string }} of
 * @param {{ row: import('./lines.js').Row, field: import('./lines.js').Field | undefined, onLine: (line: number) => void }} what
 */
export function showWhy(box, of, { row, field, onLine }) {
  const [, before, after] = row;
  if (field === undefined) {
    box.replaceChildren(element('p', '', 'This line only holds others together.'));
    return;
  }
  const outcome = outcomeOf(after, field);
  const toLine = element('button', 'link', `Show line ${String(field.line)}`);
  toLine.addEventListener('click', () => onLine(field.line));
  const source = element('code', 'source');
  const without = element('p', '');
  box.replaceChildren(
    element('p', 'path', element('code', '', field.path), ' ', badge(outcome)),
    element('p', '', ...marked(field.sentence)),
    ...(outcome === field ? [] : [element('p', 'note', whyHere(before))]),
    ...(field.remark === undefined
      ? []
      : [element('p', 'note', `The rules say: ${field.remark}.`)]),
    element('h3', '', `Line ${String(field.line)} of the rules`),
    element('p', 'source-line', source),
    element('p', '', toLine),
    element('h3', '', 'Without this line'),
    without,
  );
  void describeLine({ ...of, line: field.line }, { source, without });
}

/** @param {string | null} before */
function whyHere(before) {
  return before === null
    ? 'It is not there.'
    : 'This value was removed all the same: it is not of the form that the rules let through, or it gives away something that was removed (the leak guard).';
}

/**
 * @param {{ rules: string, text?: string, line: number }} of
 * @param {{ source: HTMLElement, without: HTMLElement }} places
 */
async function describeLine(of, { source, without }) {
  const answer = await ask('line', of).catch(() => undefined);
  if (answer === undefined) return;
  source.textContent = answer.source;
  if (!answer.isLoadable) {
    without.textContent = 'the rules would have problems, and nothing would leave.';
    return;
  }
  without.replaceChildren(...changeList(answer.changes));
}

/**
 * Fields that become more or less visible.
 * @param {readonly import('../answers.ts').Change[]} changes
 * @returns {Node[]}
 */
export function changeList(changes) {
  if (changes.length === 0) return [document.createTextNode('nothing changes.')];
  const more = changes.filter(({ change }) => change === 'more');
  const less = changes.length - more.length;
  const sorted = [...more, ...changes.filter(({ change }) => change === 'less')];
  const items = sorted
    .slice(0, MAX_CHANGES)
    .map(({ endpoint, path, change, from, to }) =>
      element(
        'li',
        change === 'more' ? 'more' : 'less',
        change === 'more' ? 'More visible: ' : 'Less visible: ',
        element('code', '', path),
        ' of ',
        element('code', '', endpoint),
        ': ',
        badge(from),
        ' → ',
        badge(to),
      ),
    );
  const rest = changes.length - items.length;
  return [
    element('strong', more.length > 0 ? 'warning' : '', sumOf(more.length, less)),
    element('ul', 'changes', ...items),
    ...(rest > 0 ? [element('p', '', `And ${String(rest)} more.`)] : []),
  ];
}

/**
 * @param {number} more
 * @param {number} less
 */
function sumOf(more, less) {
  const parts = [
    ...(more > 0 ? [`${fields(more)} more visible`] : []),
    ...(less > 0 ? [`${fields(less)} less visible`] : []),
  ];
  return `${parts.join(', ')}.`;
}

/** @param {number} count */
function fields(count) {
  return `${count.toLocaleString('en')} ${count === 1 ? 'field' : 'fields'}`;
}

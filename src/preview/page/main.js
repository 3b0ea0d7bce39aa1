import { ask, createLatest } from './ask.js';
import { createEditor } from './editor.js';
import { badge, byId, element, fill, marked } from './elements.js';
import { createFind } from './find.js';
import { Lines } from './lines.js';
import { createOwn } from './own.js';
import { showWhy } from './why.js';

const OWN = '';
const NO_ROWS = { before: '', after: '', levels: [], fields: [], count: 0, removed: 0 };
const EXAMPLES = [{ value: OWN, text: 'Your own …' }];

const rules = byId('rules', HTMLSelectElement);
const endpoint = byId('endpoint', HTMLSelectElement);
const example = byId('example', HTMLSelectElement);
const status = byId('status', HTMLElement);
const refusal = byId('refusal', HTMLElement);
const latestRead = createLatest();
const latestComparison = createLatest();

const start = await ask('start', {});
const own = createOwn(() => void compare());
const find = createFind();
const editor = createEditor(() => void readRules());
const lines = new Lines(byId('lines', HTMLElement), (row, field) =>
  showWhy(byId('why', HTMLElement), ofRules(), { row, field, onLine: (line) => editor.goTo(line) }),
);

function ofRules() {
  const text = editor.text();
  return { rules: rules.value, ...(text === undefined ? {} : { text }) };
}

/** Other rules: their text, their endpoints, their examples. */
async function chooseRules() {
  editor.start((await ask('rules', { rules: rules.value })).text);
  await readRules();
}

/** The rules as they stand in the editor. */
async function readRules() {
  await latestRead(
    ask('rules', ofRules()),
    (read) => {
      editor.show(read);
      if (read.kind !== 'problems') {
        fill(
          endpoint,
          read.endpoints.map(({ id, path }) => ({
            value: id,
            text: path,
          })),
        );
        find.show(read.fields);
        showAnswers(read.answers);
      }
      void chooseEndpoint();
    },
    refuse,
  );
}

/** Another endpoint: its examples, of which the first is shown. */
async function chooseEndpoint() {
  const chosen = example.value;
  const fitting = start.examples.filter(
    (one) => one.rules === rules.value && one.endpoint === endpoint.value,
  );
  const names = fitting.map(({ name }) => ({
    value: name,
    text: name,
  }));
  fill(example, [...names, ...EXAMPLES]);
  const isThere = names.some(({ value }) => value === chosen);
  const isOwn = chosen === OWN && own.isUsed();
  if (!isThere) example.value = isOwn ? OWN : (names[0]?.value ?? OWN);
  await chooseExample();
}

async function chooseExample() {
  const name = example.value;
  own.toggle(name === OWN);
  if (name !== OWN) own.preset((await ask('example', { rules: rules.value, name })).text);
  await compare();
}

async function compare() {
  const body = own.text();
  if (body.trim() === '') {
    showRows(NO_ROWS, []);
    say('Paste an original to see what leaves of it.');
    return;
  }
  status.textContent = 'Sanitizing …';
  await latestComparison(
    ask('sanitize', { ...ofRules(), endpoint: endpoint.value, body }),
    showComparison,
    refuse,
  );
}

/** @param {import('../answers.ts').Comparison} answer */
function showComparison(answer) {
  if (answer.kind === 'refused') {
    showRows(NO_ROWS, []);
    refuse(answer.message);
    return;
  }
  showRows(answer.rows, answer.fields);
  const count = (/** @type {number} */ number) => number.toLocaleString('en');
  say(
    [
      `${count(answer.rows.count)} lines, of which ${count(answer.rows.removed)} do not leave.`,
      ...answer.notes,
    ].join(' '),
  );
}

/**
 * @param {import('./lines.js').PackedRows} rows
 * @param {readonly import('./lines.js').Field[]} fields
 */
function showRows(rows, fields) {
  lines.show(rows, fields);
  const fates = new Map(fields.map((field) => [field.fate, field]));
  byId('legend', HTMLElement).replaceChildren(
    ...[...fates.values()].map((field) =>
      element('li', '', badge(field), ' ', start.fates[field.fate]),
    ),
  );
}

/** @param {readonly import('../../report/short-answers.ts').ShortAnswer[]} answers */
function showAnswers(answers) {
  byId('answers', HTMLElement).replaceChildren(
    ...answers.map(({ question, answer, isWarning }) =>
      element(
        'div',
        isWarning ? 'answer warning' : 'answer',
        element('dt', '', question),
        element('dd', '', ...marked(answer)),
      ),
    ),
  );
}

/** @param {string} text */
function say(text) {
  refusal.hidden = true;
  refusal.textContent = '';
  status.textContent = text;
}

/** @param {string} text */
function refuse(text) {
  status.textContent = '';
  refusal.textContent = text;
  refusal.hidden = false;
}

rules.addEventListener('change', () => void chooseRules());
endpoint.addEventListener('change', () => void chooseEndpoint());
example.addEventListener('change', () => void chooseExample());
fill(
  rules,
  start.rules.map((name) => ({ value: name, text: name })),
);
byId('rules-choice', HTMLElement).hidden = start.rules.length < 2;
await chooseRules();

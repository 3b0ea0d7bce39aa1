import { code } from './describe-field.ts';
import { FATE_WORDS } from './fate-words.ts';
import { FATES } from './fate.ts';
import { FIELD_CLASSES, type FieldClass } from './field-class.ts';
import type { DataSheet, SheetField } from './data-sheet.ts';
import { leavesInClear, type SheetSummary } from './sheet-summary.ts';

/** A question that reviewers ask, and what the rules answer. */
export interface ShortAnswer {
  readonly question: string;
  /** Back quotes mark what stands in the rules. */
  readonly answer: string;
  /** Whether a reviewer should look closer. */
  readonly isWarning: boolean;
}

const ASKED: readonly { readonly class: FieldClass; readonly question: string }[] = [
  { class: 'email', question: 'Is any e-mail address kept?' },
  { class: 'person_name', question: 'Is any name of a person kept?' },
  { class: 'free_text', question: 'Is any free text kept: topics, agendas, chats, summaries?' },
  { class: 'secret', question: 'Is any password or key kept?' },
  { class: 'url_with_secret', question: 'Is any link kept that opens something?' },
];

/** The questions asked most often, answered from the sheet alone. */
export function shortAnswers(
  { endpoints, coverage }: DataSheet,
  { reversible }: SheetSummary,
): readonly ShortAnswer[] {
  const fields = endpoints.flatMap((endpoint) => endpoint.fields);
  const open = endpoints.filter(({ others }) => others === 'keep');
  return [
    ...(coverage === undefined ? [] : ASKED.flatMap((asked) => answerOf(asked, fields))),
    {
      question: 'What can be turned back, and by whom?',
      answer:
        reversible.length === 0
          ? 'Nothing.'
          : `${listed(reversible.map(({ endpoint, path }) => `${code(path)} of ${code(endpoint)}`))}: only by your own installation, which holds the key, and by whoever you give that key. The platform that reads the answers cannot.`,
      isWarning: false,
    },
    {
      question: 'What becomes of a field that the source adds tomorrow?',
      answer:
        open.length === 0
          ? 'It is removed, and its name is counted in the log. Nothing leaves that the rules do not name.'
          : `It leaves as it is, in the answers of ${listed(open.map(({ path }) => code(path)))}: they have no responseSchema.`,
      isWarning: open.length > 0,
    },
  ];
}

function answerOf(
  asked: (typeof ASKED)[number],
  all: readonly SheetField[],
): readonly ShortAnswer[] {
  const fields = all.filter((field) => field.class === asked.class);
  if (fields.length === 0) return [];
  const inClear = fields.filter(leavesInClear);
  const what = FIELD_CLASSES[asked.class].label.toLowerCase();
  const fates = FATES.flatMap((fate) => {
    const number = fields.filter((field) => field.fate === fate).length;
    return number === 0 ? [] : [`${String(number)} ${FATE_WORDS[fate].label}`];
  });
  const isWarning = inClear.length > 0;
  const known = fields.length === 1 ? 'known field' : 'known fields';
  const count = `${String(fields.length)} ${known} of the kind “${what}”: ${fates.join(', ')}.`;
  return [{ question: asked.question, answer: `${isWarning ? 'Yes' : 'No'}. ${count}`, isWarning }];
}

function listed(texts: readonly string[]): string {
  return texts.length < 2
    ? texts.join('')
    : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;
}

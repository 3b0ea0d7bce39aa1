import { version } from '../version.ts';
import type { DataSheet, SheetEndpoint } from './data-sheet.ts';
import { code, describeField } from './describe-field.ts';
import { FATE_WORDS } from './fate-words.ts';
import { FIELD_CLASSES } from './field-class.ts';
import { fatesIn, summarize, type SheetSummary } from './sheet-summary.ts';
import { shortAnswers } from './short-answers.ts';

/** The data sheet as Markdown. */
export function writeSheetMarkdown(sheet: DataSheet): string {
  const summary = summarize(sheet);
  const blocks = [
    `# What leaves, field by field`,
    coverageLine(sheet, summary),
    '## Short answers',
    shortAnswers(sheet, summary)
      .map(({ question, answer }) => `- **${question}** ${text(answer)}`)
      .join('\n'),
    '## What becomes of which kind of field',
    summaryTable(summary),
    fatesIn(summary.counts)
      .map((fate) => `- **${FATE_WORDS[fate].label}**: ${FATE_WORDS[fate].sentence}`)
      .join('\n'),
    ...sheet.endpoints.map(endpointBlock),
    '## What can still be learned',
    table(
      ['risk', 'why it is accepted', 'what you can do'],
      sheet.risks.map(({ risk, why, advice }) => [risk, why, advice]),
    ),
    '---',
    `Rules ${code(sheet.rules)}, SHA-256 \`${sheet.sha}\` · Scrim ${version}`,
    'Reviewed by: ____________________   Date: ____________   Signature: ____________________',
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** How many fields, and how many of the known ones are decided. */
export function coverageLine(
  { kind, endpoints, coverage }: DataSheet,
  { fields }: SheetSummary,
): string {
  const [place, field] = kind === 'api' ? ['endpoint', 'field'] : ['kind of file', 'column'];
  const size = `${count(endpoints.length, place)}, ${count(fields, field)}.`;
  if (coverage === undefined) return `${size} No inventory of this source is known.`;
  const { decided, fields: known, undecided } = coverage;
  const rest =
    undecided.length === 0
      ? ''
      : ` **${String(undecided.length)} pass though no rule names them.**`;
  return `${size} Decided: ${decided.toLocaleString('en')} of ${count(known, `known ${field}`)}.${rest}`;
}

function count(number: number, noun: string): string {
  const plural = noun === 'kind of file' ? 'kinds of files' : `${noun}s`;
  return `${number.toLocaleString('en')} ${number === 1 ? noun : plural}`;
}

function summaryTable({ classes, counts, fields }: SheetSummary): string {
  const fates = fatesIn(counts);
  return table(
    ['kind', 'fields', ...fates.map((fate) => FATE_WORDS[fate].label)],
    [
      ...classes.map((one) => [
        one.label,
        String(one.fields),
        ...fates.map((fate) => (one.counts[fate] === 0 ? '' : String(one.counts[fate]))),
      ]),
      ['**sum**', String(fields), ...fates.map((fate) => String(counts[fate]))],
    ],
  );
}

function endpointBlock({ methods, path, fields, others, line }: SheetEndpoint): string {
  const rows = fields.map((field) => [
    code(field.path),
    field.class === undefined ? '' : FIELD_CLASSES[field.class].label,
    FATE_WORDS[field.fate].label,
    describeField(field),
    String(field.line),
  ]);
  const rest =
    others === 'remove' ? 'Any other field is removed.' : '**Any other field leaves as it is.**';
  return [
    `## ${[methods.join(', '), code(path)].join(' ').trim()}`,
    `Line ${String(line)}, ${String(fields.length)} fields. ${rest}`,
    table(['field', 'kind', 'fate', 'in words', 'line'], rows),
  ].join('\n\n');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(heads), `|${heads.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

/** Rules may hold what means something in a table. */
function cell(content: string): string {
  return text(content)
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ');
}

/** A text in which back quotes mark what stands in the rules; what is not marked is no HTML either. */
function text(content: string): string {
  return content
    .split('`')
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replaceAll('<', '&lt;')))
    .join('`');
}

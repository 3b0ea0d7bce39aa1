import type { Scalar, TypeName } from '../sanitize/schema.ts';
import type { Admitted } from './admitted.ts';
import type { Fate } from './fate.ts';
import { FATE_WORDS } from './fate-words.ts';
import type { FieldFate } from './field-fate.ts';

const MAX_LISTED = 12;

/** What becomes of one field, in a sentence or two for who cannot read rules. */
export function describeField(field: FieldFate): string {
  const detail = detailOf(field);
  switch (field.fate) {
    case 'keep':
      return field.reason.kind === 'no-schema' ? sentence(detail) : `Leaves as it is: ${detail}.`;
    case 'keep-enum':
      return `Leaves only as ${detail}; anything else is removed.`;
    case 'remove':
      return `Removed: ${detail}.`;
    case 'conditional':
      return `Depends on the data: ${detail}.`;
    default:
      return FATE_WORDS[field.fate].sentence;
  }
}

/** The same in a few words, to stand behind the fate. */
export function detailOf(field: FieldFate): string {
  const { fate, reason, admitted } = field;
  if (fate === 'conditional') return conditionOf(field);
  switch (reason.kind) {
    case 'declared':
      return fate === 'remove' ? 'the rules let no value through here' : valuesOf(admitted);
    case 'undeclared':
      return 'the rules do not name it';
    case 'no-schema':
      return 'leaves as it is though no rule names it: nobody has decided';
    case 'transform':
      return fate === 'remove' ? whyRemoved(reason) : (HOW[fate] ?? `by ${reason.transform}`);
    default:
      return reason satisfies never;
  }
}

/** What is worth saying again in every row. */
const HOW: Readonly<Partial<Record<Fate, string>>> = {
  pseudonymize: 'equal values get equal codes',
  'pseudonymize-reversible': 'only your own installation can turn it back',
  tokenize: 'only your own installation can turn it back',
  digest: 'characters and words are counted',
};

type ByTransform = Extract<FieldFate['reason'], { kind: 'transform' }>;

function whyRemoved({ transform, isAround }: ByTransform): string {
  if (isAround) return `by ${transform}, with all around it`;
  if (transform === 'redact' || transform === 'dropSource') return `by ${transform}`;
  return `${transform} takes no value of this type`;
}

function conditionOf({ outcomes, effects, line }: FieldFate): string {
  const last = effects.findLast((effect) => effect.line === line);
  const condition = last?.rule.applyOnlyWhen?.text ?? last?.path.text ?? '';
  const fates = outcomes.map((outcome) => FATE_WORDS[outcome].label).join(' or ');
  return `${fates}, as line ${String(line)} says: ${code(condition)}`;
}

function valuesOf(admitted: readonly Admitted[]): string {
  return withoutRepeats(admitted.flatMap(describeAdmitted)).join(', or ');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** `a whole number`, `one of: a, b`, `a date with time`, … */
function describeAdmitted({
  types,
  values,
  pattern,
  format,
  maxLength,
}: Admitted): readonly string[] {
  if (types?.length === 0) return [];
  if (values !== undefined) return [describeValues(values)];
  const isText = types === undefined || types.includes('string');
  const others = (types ?? (['number', 'boolean'] as const)).filter((type) => type !== 'string');
  return [
    ...(isText ? [describeText({ pattern, format, maxLength })] : []),
    ...others.map(typeWords),
  ];
}

function describeValues(values: readonly Scalar[]): string {
  const words = values.map((value) => (value === '' ? 'an empty text' : String(value)));
  if (words.length === 1) return words.join();
  const listed = words.slice(0, MAX_LISTED).join(', ');
  if (words.length <= MAX_LISTED) return `one of: ${listed}`;
  return `one of ${String(words.length)} listed values (${words
    .filter((word) => word !== 'an empty text')
    .slice(0, 3)
    .join(', ')}, …)`;
}

function describeText({ pattern, format, maxLength }: Omit<Admitted, 'types' | 'values'>): string {
  const most = maxLength === undefined ? '' : ` of at most ${String(maxLength)} characters`;
  if (pattern !== undefined) return `text of the form ${formOf(pattern.source)}${most}`;
  return format === undefined ? `text${most}` : FORMAT_WORDS[format];
}

/** `(?:…)?` around the whole pattern says that the text may be empty. */
function formOf(source: string): string {
  const inner = /^\(\?:(.*)\)\?$/s.exec(source)?.[1];
  return inner === undefined || !isBalanced(inner)
    ? code(source)
    : `${code(inner)}, or an empty text`;
}

/** What the rules say, marked as in Markdown. */
export function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}

/** Whether no bracket closes one that was opened outside. */
function isBalanced(pattern: string): boolean {
  const brackets = pattern.replaceAll(/\\.|\[(?:\\.|[^\]])*\]/gs, '').replaceAll(/[^()]/g, '');
  let open = 0;
  for (const bracket of brackets) {
    open += bracket === '(' ? 1 : -1;
    if (open < 0) return false;
  }
  return true;
}

/** What the rules themselves say about a field to people. */
export function remarkOf({ admitted }: FieldFate): string | undefined {
  return admitted.map(({ description }) => description).find((text) => text !== undefined);
}

const FORMAT_WORDS = {
  'date-time': 'a date, with or without a time',
  date: 'a date',
  uuid: 'a UUID',
} as const;

function typeWords(type: TypeName): string {
  return TYPE_WORDS[type];
}

const TYPE_WORDS = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'yes or no',
  null: 'nothing (null)',
  object: 'an object',
  array: 'a list',
} as const satisfies Record<TypeName, string>;

function withoutRepeats(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

import * as z from 'zod/mini';
import type { DataSheet, SheetEndpoint } from '../report/data-sheet.ts';
import { diffSheets } from '../report/diff-sheets.ts';
import { FATE_WORDS } from '../report/fate-words.ts';
import type { Fate } from '../report/fate.ts';
import { shortAnswers } from '../report/short-answers.ts';
import { summarize } from '../report/sheet-summary.ts';
import { formatProblem, type Problem } from '../rules/problem.ts';
import type {
  Change,
  Comparison,
  FateShown,
  Finding,
  LineAnswer,
  ListedField,
  RulesAnswer,
  Start,
} from './answers.ts';
import { createRulesReader, type PreviewRules, type RulesAtWork } from './preview-rules.ts';
import { sanitizeDocument } from './sanitize-document.ts';
import { fileRulesOf, sanitizeFileText } from './sanitize-file.ts';

/** What the page starts with. */
export interface PreviewContent {
  readonly rules: readonly PreviewRules[];
  readonly examples: readonly PreviewExample[];
}

export interface PreviewExample {
  readonly name: string;
  /** Name of its rules, and the endpoint or kind of files in them. */
  readonly rules: string;
  readonly endpoint: string;
  readonly text: string;
}

/** Which rules a question is about; with a text, a change of them that is being tried. */
const RULES = { rules: z.string(), text: z.optional(z.string()) };
const asked = {
  rules: z.object(RULES),
  example: z.object({ rules: z.string(), name: z.string() }),
  sanitize: z.object({ ...RULES, endpoint: z.string(), body: z.string() }),
  line: z.object({ ...RULES, line: z.number() }),
};

type Answer = (question: string, body: unknown) => unknown;

/** Answers what the page asks; undefined for what it never asks. */
export function answerQuestion(content: PreviewContent): Answer {
  const desk = createDesk(content);
  return (question, body) => {
    switch (question) {
      case 'start':
        return start(content);
      case 'rules':
        return answerTo(asked.rules, body, (of) => describeRules(of, desk));
      case 'example':
        return answerTo(asked.example, body, ({ rules, name }) =>
          content.examples.find((one) => one.rules === rules && one.name === name),
        );
      case 'sanitize':
        return answerTo(asked.sanitize, body, (of) => sanitize(of, desk));
      case 'line':
        return answerTo(asked.line, body, (of) => describeLine(of, desk));
      default:
        return undefined;
    }
  };
}

function answerTo<T>(schema: z.ZodMiniType<T>, body: unknown, answer: (of: T) => unknown): unknown {
  const read = schema.safeParse(body);
  return read.success ? answer(read.data) : undefined;
}

function start({ rules, examples }: PreviewContent): Start {
  return {
    rules: rules.map(({ name }) => name),
    examples: examples.map(({ name, rules: of, endpoint }) => ({ name, rules: of, endpoint })),
    fates: {
      keep: FATE_WORDS.keep.sentence,
      'keep-enum': FATE_WORDS['keep-enum'].sentence,
      partial: FATE_WORDS.partial.sentence,
      conditional: FATE_WORDS.conditional.sentence,
      pseudonymize: FATE_WORDS.pseudonymize.sentence,
      'pseudonymize-reversible': FATE_WORDS['pseudonymize-reversible'].sentence,
      tokenize: FATE_WORDS.tokenize.sentence,
      digest: FATE_WORDS.digest.sentence,
      remove: FATE_WORDS.remove.sentence,
    },
  };
}

interface OfRules {
  readonly rules: string;
  readonly text?: string | undefined;
}

interface Desk {
  /** Undefined for rules that the page does not know. */
  original(of: OfRules): PreviewRules | undefined;
  read(rules: PreviewRules): RulesAtWork;
  readOriginal(rules: PreviewRules): RulesAtWork;
}

function createDesk(content: PreviewContent): Desk {
  return {
    original: ({ rules }) => content.rules.find(({ name }) => name === rules),
    read: createRulesReader(),
    readOriginal: createRulesReader(),
  };
}

function describeRules(of: OfRules, desk: Desk): RulesAnswer | undefined {
  const original = desk.original(of);
  if (original === undefined) return undefined;
  const rules = { ...original, text: of.text ?? original.text };
  const { text } = rules;
  const read = desk.read(rules);
  const toFinding = (problem: Problem): Finding => ({
    line: problem.line,
    column: problem.column,
    text: formatProblem(problem, rules.name, text),
  });
  if (read.kind === 'problems') {
    return { kind: 'problems', text, findings: read.problems.map(toFinding) };
  }
  const { sheet } = read;
  const before = desk.readOriginal(original);
  return {
    kind: 'rules',
    text,
    sha: sheet.sha,
    findings: read.warnings.map(toFinding),
    endpoints: sheet.endpoints.map(({ id, path }) => ({ id, path })),
    answers: shortAnswers(sheet, summarize(sheet)),
    fields: sheet.endpoints.flatMap(listFields),
    changes: before.kind === 'problems' ? [] : changesBetween(before.sheet, sheet),
  };
}

function listFields({ path: endpoint, fields }: SheetEndpoint): readonly ListedField[] {
  return fields.map(({ path, line, fate }) => ({ endpoint, path, line, ...shown(fate) }));
}

function shown(fate: Fate): FateShown {
  return { fate, label: FATE_WORDS[fate].label };
}

/** Fields that are more or less visible than before. */
function changesBetween(before: DataSheet, after: DataSheet): readonly Change[] {
  return diffSheets(before, after).endpoints.flatMap(({ path: endpoint, fields }) =>
    fields.map(({ path, change, from, to }) => ({
      endpoint,
      path,
      change,
      from: shown(from.fate),
      to: shown(to.fate),
    })),
  );
}

interface OfDocument extends OfRules {
  readonly endpoint: string;
  readonly body: string;
}

function sanitize(of: OfDocument, desk: Desk): Comparison | undefined {
  const original = desk.original(of);
  if (original === undefined) return undefined;
  const read = desk.read({ ...original, text: of.text ?? original.text });
  if (read.kind === 'problems') {
    return {
      kind: 'refused',
      message: 'These rules have problems, so nothing would leave. They are listed with the rules.',
    };
  }
  if (read.kind === 'api') {
    const endpoint = read.policy.endpoints.find(({ id }) => id === of.endpoint);
    return endpoint === undefined
      ? NO_ENDPOINT
      : sanitizeDocument(of.body, endpoint, read.document);
  }
  const index = read.sheet.endpoints.findIndex(({ id }) => id === of.endpoint);
  const sheet = read.sheet.endpoints[index];
  const rules = fileRulesOf(read.document.rules)[index];
  if (sheet === undefined || rules === undefined) return NO_ENDPOINT;
  return sanitizeFileText(of.body, rules, sheet);
}

const NO_ENDPOINT: Comparison = {
  kind: 'refused',
  message:
    'The rules no longer have this endpoint, so the proxy would refuse the call. Choose another.',
};

interface OfLine extends OfRules {
  readonly line: number;
}

/** What a line says, and what would leave if it were not there. */
function describeLine(of: OfLine, desk: Desk): LineAnswer | undefined {
  const original = desk.original(of);
  if (original === undefined) return undefined;
  const rules = { ...original, text: of.text ?? original.text };
  const read = desk.read(rules);
  const lines = rules.text.split('\n');
  const source = lines[of.line - 1];
  if (read.kind === 'problems' || source === undefined) return undefined;
  const text = lines.toSpliced(of.line - 1, 1).join('\n');
  // Not by the desk: what it remembers is the text at hand.
  const without = createRulesReader()({ ...rules, text });
  return {
    source: source.trim(),
    isLoadable: without.kind !== 'problems',
    changes: without.kind === 'problems' ? [] : changesBetween(read.sheet, without.sheet),
  };
}

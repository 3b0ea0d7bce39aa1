import type { ColumnarRules, PipelineStep, TextPiece } from '../../rules/bulk/document.ts';
import type { RegexMatch } from '../../regex.ts';
import type { Pseudonymizer } from '../../pseudonym/pseudonymizer.ts';
import { holdsAddress } from '../../sanitize/holds-address.ts';
import { isBlankText } from '../csv/blanks.ts';
import type { OutputColumn } from './column-plan.ts';

/** What is written for a cell, before quoting. */
export interface TreatedCell {
  readonly text: string;
  /** The leak guard took the text away. */
  readonly isLeak: boolean;
}

/** The text of a cell, trimmed → what is written for it. */
export type TreatCell = (text: string) => TreatedCell;

export interface CellTools {
  readonly pseudonymizer: Pseudonymizer;
  readonly rules: Pick<ColumnarRules, 'pseudonymFormat' | 'neutralizeFormulas'>;
  /** False for lookup tables, and where LEAK_GUARD is off. */
  readonly hasLeakGuard: boolean;
}

const EMPTY: TreatedCell = { text: '', isLeak: false };
const LEAK: TreatedCell = { text: '', isLeak: true };

/** Blank? → steps → pseudonym → leak guard (cells in clear) → formula guard. */
export function createTreatCell(column: OutputColumn, tools: CellTools): TreatCell {
  const { pseudonymizer, hasLeakGuard } = tools;
  const { neutralizeFormulas, pseudonymFormat } = tools.rules;
  const options = {
    encoding: pseudonymFormat,
    includeReversible: false,
    includeOriginal: false,
  } as const;
  const toPseudonym = (text: string): string => pseudonymizer.pseudonymize(text, options);
  const steps = column.steps.map((step) => compileStep(step, toPseudonym));
  const hashesAtEnd =
    column.isPseudonymized && !column.steps.some(({ kind }) => kind === 'pseudonymize');
  return (cell) => {
    if (isBlankText(cell)) return EMPTY;
    let text: string | undefined = cell;
    for (const step of steps) {
      text = step(text);
      if (text === undefined) return EMPTY;
    }
    if (column.isPseudonymized) {
      if (!hashesAtEnd) return { text, isLeak: false };
      return isBlankText(text) ? EMPTY : { text: toPseudonym(text), isLeak: false };
    }
    // Privacy: the last look at what leaves in clear.
    if (hasLeakGuard && holdsAddress(text)) return LEAK;
    return { text: neutralizeFormulas ? neutralizeFormula(text) : text, isLeak: false };
  };
}

/** A text that a spreadsheet would run is marked as text. */
export function neutralizeFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

type Step = (text: string) => string | undefined;

function compileStep(step: PipelineStep, toPseudonym: (text: string) => string): Step {
  switch (step.kind) {
    case 'filter':
      return (text) => {
        const { regex } = step;
        if (regex.groupCount === 0) return regex.matchesWhole(text) === true ? text : undefined;
        return regex.matchWhole(text)?.groups[1]?.text;
      };
    case 'format':
      return (text) => fill(step.pieces, () => text);
    case 'replace':
      return (text) => {
        if (step.regex.matchesWhole(text) !== true) {
          return step.otherwise === 'unchanged' ? text : undefined;
        }
        return replaceAll(text, step);
      };
    case 'pseudonymize':
      return (text) => (isBlankText(text) ? undefined : toPseudonym(text));
    default:
      return step satisfies never;
  }
}

function replaceAll(
  text: string,
  { regex, pieces }: Extract<PipelineStep, { kind: 'replace' }>,
): string | undefined {
  // As Java replaces: `.*` also matches the nothing behind the text.
  const matches = regex.findAll(text, { keepEmpty: true });
  if (matches === undefined) return undefined;
  let [written, at] = ['', 0];
  for (const match of matches) {
    written += text.slice(at, match.start) + fill(pieces, (group) => groupText(match, group));
    at = match.end;
  }
  return written + text.slice(at);
}

function groupText(match: RegexMatch, group: number): string {
  return match.groups[group]?.text ?? '';
}

function fill(pieces: readonly TextPiece[], valueOf: (group: number) => string): string {
  return pieces.map((piece) => (typeof piece === 'number' ? valueOf(piece) : piece)).join('');
}

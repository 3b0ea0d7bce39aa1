export type ProblemCode =
  | 'yaml-syntax'
  | 'unknown-key'
  | 'forbidden-key'
  | 'wrong-type'
  | 'empty-list'
  | 'missing-key'
  | 'two-paths'
  | 'duplicate-id'
  | 'bad-template'
  | 'unbounded-parameter'
  | 'unknown-parameter'
  | 'unknown-method'
  | 'forbidden-header'
  | 'bad-regex'
  | 'bad-path'
  | 'bad-parameter-schema'
  | 'bad-schema'
  | 'unknown-definition'
  | 'unknown-transform'
  | 'bad-option'
  | 'missing-secret'
  | 'two-kinds'
  | 'empty-rules'
  | 'undecided'
  | 'blank-name'
  | 'name-clash'
  | 'include-without-source'
  | 'clear-copy'
  | 'unsupported-format';

export type WarningCode =
  | 'overlap'
  | 'no-response-schema'
  | 'write-method'
  | 'any-query'
  | 'untyped-leaf'
  | 'unenforced-format'
  | 'unknown-type'
  | 'ignored-key'
  | 'look-around'
  | 'slow-pattern'
  | 'nothing-to-do'
  | 'double-transform'
  | 'includes-original'
  | 'not-executed'
  | 'kept-identifier'
  | 'body-never-read'
  | 'undecided'
  | 'redact-wins'
  | 'clear-part'
  | 'literal-asterisk';

/** A finding in a rules file; line and column from 1, of the key or value at fault. Quotes rules text only. */
export interface Problem {
  readonly code: ProblemCode | WarningCode;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** Character position from 1 inside a value. */
  readonly at?: number;
  /** The nearest known name. */
  readonly hint?: string;
}

/** One line with file, place and message, then the source line and a caret under the place. */
export function formatProblem(problem: Problem, file: string, text: string): string {
  const { line, column } = problem;
  const hint = problem.hint === undefined ? '' : `; did you mean "${problem.hint}"?`;
  const source = text.split(/\r?\n/)[line - 1] ?? '';
  const gutter = String(line).padStart(5);
  return [
    `${file}:${String(line)}:${String(column)}: ${messageOf(problem)}${hint}`,
    `${gutter} | ${source}`,
    `${' '.repeat(gutter.length)} | ${' '.repeat(Math.max(0, column - 1))}^`,
  ].join('\n');
}

/** The message with the place inside a value. */
export function messageOf({ message, at }: Problem): string {
  return at === undefined ? message : `${message} at character ${String(at)}`;
}

export function byPosition(one: Problem, other: Problem): number {
  return one.line - other.line || one.column - other.column;
}

/** The known name nearest to a wrong one, if it is near enough to be what was meant. */
export function nearestName(wrong: string, known: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(wrong.length / 3));
  const near = [...known]
    .map((name) => ({ name, distance: editDistance(wrong.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return near[0]?.name;
}

/** Damerau-Levenshtein distance with adjacent transpositions. */
function editDistance(one: string, other: string): number {
  let before: readonly number[] = [];
  let above: readonly number[] = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      const costs = [
        (current[column - 1] ?? 0) + 1,
        (above[column] ?? 0) + 1,
        (above[column - 1] ?? 0) + Number(!isSame),
      ];
      const isSwap = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (row > 1 && column > 1 && isSwap) costs.push((before[column - 2] ?? 0) + 1);
      current.push(Math.min(...costs));
    }
    before = above;
    above = current;
  }
  return above[other.length] ?? 0;
}

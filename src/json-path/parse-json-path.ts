import type { CompileRegex } from '../regex/compile-regex.ts';
import type { JsonPath, JsonPathProblem, Step } from './json-path.ts';
import { parseFilter } from './parse-filter.ts';
import { JsonPathError, TextCursor } from './text-cursor.ts';

export type ParsedJsonPath =
  | { readonly kind: 'path'; readonly path: JsonPath }
  | { readonly kind: 'problem'; readonly problem: JsonPathProblem };

/** Reads a JSON path of the dialect in docs/rules.md ("JSON paths"); positions count from the text as given. */
export function parseJsonPath(text: string, compileRegex: CompileRegex): ParsedJsonPath {
  const cursor = new TextCursor(text.trimEnd());
  cursor.skipBlanks();
  try {
    return { kind: 'path', path: { text: text.trim(), steps: readSteps(cursor, compileRegex) } };
  } catch (error) {
    if (error instanceof JsonPathError) return { kind: 'problem', problem: error.problem };
    throw error;
  }
}

const NAME = /[^\s.[\]()'",*?]+/y;

function readSteps(cursor: TextCursor, compileRegex: CompileRegex): readonly Step[] {
  const steps: Step[] = [];
  const hasRoot = cursor.take('$');
  if (!hasRoot && !'.['.includes(cursor.peek())) steps.push(readName(cursor, false));
  while (!cursor.isAtEnd) steps.push(readStep(cursor, compileRegex));
  if (steps.length === 0) cursor.fail('a step such as .name');
  return steps;
}

function readStep(cursor: TextCursor, compileRegex: CompileRegex): Step {
  const descend = cursor.take('..');
  const dotted = descend || cursor.take('.');
  if (cursor.peek() !== '[') {
    if (!dotted) cursor.fail('".", ".." or "["');
    return readName(cursor, descend);
  }
  cursor.expect('[');
  const step = readBracket(cursor, descend, compileRegex);
  if (dotted && !descend && step.kind !== 'names') cursor.fail('a quoted name after ".["');
  return step;
}

function readName(cursor: TextCursor, descend: boolean): Step {
  if (cursor.take('*')) return { kind: 'wildcard', descend };
  const name = cursor.match(NAME);
  if (name === undefined) cursor.fail('a name');
  return { kind: 'names', names: [name], descend };
}

function readBracket(cursor: TextCursor, descend: boolean, compileRegex: CompileRegex): Step {
  if (cursor.take('?')) {
    cursor.expect('(', '"(" after "[?"');
    const test = parseFilter(cursor, compileRegex);
    cursor.expect(')');
    cursor.expect(']');
    return { kind: 'filter', test, descend };
  }
  cursor.skipBlanks();
  const step = readSelector(cursor, descend);
  cursor.skipBlanks();
  cursor.expect(']');
  return step;
}

function readSelector(cursor: TextCursor, descend: boolean): Step {
  if (cursor.take('*')) return { kind: 'wildcard', descend };
  if ('\'"'.includes(cursor.peek()) && !cursor.isAtEnd) {
    return { kind: 'names', names: readList(cursor, () => cursor.quoted()), descend };
  }
  const from = readInteger(cursor);
  if (cursor.take(':')) return { kind: 'slice', from, to: readInteger(cursor), descend };
  if (from === undefined) cursor.fail('a quoted name, "*", an index, a slice or "?("');
  const rest =
    cursor.match(/\s*,\s*/y) === undefined ? [] : readList(cursor, () => readInteger(cursor));
  return { kind: 'indexes', indexes: [from, ...rest], descend };
}

/** One or more members of one kind, separated by commas with blanks around. */
function readList<T>(cursor: TextCursor, readOne: () => T | undefined): readonly T[] {
  const members: T[] = [];
  do {
    const member = readOne();
    if (member === undefined) cursor.fail('a member of the same kind');
    members.push(member);
  } while (cursor.match(/\s*,\s*/y) !== undefined);
  return members;
}

function readInteger(cursor: TextCursor): number | undefined {
  const digits = cursor.match(/-?(?:0|[1-9][0-9]{0,8})(?![0-9])/y);
  return digits === undefined ? undefined : Number(digits);
}

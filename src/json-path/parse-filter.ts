import type { Expression, Literal, Operand, PathOperand } from './json-path.ts';
import type { CompileRegex } from '../regex/compile-regex.ts';
import { JsonPathError, type TextCursor } from './text-cursor.ts';

/** Reads a filter expression: `||` under `&&` under `!`, parentheses, comparisons. */
export function parseFilter(cursor: TextCursor, compileRegex: CompileRegex): Expression {
  const readTerms = (kind: 'or' | 'and', sign: string, readOne: () => Expression): Expression => {
    const terms = [readOne()];
    for (cursor.skipBlanks(); cursor.take(sign); cursor.skipBlanks()) terms.push(readOne());
    const [only] = terms;
    return terms.length === 1 && only !== undefined ? only : { kind, terms };
  };
  const readOr = (): Expression => readTerms('or', '||', readAnd);
  const readAnd = (): Expression => readTerms('and', '&&', readNot);
  const readNot = (): Expression => {
    cursor.skipBlanks();
    if (cursor.peek() === '!' && cursor.text.charAt(cursor.at + 1) !== '=') {
      cursor.expect('!');
      return { kind: 'not', term: readNot() };
    }
    if (!cursor.take('(')) return readTest(cursor, compileRegex);
    const inner = readOr();
    cursor.skipBlanks();
    cursor.expect(')');
    return inner;
  };
  const expression = readOr();
  cursor.skipBlanks();
  return expression;
}

const OPERATOR = /==|!=|<=|>=|<|>/y;

function readTest(cursor: TextCursor, compileRegex: CompileRegex): Expression {
  const start = cursor.at;
  const left = readOperand(cursor);
  cursor.skipBlanks();
  if (left.kind === 'path') {
    if (cursor.take('=~')) return readMatch(cursor, left, compileRegex);
    const word = cursor.match(/(?:nin|in)(?=[\s[])/y);
    if (word !== undefined) return readIn(cursor, left, word === 'nin');
  }
  const operator = cursor.match(OPERATOR);
  if (operator === undefined) {
    if (left.kind === 'literal') throw new JsonPathError(start, 'a comparison with "@"');
    return { kind: 'exists', operand: left };
  }
  cursor.skipBlanks();
  const right = readOperand(cursor);
  if (left.kind === 'literal' && right.kind === 'literal') {
    throw new JsonPathError(start, 'at least one side that starts with "@"');
  }
  return { kind: 'compare', operator: toOperator(operator), left, right };
}

function toOperator(text: string): '==' | '!=' | '<' | '<=' | '>' | '>=' {
  switch (text) {
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
      return text;
    default:
      return '>=';
  }
}

function readOperand(cursor: TextCursor): Operand {
  if (cursor.take('@')) return readPathOperand(cursor);
  return { kind: 'literal', value: readLiteral(cursor) };
}

const OPERAND_NAME = /[^\s.[\]()'",*?=!<>~&|]+/y;

function readPathOperand(cursor: TextCursor): PathOperand {
  const steps: (string | number)[] = [];
  for (;;) {
    const step = readOperandStep(cursor);
    if (step === undefined) return { kind: 'path', steps };
    steps.push(step);
  }
}

/** `.name`, `['name']`, `.['name']` or `[0]`; undefined where the operand ends. */
function readOperandStep(cursor: TextCursor): string | number | undefined {
  if (cursor.take('.') && cursor.peek() !== '[') {
    const name = cursor.match(OPERAND_NAME) ?? cursor.fail('a name');
    return cursor.peek() === '(' ? cursor.fail('no function') : name;
  }
  if (!cursor.take('[')) return undefined;
  const key = readOperandKey(cursor);
  cursor.skipBlanks();
  cursor.expect(']');
  return key;
}

function readOperandKey(cursor: TextCursor): string | number {
  cursor.skipBlanks();
  const index = cursor.match(/-?(?:0|[1-9][0-9]{0,8})(?![0-9])/y);
  const key = index === undefined ? cursor.quoted() : Number(index);
  return key ?? cursor.fail('a quoted name or an index');
}

function readLiteral(cursor: TextCursor): Literal {
  const text = cursor.quoted();
  if (text !== undefined) return text;
  const number = cursor.match(/-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y);
  if (number !== undefined) return Number(number);
  const word = cursor.match(/(?:true|false|null)(?![A-Za-z0-9_])/y);
  if (word === undefined) cursor.fail('"@…", a string, a number, true, false or null');
  return word === 'null' ? null : word === 'true';
}

function readIn(cursor: TextCursor, operand: PathOperand, negated: boolean): Expression {
  cursor.skipBlanks();
  cursor.expect('[');
  const list: Literal[] = [];
  do {
    cursor.skipBlanks();
    list.push(readLiteral(cursor));
    cursor.skipBlanks();
  } while (cursor.take(','));
  cursor.expect(']');
  return { kind: 'in', negated, operand, list };
}

function readMatch(
  cursor: TextCursor,
  operand: PathOperand,
  compileRegex: CompileRegex,
): Expression {
  cursor.skipBlanks();
  const start = cursor.at;
  const literal = cursor.match(/\/(?:[^/\\]|\\[^])*\/[a-z]*/y);
  if (literal === undefined) cursor.fail('a regex between slashes');
  const end = literal.lastIndexOf('/');
  const flags = literal.slice(end + 1);
  if (!/^[ims]*$/.test(flags)) throw new JsonPathError(start + end + 1, 'the flags i, s or m');
  const source = literal.slice(1, end).replaceAll('\\/', '/');
  const compiled = compileRegex(flags === '' ? source : `(?${flags})${source}`, {
    lookAround: 'refused',
  });
  if (compiled.kind === 'problem') throw new JsonPathError(start, compiled.problem.expected);
  return { kind: 'matches', operand, regex: compiled.regex };
}

/** Random documents and random JSON paths that meet often. */
import fc from 'fast-check';
import type { JsonValue } from '../../src/json.ts';

const COMMON = ['a', 'b', 'c'];
const ODD = ['e-mail', 'größe', '@odata', '__proto__', 'constructor', 'x.y', "it's", '[*]', '12'];

const scalar = fc.constantFrom<JsonValue>('', 'x', 'Xy', '1', '1.0', 0, 1, -2.5, true, false, null);

interface DocumentParts {
  readonly names: fc.Arbitrary<string>;
  readonly scalars?: fc.Arbitrary<JsonValue>;
}

/** Objects of at most five levels. Through a text, so that `__proto__` is a name as any other. */
export function randomDocument({
  names,
  scalars = scalar,
}: DocumentParts): fc.Arbitrary<JsonValue> {
  return fc.letrec<{ value: JsonValue; array: JsonValue; object: JsonValue }>((tie) => ({
    value: fc.oneof({ maxDepth: 5, withCrossShrink: true }, scalars, tie('array'), tie('object')),
    array: fc.array(tie('value'), { maxLength: 4 }),
    object: fc
      .uniqueArray(fc.tuple(names, tie('value')), { maxLength: 4, selector: ([name]) => name })
      .map((members) => {
        const texts = members.map((member) => member.map((one) => JSON.stringify(one)).join(':'));
        return JSON.parse(`{${texts.join(',')}}`) as JsonValue;
      }),
  })).object;
}

export const commonName = fc.constantFrom(...COMMON);
export const anyName = fc.oneof(
  { weight: 3, arbitrary: commonName },
  { weight: 1, arbitrary: fc.constantFrom(...ODD) },
);

const quoted = (name: string): string => `'${name.replaceAll("'", "\\'")}'`;
const isBare = (name: string): boolean => !/[.'[\]*]/.test(name);
const index = fc.integer({ min: -2, max: 3 });
const bound = fc.option(index.map(String), { nil: '' });
const descending = (step: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom('', '..'), step).map((parts) => parts.join(''));

/** `.name`, `..name`, `['a' , 'b']`, `[*]`, `.*`, `[1:]`, and the same after `..`. */
export const placeStep = (names: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    fc.tuple(fc.constantFrom('.', '..'), names.filter(isBare)).map((parts) => parts.join('')),
    descending(
      fc
        .array(names, { minLength: 1, maxLength: 3 })
        .map((union) => `[${union.map(quoted).join(' , ')}]`),
    ),
    descending(fc.tuple(bound, bound).map((bounds) => `[${bounds.join(':')}]`)),
    fc.constantFrom('[*]', '.*', '..*', '..[*]'),
  );

export const indexStep = (indexes = index): fc.Arbitrary<string> =>
  descending(
    fc.array(indexes, { minLength: 1, maxLength: 2 }).map((list) => `[${list.join(',')}]`),
  );

const operand = fc.constantFrom('@', '@.a', '@.b.c', "@['x.y']", '@.a[0]', '@.b[-1]', '@.c');
const literal = fc.constantFrom("'x'", '"Xy"', "'1'", '1', '1.0', '-2.5', 'true', 'false', 'null');
const operator = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
const comparison = fc.oneof(
  operand,
  fc.tuple(operand, operator, literal).map((parts) => parts.join(' ')),
  fc.tuple(literal, operator, operand).map((parts) => parts.join('')),
  fc.tuple(operand, operator, operand).map((parts) => parts.join(' ')),
  fc.tuple(operand, fc.constantFrom('in', 'nin')).map((parts) => `${parts.join(' ')} ['x',1,null]`),
  operand.map((one) => `${one} =~ /x.*/i`),
);
const expression = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3 },
    comparison,
    fc
      .tuple(tie('expression'), fc.constantFrom('&&', '||'), tie('expression'))
      .map((parts) => `(${parts.join(' ')})`),
    tie('expression').map((one) => `!(${one})`),
  ),
})).expression;
export const filterStep = descending(expression.map((one) => `[?(${one})]`));

export const pathOfSteps = (...steps: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.array(fc.oneof(...steps), { minLength: 1, maxLength: 3 }).map((list) => `$${list.join('')}`);

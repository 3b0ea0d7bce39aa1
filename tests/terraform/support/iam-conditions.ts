/** The Condition element. Source: AWS IAM User Guide, condition operators. */
import { BlockList, isIPv6 } from 'node:net';

export type OneOrMore = string | readonly string[];

/** Every key must hold, by any of its values. */
export function holds(
  operator: string,
  keys: Readonly<Record<string, OneOrMore>>,
  context: Readonly<Record<string, OneOrMore>>,
): boolean {
  return Object.entries(keys).every(([key, wanted]) => {
    const found = Object.entries(context).find(
      ([name]) => name.toLowerCase() === key.toLowerCase(),
    )?.[1];
    const values = found === undefined ? undefined : listOf(found);
    if (operator === 'Null') return listOf(wanted).includes(String(values === undefined));
    const name = operator.replace(/IfExists$/, '');
    const [positive, isNegated] = [name.replace('Not', ''), name.includes('Not')];
    const test = TESTS[positive];
    if (test === undefined) throw new Error(`cannot judge ${operator}`);
    if (values === undefined) return isNegated || name !== operator;
    const isMet = values.some((value) => listOf(wanted).some((one) => test(one, value)));
    return isNegated ? !isMet : isMet;
  });
}

const TESTS: Readonly<Record<string, (wanted: string, value: string) => boolean>> = {
  StringEquals: (wanted, value) => wanted === value,
  StringLike: isLike,
  ArnEquals: isArnLike,
  ArnLike: isArnLike,
  Bool: (wanted, value) => wanted.toLowerCase() === value.toLowerCase(),
  IpAddress: isInBlock,
  NumericLessThan: (wanted, value) => Number(value) < Number(wanted),
};

export function listOf(value: OneOrMore): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

const compiled = new Map<string, RegExp>();

/** `*` is any text, `?` one character. */
export function isLike(pattern: string, text: string): boolean {
  const known = compiled.get(pattern) ?? compile(pattern);
  compiled.set(pattern, known);
  return known.test(text);
}

function compile(pattern: string): RegExp {
  if (pattern.includes('${')) throw new Error('cannot judge policy variables');
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}

/** Each of the six parts for itself. */
function isArnLike(pattern: string, arn: string): boolean {
  const [patterns, parts] = [pattern, arn].map((text) =>
    text.match(/^([^:]*):([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/s)?.slice(1),
  );
  return (
    patterns !== undefined &&
    parts !== undefined &&
    patterns.every((one, index) => isLike(one, parts[index] ?? ''))
  );
}

function isInBlock(block: string, address: string): boolean {
  const [net = '', bits = isIPv6(net) ? '128' : '32'] = block.split('/');
  const family = (ip: string): 'ipv4' | 'ipv6' => (isIPv6(ip) ? 'ipv6' : 'ipv4');
  const blocks = new BlockList();
  blocks.addSubnet(net, Number(bits), family(net));
  return family(net) === family(address) && blocks.check(address, family(address));
}

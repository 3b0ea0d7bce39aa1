/**
 * Decides as IAM does, as far as the policies here go; whatever it does not know it refuses to judge.
 * Source: AWS IAM User Guide, policy evaluation logic and JSON policy elements.
 */
import { holds, isLike, listOf, type OneOrMore } from './iam-conditions.ts';

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, OneOrMore>>;
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

export interface Policy {
  readonly Statement: Statement | readonly Statement[];
}

/** Who asks. `kind` is that of the Principal element: AWS, Service or Federated. */
export interface Principal {
  readonly kind: 'AWS' | 'Service' | 'Federated';
  readonly id: string;
}

export interface Request {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, OneOrMore>>;
}

export interface Policies {
  readonly identity?: readonly Policy[];
  readonly resource?: readonly Policy[];
}

const KNOWN = [
  'Sid',
  'Effect',
  'Principal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/**
 * An explicit deny wins. Else one allow is enough, by identity or by resource; a principal of another account
 * needs both. A resource policy that names a whole account (`…:root`) only lets that account decide.
 */
export function isAllowed(request: Request, { identity = [], resource = [] }: Policies): boolean {
  const own = statementsOf(identity).filter((one) => appliesTo(one, request));
  const theirs = statementsOf(resource).filter(
    (one) => naming(one, request.principal) !== undefined && appliesTo(one, request),
  );
  if ([...own, ...theirs].some(({ Effect }) => Effect === 'Deny')) return false;
  if (isOtherAccount(request)) return own.length > 0 && theirs.length > 0;
  return own.length > 0 || theirs.some((one) => naming(one, request.principal) === 'itself');
}

function statementsOf(policies: readonly Policy[]): readonly Statement[] {
  const statements = policies.flatMap(({ Statement: some }) => some);
  for (const statement of statements) {
    const strange = Object.keys(statement).filter((name) => !KNOWN.includes(name));
    if (strange.length > 0) throw new Error(`cannot judge ${strange.join()}`);
  }
  return statements;
}

function isOtherAccount({ principal, resource }: Request): boolean {
  const [mine, theirs] = [principal.id, resource].map((arn) => arn.split(':')[4] ?? '');
  return principal.kind === 'AWS' && mine !== '' && theirs !== '' && mine !== theirs;
}

function naming(
  { Principal: named }: Statement,
  { kind, id }: Principal,
): 'itself' | 'account' | undefined {
  if (named === undefined) throw new Error('a resource policy names its principals');
  const names = named === '*' ? ['*'] : listOf(named[kind] ?? []);
  if (names.some((one) => one === id || one === '*')) return 'itself';
  const account = id.split(':')[4];
  const isAccount = names.some((one) => one.endsWith(':root') && one.split(':')[4] === account);
  return isAccount ? 'account' : undefined;
}

function appliesTo(statement: Statement, { action, resource, context = {} }: Request): boolean {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  const lowerCased = (some: OneOrMore): readonly string[] =>
    listOf(some).map((one) => one.toLowerCase());
  const isAction = isNamed(action.toLowerCase(), lowerCased(Action ?? []));
  const isOtherAction = NotAction && !isNamed(action.toLowerCase(), lowerCased(NotAction));
  // Trust policies have no resource: the role they are of is meant.
  const isResource = NotResource === undefined && isNamed(resource, listOf(Resource ?? '*'));
  const isOtherResource = NotResource && !isNamed(resource, listOf(NotResource));
  return (
    (isAction || isOtherAction === true) &&
    (isResource || isOtherResource === true) &&
    Object.entries(Condition).every(([operator, keys]) => holds(operator, keys, context))
  );
}

function isNamed(text: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => isLike(pattern, text));
}

import { describe, expect, it } from 'vitest';
import { isAllowed, type Policies, type Request, type Statement } from './support/iam.ts';

const ME = { kind: 'AWS', id: 'arn:aws:iam::111111111111:role/me' } as const;
const THEM = { kind: 'AWS', id: 'arn:aws:iam::222222222222:role/them' } as const;
const QUEUE = 'arn:aws:sqs:eu-west-1:111111111111:q';
const request: Request = { principal: ME, action: 'sqs:SendMessage', resource: QUEUE };

const allow = (more: Partial<Statement> = {}): Statement => ({
  Effect: 'Allow',
  Action: 'sqs:SendMessage',
  Resource: QUEUE,
  ...more,
});
const policies = (some: {
  readonly identity?: readonly Statement[];
  readonly resource?: readonly Statement[];
}): Policies => ({
  identity: [{ Statement: some.identity ?? [] }],
  resource: [{ Statement: some.resource ?? [] }],
});

describe('who is let in', () => {
  const allowMe = allow({ Principal: { AWS: ME.id } });
  it.each<[string, Policies, Partial<Request>, boolean]>([
    ['nothing said is no', policies({}), {}, false],
    ['an allow of the identity', policies({ identity: [allow()] }), {}, true],
    ['an allow of the resource', policies({ resource: [allowMe] }), {}, true],
    [
      'a deny over an allow',
      policies({ identity: [allow(), allow({ Effect: 'Deny', Action: 'sqs:*' })] }),
      {},
      false,
    ],
    [
      'a deny of the resource over an allow of the identity',
      policies({ identity: [allow()], resource: [allow({ Effect: 'Deny', Principal: '*' })] }),
      {},
      false,
    ],
    [
      'another account by its identity alone',
      policies({ identity: [allow()] }),
      { principal: THEM },
      false,
    ],
    [
      'another account by both',
      policies({ identity: [allow()], resource: [allow({ Principal: { AWS: THEM.id } })] }),
      { principal: THEM },
      true,
    ],
    [
      'a whole account named by the resource: the identity decides',
      policies({ resource: [allow({ Principal: { AWS: 'arn:aws:iam::111111111111:root' } })] }),
      {},
      false,
    ],
    [
      'somebody else named',
      policies({ resource: [allow({ Principal: { AWS: THEM.id } })] }),
      {},
      false,
    ],
    [
      'a service',
      policies({ resource: [allow({ Principal: { Service: 's3.amazonaws.com' } })] }),
      { principal: { kind: 'Service', id: 's3.amazonaws.com' } },
      true,
    ],
    [
      'a service by the name of another',
      policies({ resource: [allow({ Principal: { Service: 's3.amazonaws.com' } })] }),
      { principal: { kind: 'Service', id: 'sns.amazonaws.com' } },
      false,
    ],
  ])('%s', (_name, some, change, expected) => {
    expect(isAllowed({ ...request, ...change }, some)).toBe(expected);
  });
});

describe('what is named', () => {
  it.each<[Partial<Statement>, Partial<Request>, boolean]>([
    [{ Action: 'SQS:sendmessage' }, {}, true],
    [{ Action: ['sqs:ReceiveMessage', 'sqs:Send*'] }, {}, true],
    [{ Action: 'sqs:SendMessag?' }, {}, true],
    [{ Action: 'sqs:Send' }, {}, false],
    [{ Action: '*' }, {}, true],
    [{ Resource: '*' }, {}, true],
    [{ Resource: 'arn:aws:sqs:*:111111111111:*' }, {}, true],
    [{ Resource: QUEUE.toUpperCase() }, {}, false],
    [{ Resource: `${QUEUE}-??????` }, { resource: `${QUEUE}-AbCdEf` }, true],
    [{ Resource: `${QUEUE}-??????` }, { resource: `${QUEUE}-AbCdEfg` }, false],
    [{ Resource: `${QUEUE}.x` }, { resource: `${QUEUE}zx` }, false],
  ])('%j for %j: %s', (statement, change, expected) => {
    expect(isAllowed({ ...request, ...change }, policies({ identity: [allow(statement)] }))).toBe(
      expected,
    );
  });

  it('all but what is named', () => {
    const rest: Statement = { Effect: 'Allow', Resource: QUEUE };
    const other: Statement = { Effect: 'Allow', Action: 'sqs:SendMessage' };
    const judged = (statement: Statement): boolean =>
      isAllowed(request, policies({ identity: [statement] }));

    expect(judged({ ...rest, NotAction: 'sqs:SendMessage' })).toBe(false);
    expect(judged({ ...rest, NotAction: 'sqs:DeleteMessage' })).toBe(true);
    expect(judged({ ...other, NotResource: QUEUE })).toBe(false);
    expect(judged({ ...other, NotResource: `${QUEUE}2` })).toBe(true);
  });
});

describe('on condition', () => {
  it.each<[string, Record<string, string | string[]>, Request['context'], boolean]>([
    ['StringEquals', { 'aws:SourceAccount': '1' }, { 'AWS:sourceaccount': '1' }, true],
    ['StringEquals', { k: ['1', '2'] }, { k: '2' }, true],
    ['StringEquals', { k: '1', l: '1' }, { k: '1', l: '2' }, false],
    ['StringEquals', { k: '1' }, {}, false],
    ['StringEquals', { k: 'A' }, { k: 'a' }, false],
    ['StringEqualsIfExists', { k: '1' }, {}, true],
    ['StringEqualsIfExists', { k: '1' }, { k: '2' }, false],
    ['StringNotEquals', { k: '1' }, {}, true],
    ['StringNotEquals', { k: ['1', '2'] }, { k: '2' }, false],
    ['StringNotEquals', { k: ['1', '2'] }, { k: '3' }, true],
    ['StringLike', { k: 'in/*' }, { k: 'in/a' }, true],
    ['StringLike', { k: 'in/*' }, { k: 'out/a' }, false],
    ['ArnEquals', { k: QUEUE }, { k: QUEUE }, true],
    ['ArnLike', { k: 'arn:aws:sqs:*:111111111111:q*' }, { k: QUEUE }, true],
    ['ArnLike', { k: 'arn:aws:*:q' }, { k: QUEUE }, false],
    ['ArnLike', { k: '*' }, { k: QUEUE }, false],
    ['Bool', { k: 'true' }, { k: 'True' }, true],
    ['Bool', { k: 'true' }, { k: 'false' }, false],
    ['Bool', { k: 'false' }, {}, false],
    ['IpAddress', { k: ['192.0.2.0/24', '2001:db8::/32'] }, { k: '192.0.2.9' }, true],
    ['IpAddress', { k: ['192.0.2.0/24', '2001:db8::/32'] }, { k: '2001:db8::9' }, true],
    ['IpAddress', { k: '192.0.2.0/24' }, { k: '192.0.3.9' }, false],
    ['IpAddress', { k: '192.0.2.0/24' }, {}, false],
    ['NotIpAddress', { k: '192.0.2.0/24' }, { k: '192.0.3.9' }, true],
    ['NotIpAddress', { k: '192.0.2.0/24' }, { k: '192.0.2.9' }, false],
    ['NotIpAddress', { k: '192.0.2.0/24' }, {}, true],
    ['NumericLessThan', { k: '1.2' }, { k: '1.1' }, true],
    ['NumericLessThan', { k: '1.2' }, { k: '1.2' }, false],
    ['Null', { k: 'true' }, {}, true],
    ['Null', { k: 'true' }, { k: '1' }, false],
    ['Null', { k: 'false' }, { k: '1' }, true],
  ])('%s %j, with %j: %s', (operator, keys, context = {}, expected) => {
    const statement = allow({ Condition: { [operator]: keys } });

    expect(isAllowed({ ...request, context }, policies({ identity: [statement] }))).toBe(expected);
  });
});

describe('what it does not know', () => {
  it.each<[string, object]>([
    ['an operator', { Condition: { DateLessThan: { k: '1' } } }],
    ['an element', { NotPrincipal: '*' }],
    ['a policy variable', { Resource: 'arn:aws:s3:::b/${aws:username}/*' }],
  ])('%s is refused, not guessed', (_name, strange) => {
    const statement = { ...allow(), ...strange };

    expect(() =>
      isAllowed({ ...request, context: { k: '1' } }, policies({ identity: [statement] })),
    ).toThrow(/cannot judge/);
  });
});

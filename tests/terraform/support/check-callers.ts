/** Who may become the caller. */
import { textAt } from './deployment.ts';
import { ACCOUNT, roleArn } from './facts.ts';
import { isAllowed, type Policy, type Principal } from './iam.ts';
import { failing, oneWith, type Check } from './instance.ts';

const trustIsNarrow: Check = (instance) => {
  const { facts } = instance;
  const { google, aws, test } = facts.callers;
  const role = oneWith(instance, ['aws_iam_role', 'arn', roleArn(facts, 'caller')]);
  const trust = JSON.parse(textAt(role, 'assume_role_policy') || '{"Statement":[]}') as Policy;
  const own: Policy = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
  const from = facts.ipBlocks?.[0]?.replace('0/24', '9') ?? '198.51.100.9';
  const may = (
    principal: Principal,
    action: string,
    context: Record<string, string>,
    ip = from,
  ): boolean =>
    isAllowed(
      {
        principal,
        action,
        resource: textAt(role, 'arn'),
        context: { 'aws:SourceIp': ip, ...context },
      },
      // Whoever asks may ask; the trust policy must let them in.
      {
        identity: principal.kind === 'AWS' && !principal.id.includes(ACCOUNT) ? [own] : [],
        resource: [trust],
      },
    );
  const memberOf = (arn: string): Principal => ({
    kind: 'AWS',
    id: arn.replace(':root', ':role/collector'),
  });
  const person = (id: string): Principal => ({ kind: 'AWS', id });
  const web: Principal = { kind: 'Federated', id: 'accounts.google.com' };
  const audience = (id: string): Record<string, string> => ({ 'accounts.google.com:aud': id });
  return [
    ...google.flatMap((id) =>
      failing('Google caller', {
        'comes in': may(web, 'sts:AssumeRoleWithWebIdentity', audience(id)),
        'with that id alone':
          !may(web, 'sts:AssumeRoleWithWebIdentity', audience('999999999999999999999')) &&
          !may(web, 'sts:AssumeRoleWithWebIdentity', {}),
        'from that provider alone': !may(
          { kind: 'Federated', id: 'graph.facebook.com' },
          'sts:AssumeRoleWithWebIdentity',
          audience(id),
        ),
        'from its addresses alone':
          facts.ipBlocks === undefined ||
          !may(web, 'sts:AssumeRoleWithWebIdentity', audience(id), '203.0.113.9'),
      }),
    ),
    ...aws.flatMap(({ arn, externalId }) =>
      failing('AWS caller', {
        'comes in': may(memberOf(arn), 'sts:AssumeRole', { 'sts:ExternalId': externalId }),
        'with its external id alone':
          !may(memberOf(arn), 'sts:AssumeRole', {}) &&
          !may(memberOf(arn), 'sts:AssumeRole', { 'sts:ExternalId': 'another' }),
        'from its account alone': !may(
          person('arn:aws:iam::333333333333:role/x'),
          'sts:AssumeRole',
          { 'sts:ExternalId': externalId },
        ),
        'from its addresses alone':
          facts.ipBlocks === undefined ||
          !may(memberOf(arn), 'sts:AssumeRole', { 'sts:ExternalId': externalId }, '203.0.113.9'),
      }),
    ),
    ...test.flatMap((arn) =>
      failing('tester', {
        'comes in': may(person(arn), 'sts:AssumeRole', {}),
        alone: !may(person(`${arn}-2`), 'sts:AssumeRole', {}),
        'from the addresses alone':
          facts.ipBlocks === undefined || !may(person(arn), 'sts:AssumeRole', {}, '203.0.113.9'),
      }),
    ),
    ...failing('caller role', {
      'is for nobody else of this account': !may(
        person(`arn:aws:iam::${ACCOUNT}:role/stranger`),
        'sts:AssumeRole',
        {},
      ),
      'is for no function': facts.functions.every(
        ({ id }) => !may(person(roleArn(facts, id)), 'sts:AssumeRole', {}),
      ),
      'is for an hour': role.values['max_session_duration'] === 3600,
    }),
  ];
};

export const callerChecks = { trustIsNarrow } satisfies Record<string, Check>;

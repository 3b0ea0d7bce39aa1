// The JSON of data "aws_iam_policy_document". The meaning is that of the real provider, the bytes need not be.

/** Returns the policy as JSON text, its statements in the order written. */
export function renderPolicyDocument(document, indent = 2) {
  const sources = (document.source_policy_documents ?? []).map((text) => JSON.parse(text));
  const overrides = (document.override_policy_documents ?? []).map((text) => JSON.parse(text));
  const own = (document.statement ?? []).map(renderStatement);
  const policy = {
    Version: document.version ?? '2012-10-17',
    ...(document.policy_id ? { Id: document.policy_id } : {}),
    Statement: overridden(
      [...sources.flatMap(statementsOf), ...own],
      overrides.flatMap(statementsOf),
    ),
  };
  return JSON.stringify(policy, null, indent);
}

const statementsOf = (policy) => [policy.Statement ?? []].flat();

// A statement replaces an earlier one of the same Sid; the others are added.
function overridden(statements, overrides) {
  const bySid = new Map(
    overrides.filter((statement) => statement.Sid).map((statement) => [statement.Sid, statement]),
  );
  const kept = statements.map((statement) => bySid.get(statement.Sid) ?? statement);
  return [...kept, ...overrides.filter((statement) => !kept.includes(statement))];
}

function renderStatement(statement) {
  return withoutEmpty({
    Sid: statement.sid,
    Effect: statement.effect ?? 'Allow',
    Action: oneOrMany(statement.actions),
    NotAction: oneOrMany(statement.not_actions),
    Resource: oneOrMany(statement.resources),
    NotResource: oneOrMany(statement.not_resources),
    Principal: renderPrincipals(statement.principals),
    NotPrincipal: renderPrincipals(statement.not_principals),
    Condition: renderConditions(statement.condition),
  });
}

// "&{name}" stands for an IAM policy variable, since "${name}" would be Terraform's own.
const policyVariables = (text) => text.replaceAll('&{', '${');

function oneOrMany(values) {
  const texts = (values ?? []).map(policyVariables);
  return texts.length > 1 ? texts.sort() : texts[0];
}

function renderPrincipals(principals) {
  if (!principals?.length) return undefined;
  if (principals.some(({ type, identifiers }) => type === '*' && identifiers.includes('*')))
    return '*';
  return Object.fromEntries(
    principals.map(({ type, identifiers }) => [type, oneOrMany(identifiers)]),
  );
}

function renderConditions(conditions) {
  if (!conditions?.length) return undefined;
  const rendered = {};
  for (const { test, variable, values } of conditions) {
    rendered[test] ??= {};
    rendered[test][variable] =
      values.length > 1 ? values.map(policyVariables) : policyVariables(values[0] ?? '');
  }
  return rendered;
}

function withoutEmpty(object) {
  return Object.fromEntries(
    Object.entries(object).filter(
      ([, value]) => value !== undefined && value !== null && value !== '',
    ),
  );
}

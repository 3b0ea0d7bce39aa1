import { acceptsParameter } from './accept-parameter.ts';
import type { EndpointRule } from './document.ts';
import type {
  BlockedReason,
  Endpoint,
  MatchOutcome,
  ParameterRewriter,
  PathParameter,
  PolicyRequest,
} from './policy.ts';
import { writeQuery } from './request-form.ts';

/** The checks in their order; a refusal names the last one that some endpoint reached. */
const CHECKS = ['path', 'method', 'parameter', 'query'] as const satisfies readonly BlockedReason[];

export interface MatchableEndpoint {
  readonly rule: EndpointRule;
  readonly endpoint: Endpoint;
}

/** The first endpoint in document order whose path, method, path parameters and query all pass. */
export function matchEndpoints(
  endpoints: readonly MatchableEndpoint[],
  request: PolicyRequest,
  rewrite: ParameterRewriter,
): MatchOutcome {
  let furthest = 0;
  for (const { rule, endpoint } of endpoints) {
    const parameters = pathParameters(rule, request, rewrite);
    if (parameters === undefined) continue;
    const checks = [
      rule.methods.includes(request.method),
      parameters.every((parameter) => acceptsPathParameter(parameter, rule)),
      acceptsQuery(request, rule),
    ];
    const failed = checks.indexOf(false);
    if (failed === -1) return { kind: 'matched', endpoint, parameters };
    furthest = Math.max(furthest, failed + 1);
  }
  return { kind: 'blocked', reason: CHECKS[furthest] ?? 'path' };
}

/** What may hold tokens in the path, or undefined if the path does not match. */
function pathParameters(
  rule: EndpointRule,
  { path, query }: PolicyRequest,
  rewrite: ParameterRewriter,
): readonly PathParameter[] | undefined {
  const toParameter = (name: string | undefined, start: number, end: number): PathParameter => {
    const captured = path.slice(start, end);
    const rewritten = name === undefined ? undefined : rewrite(name, captured);
    const value = rewritten ?? decoded(captured);
    return { name, start, end, value, rewritten: rewritten !== undefined };
  };
  if (rule.path.kind === 'template') {
    return rule.path.template
      .match(path)
      ?.map(({ name, start, end }) => toParameter(name, start, end));
  }
  const queryText = writeQuery(query);
  const match = rule.path.regex.matchWhole(queryText === '' ? path : `${path}?${queryText}`);
  if (match === undefined) return undefined;
  const named = [...match.named].filter(([, { end }]) => end <= path.length);
  const groups = named.map(([name, { start, end }]) => toParameter(name, start, end));
  const isFree = (segment: PathParameter): boolean =>
    groups.every((group) => group.end <= segment.start || group.start >= segment.end);
  const segments = segmentSpans(path).map(({ start, end }) => toParameter(undefined, start, end));
  return [...groups, ...segments.filter(isFree)].sort((one, other) => one.start - other.start);
}

function segmentSpans(path: string): readonly { readonly start: number; readonly end: number }[] {
  return [...path.matchAll(/[^/]+/g)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
  }));
}

/** The path has been checked: its escapes are UTF-8. */
function decoded(text: string): string {
  return decodeURIComponent(text);
}

function acceptsPathParameter({ name, value }: PathParameter, rule: EndpointRule): boolean {
  const schema = name === undefined ? undefined : rule.pathParameterSchemas.get(name);
  return schema === undefined || acceptsParameter(value, schema);
}

function acceptsQuery({ query }: PolicyRequest, rule: EndpointRule): boolean {
  const { allowedQueryParams: allowed, queryParamSchemas: schemas } = rule;
  const areAllowed = query.every(({ name, value }) => {
    const lower = name.toLowerCase();
    const schema = schemas.get(lower);
    return (
      (allowed === undefined || allowed.includes(lower)) &&
      (schema === undefined || acceptsParameter(value, schema))
    );
  });
  const required = [...schemas].filter(([, schema]) => schema.required);
  const isPresent = (wanted: string): boolean =>
    query.some(({ name, value }) => name.toLowerCase() === wanted && value !== undefined);
  return areAllowed && required.every(([name]) => isPresent(name));
}

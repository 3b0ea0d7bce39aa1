import type { EndpointRule, ParameterSchema } from '../rules/document.ts';

/**
 * What an endpoint lets a caller ask: each permission with the check that bounds it, as text, so
 * that two rule sets can be compared. A check that is loosened has another text.
 */
export function allowedRequests(endpoint: EndpointRule): ReadonlyMap<string, string> {
  const { methods, allowedQueryParams, queryParamSchemas, pathParameterSchemas } = endpoint;
  const names = allowedQueryParams ?? ['*'];
  const body = endpoint.requestBody;
  return new Map([
    ...methods.map((method) => [`method ${method}`, ''] as const),
    ...names.map((name) => [`query ${name}`, checkText(queryParamSchemas.get(name))] as const),
    ...parameterNames(endpoint).map((name, index) => {
      const what = `path parameter ${String(index + 1)}`;
      return [what, checkText(pathParameterSchemas.get(name))] as const;
    }),
    ...endpoint.allowedRequestHeaders.map((name) => [`header ${name}`, ''] as const),
    ...(body === undefined ? [] : [['request body', checkText(body)] as const]),
  ]);
}

function parameterNames({ path }: EndpointRule): readonly string[] {
  return path.kind === 'template' ? path.template.parameters.map(({ name }) => name) : [];
}

/** The empty text: anything is accepted. */
function checkText(check: ParameterSchema | EndpointRule['requestBody']): string {
  return check === undefined
    ? ''
    : JSON.stringify(check, (_key, value: unknown) =>
        value instanceof Map ? Object.fromEntries<unknown>(value) : sourceOf(value),
      );
}

/** A regex by its text. */
function sourceOf(value: unknown): unknown {
  const isRegex = typeof value === 'object' && value !== null && 'source' in value;
  return isRegex ? value.source : value;
}

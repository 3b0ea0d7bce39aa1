import { describe, expect, test } from 'vitest';
import { compilePolicy } from '../../../src/rules/compile-policy.ts';
import { parseRules } from '../../../src/rules/parse-rules.ts';
import type { Policy } from '../../../src/rules/policy.ts';
import {
  normalizePath,
  parseQuery,
  refusalOf,
  writeQuery,
} from '../../../src/rules/request-form.ts';
import { examplePseudonymizer } from '../../support/example-pseudonymizer.ts';

function policyOf(text: string): Policy {
  const parsed = parseRules(text, { mode: 'compatible' });
  if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
  const compiled = compilePolicy(parsed.document, {
    pseudonymizer: examplePseudonymizer(),
    leakGuard: 'redact',
    knownPaths: () => undefined,
  });
  if (compiled.kind === 'problems') throw new Error(JSON.stringify(compiled.problems));
  return compiled.policy;
}

function match(policy: Policy, url: string, method = 'GET') {
  const [path = '', query = ''] = url.split('?');
  const outcome = policy.match(
    { method, path: normalizePath(path), query: parseQuery(query) },
    () => undefined,
  );
  return outcome.kind === 'matched' ? outcome.parameters.map(({ value }) => value) : outcome.reason;
}

describe('a path template', () => {
  test.each([
    ['/a/{x}', '/a/b', ['b']],
    ['/a/{x}', '/A/b', ['b']],
    ['/a/{x}', '/a/b%2Fc', ['b/c']],
    ['/a/{x}', '/a/', 'path'],
    ['/a/{x}', '/a/b/', 'path'],
    ['/a/{x}', '/a//b', 'path'],
    ['/a/{x}', '/a/b/c', 'path'],
    ['/a{x?}', '/a', ['']],
    ['/a{x?}', '/a.gz', ['.gz']],
    ['/calls(from={a},to={b})', '/calls(from=1,to=2)', ['1', '2']],
    ['/a.b', '/axb', 'path'],
    ['/a+b|c$', '/a+b%7Cc$', []],
  ])('%s on %s: %j', (template, path, expected) => {
    expect(
      match(policyOf(`endpoints: [{pathTemplate: ${JSON.stringify(template)}}]`), path),
    ).toEqual(expected);
  });

  test('a parameter with slashes is bounded by its pattern', () => {
    const policy = policyOf(
      `endpoints: [{pathTemplate: '/m/{u_id+}/p', pathParameterSchemas: {u_id: {pattern: '[A-Za-z0-9+/]{22}=='}}}]`,
    );
    expect(match(policy, '/m/aB/cD+eF//gHiJkLmNoPqR==/p')).toEqual(['aB/cD+eF//gHiJkLmNoPqR==']);
    expect(match(policy, '/m/a/b/p')).toBe('parameter');
  });
});

describe('a request is refused with the last check that some endpoint reached', () => {
  const policy = policyOf(`
endpoints:
  - pathTemplate: /v2/users
    allowedQueryParams: [status, Page_size]
    queryParamSchemas: { page_size: { type: integer }, status: { enum: [active], required: true } }
  - pathTemplate: /v2/users/{id}
    pathParameterSchemas: { id: { anyOf: [{ format: pseudonym }, { pattern: '[A-Za-z0-9_-]{22}' }] } }
    allowedQueryParams: []
  - pathRegex: /v2/x/[a-z]+(\\?from=[0-9-]+)?
    allowedMethods: [get, POST]
`);
  test.each([
    ['/v2/users?status=active', 'GET', []],
    ['/v2/users?STATUS=active&PAGE_SIZE=5', 'HEAD', []],
    ['/v2/users?status=active&page_size=-5', 'GET', 'query'],
    ['/v2/users?status=', 'GET', 'query'],
    ['/v2/users?status', 'GET', 'query'],
    ['/v2/users', 'GET', 'query'],
    ['/v2/users?status=active&other=1', 'GET', 'query'],
    ['/v2/users?status=active', 'POST', 'method'],
    ['/v2/users/summary', 'GET', 'parameter'],
    ['/v2/users/KDcuGIm1QgePTO8WbOqwIQ', 'GET', ['KDcuGIm1QgePTO8WbOqwIQ']],
    [`/v2/users/p~${'A'.repeat(64)}@example.com`, 'GET', [`p~${'A'.repeat(64)}@example.com`]],
    ['/v2/users/KDcuGIm1QgePTO8WbOqwIQ?x=1', 'GET', 'query'],
    ['/v2/X/ab', 'POST', ['v2', 'X', 'ab']],
    ['/v2/x/ab?from=2026-01-01', 'GET', ['v2', 'x', 'ab']],
    ['/v2/x/ab?to=2026-01-01', 'GET', 'path'],
    ['/v2/x/ab', 'HEAD', 'method'],
    ['/nothing', 'GET', 'path'],
  ])('%s %s', (url, method, expected) => {
    expect(match(policy, url, method)).toEqual(expected);
  });
});

describe('the normal form of a request', () => {
  test.each([
    ['/v2/users/p%7EabC', '/v2/users/p~abC'],
    ['/v2/us%65rs', '/v2/users'],
    ['/v2/x/a%2fb', '/v2/x/a%2Fb'],
    ['/v2/x/a%252Fb', '/v2/x/a%252Fb'],
    ['/v2/x/a b', '/v2/x/a%20b'],
    ['/v2/x/ö', '/v2/x/%C3%B6'],
  ])('of the path %s is %s', (path, expected) => {
    expect(refusalOf(path, '')).toBeUndefined();
    expect(normalizePath(path)).toBe(expected);
    expect(normalizePath(expected)).toBe(expected);
  });

  test.each([
    '/v2/users/..',
    '/v2/users/%2E%2E',
    '/v2/users/%252e%252e',
    '/v2/users/..%2Fx',
    '/v2/a%5Cb',
    '/v2/a%00',
    '/.',
    '//x/y',
    'https://other.example/v2',
    'v2',
    '/a\\b',
    '/a\r\nb',
    '/%25252e%25252e',
  ])('refuses %j', (path) => {
    expect(refusalOf(path, '')).toBe('path-form');
  });

  test.each(['/v2/%', '/v2/%ff', '/v2/\ud800'])('refuses the escapes of %j', (path) => {
    expect(refusalOf(path, '')).toBe('encoding');
  });

  test('refuses what is too long, and queries that are no UTF-8', () => {
    expect(refusalOf(`/${'a'.repeat(8192)}`, '')).toBe('too-long');
    expect(refusalOf('/', 'a=%ff')).toBe('encoding');
    expect(refusalOf('/', 'a=%')).toBeUndefined();
  });

  test.each([
    ['a=1;b=2&c', 'a=1&b=2&c'],
    ['a=1;b=x+y&c', 'a=1&b=x%20y&c'],
    ['a=%2B', 'a=%2B'],
    ['=x&a=', 'a='],
    ["q=!$'()*,/:?@~", "q=!$'()*,/:?@~"],
    ['a=%zz', 'a=%25zz'],
  ])('of the query %s is %s', (query, expected) => {
    expect(writeQuery(parseQuery(query))).toBe(expected);
    expect(writeQuery(parseQuery(expected))).toBe(expected);
  });
});

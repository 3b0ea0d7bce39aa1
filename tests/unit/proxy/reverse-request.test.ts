import { expect, test } from 'vitest';
import { reverseRequest } from '../../../src/proxy/reverse-request.ts';
import type { TokenizedRequest } from '../../../src/proxy/reverse-request.ts';
import { examplePseudonymizer } from '../../support/example-pseudonymizer.ts';

const pseudonymizer = examplePseudonymizer();
const token = pseudonymizer.tokenize('a/b c');

const requestOf = (path: string, value: string, rewritten = false): TokenizedRequest => ({
  path,
  parameters: [{ name: 'id', start: 3, end: path.length, value, rewritten }],
  query: [
    { name: 'q', value: token },
    { name: 'flag', value: undefined },
  ],
  headers: [['x-note', `see ${token}`]],
  body: { kind: 'json', contentType: 'application/json', value: { [token]: [token, 1] } },
});

test('tokens turn back in path, query, headers and body values, each in the form of its place', () => {
  const source = {
    encodeParameter: (_name: string | undefined, text: string) => encodeURIComponent(text),
  };

  const clear = reverseRequest(requestOf(`/x/${token}`, token), pseudonymizer, source);

  expect(clear).toEqual({
    kind: 'clear',
    path: '/x/a%2Fb%20c',
    query: 'q=a/b%20c&flag',
    headers: [['x-note', 'see a/b c']],
    body: `{"${token}":["a/b c",1]}`,
    tokensReversed: 4,
  });
});

test.each(['a/b', '..', '.', 'a?b', 'a#b', 'a%zz', 'ä'])(
  'a source module that makes %j of a parameter is not followed',
  (written) => {
    const source = { encodeParameter: () => written };

    expect(reverseRequest(requestOf('/x/1', '1', true), pseudonymizer, source)).toEqual({
      kind: 'refused',
      code: 'FAILED_TO_BUILD_URL',
    });
  },
);

test('a token that stands for what no header can hold is not sent', () => {
  const source = { encodeParameter: (_name: string | undefined, text: string) => text };
  const headers = [['x-note', pseudonymizer.tokenize('Łukasz')]] as const;

  expect(reverseRequest({ ...requestOf('/x/1', '1'), headers }, pseudonymizer, source)).toEqual({
    kind: 'refused',
    code: 'FAILED_TO_BUILD_URL',
  });
});

import { describe, expect, test } from 'vitest';
import { signRequest } from '../../../src/aws/sign-request.ts';
import { readSignature, type SignedRequest } from '../../support/signature.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const secretOf = (id: string): string | undefined => (id === 'AKIDEXAMPLE' ? SECRET : undefined);

describe('the verifier of the tests', () => {
  /** The worked example of AWS's own description of Signature Version 4. */
  const example: SignedRequest = {
    method: 'GET',
    url: '/?Action=ListUsers&Version=2010-05-08',
    headers: {
      host: 'iam.amazonaws.com',
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-amz-date': '20150830T123600Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    },
    body: '',
  };

  test('accepts the example of AWS', () => {
    expect(readSignature(example, secretOf)).toEqual({
      accessKeyId: 'AKIDEXAMPLE',
      region: 'us-east-1',
      service: 'iam',
      signedHeaders: ['content-type', 'host', 'x-amz-date'],
    });
  });

  test.each([
    ['another query', { ...example, url: '/?Action=ListUsers&Version=2010-05-09' }],
    ['another method', { ...example, method: 'POST' }],
    ['another body', { ...example, body: 'x' }],
    ['another host', { ...example, headers: { ...example.headers, host: 'example.org' } }],
    ['no signature', { ...example, headers: {} }],
  ])('refuses %s', (_what, request) => {
    expect(readSignature(request, secretOf)).toBeUndefined();
  });
});

describe('a signed request', () => {
  const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET };

  test.each([
    ['/v2/users', []],
    ['/v2/past_meetings/%252FBc%253D%253D/instances', []],
    ['/v2//users/a%20b', []],
    [
      '/',
      [
        ['b', '2'],
        ['a', 'ü &=+/'],
        ['a', "!'()*"],
        ['', ''],
      ],
    ],
  ] as const)('holds for %s %j', async (path, query) => {
    const request = {
      method: 'GET',
      host: 'a.example:8443',
      path,
      query,
      headers: { 'x-one': ' a  b ' },
    };

    const headers = await signRequest(request, { keys, service: 'lambda', region: 'eu-central-1' });

    const text = query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
    const signed = {
      method: 'GET',
      url: text === '' ? path : `${path}?${text}`,
      headers,
      body: '',
    };
    expect(readSignature(signed, secretOf)).toMatchObject({
      service: 'lambda',
      region: 'eu-central-1',
    });
  });
});

function encode(text: string): string {
  return encodeURIComponent(text);
}

import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { classifyAnswer } from '../../../src/proxy/classify-answer.ts';
import { RawBody } from '../../../src/raw-body.ts';

const classify = (text: string, ...declared: readonly string[]) =>
  classifyAnswer(
    { kind: 'answer', status: 200, headers: new Map(), body: new RawBody(Buffer.from(text)) },
    'GET',
    (name) => declared.includes(name),
  );

describe('an answer of 200 with a code and a message', () => {
  const error = '{"code":300,"message":"jane@example.com is unknown"}';

  test('is an error of the source where the schema knows none of its names', () => {
    expect(classify(error, 'users')).toMatchObject({ kind: 'source-error', sourceCode: 300 });
    expect(classify('{"\\u0063ode":300,"message":"x"}', 'users').kind).toBe('source-error');
  });

  test.each(['code', 'message'])('is data where the schema declares %s', (name) => {
    expect(classify(error, name)).toEqual({ kind: 'content', status: 200, text: error });
  });

  test('is data where the schema declares another of its names', () => {
    const partial = '{"code":300,"message":"partial","users":[{"id":"u1"}]}';

    expect(classify(partial, 'users')).toEqual({ kind: 'content', status: 200, text: partial });
  });

  test.each(['{"code":0,"message":"ok"}', '{"code":300}', '[{"code":300,"message":"x"}]'])(
    '%s is none',
    (text) => {
      expect(classify(text).kind).toBe('content');
    },
  );
});

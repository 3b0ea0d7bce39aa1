import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import {
  startProxy,
  type ProxyAnswer,
  type ProxyOptions,
  type ProxyUnderTest,
} from '../support/local-proxy.ts';
import {
  rawAnswer,
  startRawServer,
  type AnswerRaw,
  type RawServer,
} from '../support/raw-server.ts';

const USERS = JSON.stringify({ users: [], next_page_token: '' });
const JSON_TYPE = 'content-type: application/json';
/** Budget of a call that is to run into its end: what Lambda has left, less what is kept to answer. */
const SHORT = { timeLeftMs: 2600 };

let server: RawServer | undefined;
let proxy: ProxyUnderTest | undefined;

afterEach(async () => {
  await proxy?.close();
  await server?.close();
});

async function behind(answer: AnswerRaw, options: ProxyOptions = {}): Promise<ProxyUnderTest> {
  server = await startRawServer(answer);
  proxy = await startProxy({ ...options, targetBase: server.url });
  // Rules and token are at hand, so that a short budget is spent on the source alone.
  await proxy.call('GET', '/', { headers: { 'x-psoxy-health-check': 'deep' } });
  return proxy;
}

const ask = async (answer: AnswerRaw, options?: ProxyOptions): Promise<ProxyAnswer> =>
  (await behind(answer, options)).call('GET', '/v2/users');

/** The whole answer of an error of ours: nothing but code, fixed text and id. */
function expectError(answer: ProxyAnswer, status: number, code: string): void {
  expect({ status: answer.status, code: answer.headers['X-Psoxy-Error'] }).toEqual({
    status,
    code,
  });
  const body = JSON.parse(answer.body) as Record<string, unknown>;
  expect(Object.keys(body)).toEqual(['error', 'message', 'requestId']);
  expect(body['error']).toBe(code);
}

describe('a source that is slow', () => {
  test('to send headers is left at the end of the budget: 504', async () => {
    const answer = await ask(() => undefined, SHORT);

    expectError(answer, 504, 'SOURCE_API_READ_TIMEOUT');
    expect(server?.requests()).toBe(1);
  });

  test('to send its body is left at the end of the budget: 504', async () => {
    const answer = await ask((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\ncontent-length: 4000\r\n\r\n{"users":`);
    }, SHORT);

    expectError(answer, 504, 'SOURCE_API_READ_TIMEOUT');
  });
});

describe('a source that breaks off', () => {
  test('in the middle of its body gives 503 and nothing of the body', async () => {
    const answer = await ask((socket) => {
      socket.end(`HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\ncontent-length: 4000\r\n\r\n{"users":[]}`);
    });

    expectError(answer, 503, 'CONNECTION_TO_SOURCE');
    expect(server?.requests()).toBe(1);
  });

  test('in the middle of a chunk gives 503', async () => {
    const answer = await ask((socket) => {
      socket.end(`HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"us`);
    });

    expectError(answer, 503, 'CONNECTION_TO_SOURCE');
  });

  test('before any header is asked once more', async () => {
    const { call, lastRequest } = await behind((socket, number) => {
      if (number === 1) socket.resetAndDestroy();
      else socket.write(rawAnswer(200, [JSON_TYPE], USERS));
    });

    const answer = await call('GET', '/v2/users');

    expect(answer.status).toBe(200);
    expect(lastRequest()).toMatchObject({ calls: 2, retriedAfter: 'connection' });
  });

  test('before any header, twice, gives 503 after two calls', async () => {
    const answer = await ask((socket) => {
      socket.resetAndDestroy();
    });

    expectError(answer, 503, 'CONNECTION_TO_SOURCE');
    expect(server?.requests()).toBe(2);
  });

  test('after its headers gives 503 and is not asked again', async () => {
    const answer = await ask((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\ncontent-length: 40\r\n\r\n`, () =>
        socket.resetAndDestroy(),
      );
    });

    expectError(answer, 503, 'CONNECTION_TO_SOURCE');
    expect(server?.requests()).toBe(1);
  });

  test('on a kept-alive connection costs the next call nothing', async () => {
    const { call } = await behind((socket, number) => {
      if (number === 2) socket.resetAndDestroy();
      else socket.write(rawAnswer(200, [JSON_TYPE], USERS));
    });

    const statuses = [];
    for (let number = 0; number < 3; number += 1) {
      statuses.push((await call('GET', '/v2/users')).status);
    }

    expect(statuses).toEqual([200, 200, 200]);
    expect(server?.requests()).toBe(4);
  });

  test('that nobody listens to gives 503', async () => {
    server = await startRawServer(() => undefined);
    await server.close();
    proxy = await startProxy({ targetBase: server.url });

    expectError(await proxy.call('GET', '/v2/users'), 503, 'CONNECTION_TO_SOURCE');
  });
});

describe('a source that lies about its length', () => {
  test('with a content-length that is too short gives 502, and its rest is no answer to the next call', async () => {
    const smuggled = rawAnswer(200, [JSON_TYPE], JSON.stringify({ users: [], page_size: 666 }));
    const { call } = await behind((socket, number) => {
      if (number > 1) socket.write(rawAnswer(200, [JSON_TYPE], USERS));
      else
        socket.write(
          `HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\ncontent-length: 5\r\n\r\n${USERS}${smuggled}`,
        );
    });

    const first = await call('GET', '/v2/users');
    const second = await call('GET', '/v2/users');

    expectError(first, 502, 'UNSANITIZABLE_RESPONSE');
    expect(second.status).toBe(200);
    expect(second.body).toBe(USERS);
  });

  test.each([
    ['both length and chunks', ['content-length: 5', 'transfer-encoding: chunked']],
    ['two lengths', ['content-length: 5', 'content-length: 6']],
    ['a length that is no number', ['content-length: 5x']],
    ['a header with NUL', ['x-ratelimit-limit: 1\u0000', 'content-length: 2']],
    ['a header name with a blank', ['x-ratelimit limit: 1', 'content-length: 2']],
    ['a bare CR in a header', ['x-ratelimit-limit: 1\rset-cookie: a=b', 'content-length: 2']],
  ])('with %s gives 502', async (_name, headers) => {
    const answer = await ask((socket) => {
      socket.write(['HTTP/1.1 200 OK', JSON_TYPE, ...headers, '', '{}'].join('\r\n'));
    }, SHORT);

    expectError(answer, 502, 'UNSANITIZABLE_RESPONSE');
  });

  test('with more headers than anyone needs gives 502', async () => {
    const answer = await ask((socket) => {
      const many = Array.from({ length: 5000 }, (_, at) => `x-${String(at)}: ${'a'.repeat(100)}`);
      socket.write(rawAnswer(200, many, USERS));
    });

    expectError(answer, 502, 'UNSANITIZABLE_RESPONSE');
  });
});

describe('a source whose body is too much', () => {
  const ONE_MIB = { environment: { MAX_SOURCE_BODY_MIB: '1' } };

  test('as 5 GB of chunks is cut off at the limit: 502', async () => {
    const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`;
    const answer = await ask((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\ntransfer-encoding: chunked\r\n\r\n`);
      let sent = 0;
      const more = (): void => {
        while (sent < 5 * 2 ** 30 && !socket.destroyed) {
          sent += chunk.length;
          if (!socket.write(chunk)) return void socket.once('drain', more);
        }
      };
      more();
    }, ONE_MIB);

    expectError(answer, 502, 'SOURCE_RESPONSE_TOO_LARGE');
    expect(server?.bytesSent()).toBeLessThan(64 * 2 ** 20);
  });

  test('as a gzip bomb is cut off while it inflates: 502', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20, 0x20));
    const answer = await ask((socket) => {
      socket.write(
        `HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\ncontent-encoding: gzip\r\ncontent-length: ${String(bomb.length)}\r\n\r\n`,
      );
      socket.write(bomb);
    }, ONE_MIB);

    expect(bomb.length).toBeLessThan(2 ** 20);
    expectError(answer, 502, 'SOURCE_RESPONSE_TOO_LARGE');
  });

  test('as an answer over 6 MB after sanitizing gives 413', async () => {
    const users = Array.from({ length: 60_000 }, () => ({
      id: randomBytes(16).toString('base64url'),
      created_at: '2026-01-02T03:04:05Z',
    }));
    const answer = await ask((socket) => {
      socket.write(rawAnswer(200, [JSON_TYPE], JSON.stringify({ users })));
    });

    expectError(answer, 413, 'RESPONSE_TOO_LARGE');
  });
});

describe('a source whose body cannot be read', () => {
  test.each([
    ['invalid gzip', ['content-encoding: gzip'], 'no gzip at all'],
    ['an unknown encoding', ['content-encoding: br'], USERS],
    ['two encodings', ['content-encoding: gzip, gzip'], USERS],
    ['HTML with 200', [], '<html><body>Jane Roe</body></html>'],
    ['half a document', [], '{"users":[{"id":"cNdKyyhVc9kBiCYxTnHkkg"'],
    ['a list where an object is declared', [], '["Jane Roe"]'],
    ['a text', [], '"Jane Roe"'],
    ['201 levels', [], `${'['.repeat(201)}${']'.repeat(201)}`],
  ])('%s gives 502', async (_name, headers, body) => {
    const answer = await ask((socket) => {
      socket.write(rawAnswer(200, headers, body));
    });

    expectError(answer, 502, 'UNSANITIZABLE_RESPONSE');
  });

  test('bytes that are no UTF-8 give 502', async () => {
    const answer = await ask((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\ncontent-length: 3\r\n\r\n`);
      socket.write(Buffer.from([0x22, 0xff, 0x22]));
    });

    expectError(answer, 502, 'UNSANITIZABLE_RESPONSE');
  });
});

describe('a source that says no', () => {
  test.each([
    'file:///etc/passwd',
    'http://169.254.169.254/latest/meta-data',
    'https://other.example.net/v2/users',
    '/v2/users/me',
  ])('by a redirect to %s gives 502, and nobody goes there', async (location) => {
    const answer = await ask((socket) => {
      socket.write(rawAnswer(302, [`location: ${location}`], '{"code":1001,"message":"x"}'));
    });

    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.body)).toEqual({ message: 'The source answered with a redirect.' });
    expect(answer.headers['X-Psoxy-Error']).toBe('API_ERROR');
    expect(JSON.stringify(answer.headers)).not.toContain(location);
    expect(server?.requests()).toBe(1);
  });

  test('by 401 again and again gives 401 after two calls and two tokens', async () => {
    const { call, zoom } = await behind((socket) => {
      socket.write(rawAnswer(401, [JSON_TYPE], '{"code":124,"message":"Invalid access token."}'));
    });

    const answer = await call('GET', '/v2/users');

    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.body)).toEqual({
      code: 124,
      message: 'The source did not accept the credentials of the proxy.',
    });
    expect(server?.requests()).toBe(2);
    expect(zoom.tokenRequests).toHaveLength(2);
  });

  test('with 200 and an error body gives that status, the code and our words', async () => {
    const answer = await ask((socket) => {
      socket.write(
        rawAnswer(
          200,
          [JSON_TYPE],
          '{"code":300,"message":"Meeting id 88205550164 does not exist."}',
        ),
      );
    });

    expect(answer.status).toBe(200);
    expect(answer.headers['X-Psoxy-Error']).toBe('API_ERROR');
    expect(JSON.parse(answer.body)).toEqual({
      code: 300,
      message: 'The source reported an error.',
    });
  });

  test.each(['2026-03-11T00:00:00Z', '17', 'Wed, 11 Mar 2026 00:00:00 GMT'])(
    'by 429 with Retry-After %s passes it and the limits on, in lower case',
    async (retryAfter) => {
      const answer = await ask((socket) => {
        const headers = [
          `Retry-After: ${retryAfter}`,
          'X-RateLimit-Type: QPS',
          'X-RateLimit-Remaining: 0',
          'set-cookie: zm_aid=1',
        ];
        socket.write(
          rawAnswer(429, headers, '{"code":429,"message":"of account R6jfveT54yrvd_bJ-NAW2A"}'),
        );
      });

      expect(answer.status).toBe(429);
      expect(answer.headers).toMatchObject({
        'retry-after': retryAfter,
        'x-ratelimit-type': 'QPS',
        'x-ratelimit-remaining': '0',
      });
      expect(Object.keys(answer.headers)).not.toContain('set-cookie');
      expect(JSON.parse(answer.body)).toEqual({
        code: 429,
        message: 'The source is limiting requests.',
      });
    },
  );

  test('in words that are no JSON gives its status without a code', async () => {
    const answer = await ask((socket) => {
      socket.write(
        rawAnswer(403, [], '{"code":4711,"message":"scopes:["a"] for jane.roe@example.com"}'),
      );
    });

    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toEqual({ message: 'The source refused access.' });
  });

  test('with a code that could be an identifier gives no code', async () => {
    const answer = await ask((socket) => {
      socket.write(rawAnswer(400, [], '{"code":88205550164,"message":"x"}'));
    });

    expect(JSON.parse(answer.body)).toEqual({ message: 'The source rejected the request.' });
  });

  test('with an endless error body is read up to 64 KiB', async () => {
    const answer = await ask((socket) => {
      socket.write('HTTP/1.1 500 No\r\ncontent-length: 900000000\r\n\r\n');
      socket.write('a'.repeat(200_000));
    });

    expect(answer.status).toBe(500);
    expect(JSON.parse(answer.body)).toEqual({ message: 'The source failed.' });
  });
});

describe('a token endpoint', () => {
  test.each([
    [
      'that refuses the client',
      400,
      '{"reason":"Invalid client_id or client_secret","error":"invalid_client"}',
      500,
      'CONNECTION_SETUP',
    ],
    [
      'that refuses the account',
      400,
      '{"reason":"Bad Request","error":"invalid_request"}',
      500,
      'CONNECTION_SETUP',
    ],
    ['that limits', 429, '{}', 502, 'NETWORK_EGRESS_BLOCKED'],
    ['that fails', 503, '<html>', 502, 'NETWORK_EGRESS_BLOCKED'],
    ['that redirects', 302, '', 502, 'NETWORK_EGRESS_BLOCKED'],
    ['that answers HTML', 200, '<html>', 502, 'NETWORK_EGRESS_BLOCKED'],
    [
      'that gives a token with a line break',
      200,
      '{"access_token":"a\\r\\nx: y"}',
      502,
      'NETWORK_EGRESS_BLOCKED',
    ],
    [
      'that gives a token of another type',
      200,
      '{"access_token":"a","token_type":"mac"}',
      502,
      'NETWORK_EGRESS_BLOCKED',
    ],
  ])('%s gives one documented code', async (_name, status, body, expected, code) => {
    server = await startRawServer((socket) => {
      socket.write(rawAnswer(status, [JSON_TYPE], body));
    });
    proxy = await startProxy({ tokenEndpoint: `${server.url}/oauth/token` });

    const answer = await proxy.call('GET', '/v2/users');

    expectError(answer, expected, code);
    expect(proxy.zoom.calls).toHaveLength(0);
  });

  test('that is down is asked again ten seconds later, and the proxy recovers', async () => {
    let now = 1_800_000_000_000;
    let isDown = true;
    proxy = await startProxy({
      parts: { clock: () => now },
      zoom: {
        intercept: ({ target }) =>
          isDown && target === '/oauth/token' ? { status: 503, body: '' } : undefined,
      },
    });
    const { call, zoom } = proxy;

    const first = await call('GET', '/v2/users');
    const second = await call('GET', '/v2/users');
    isDown = false;
    now += 10_000;
    const third = await call('GET', '/v2/users');

    expectError(first, 502, 'NETWORK_EGRESS_BLOCKED');
    expectError(second, 502, 'NETWORK_EGRESS_BLOCKED');
    expect(third.status).toBe(200);
    expect(zoom.tokenRequests).toHaveLength(2);
  });
});

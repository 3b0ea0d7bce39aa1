import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answers } from '../../src/preview/answers.ts';
import { createPreview } from '../../src/preview/preview.ts';
import { startPreviewServer, type PreviewServer } from '../support/preview-server.ts';

let server: PreviewServer;
beforeAll(async () => {
  server = await startPreviewServer();
});
afterAll(() => {
  server.close();
});

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Not `fetch`, which sets Host and Origin by itself. */
function send(path: string, { method = 'GET', headers = {}, body = '' }: Sent = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
    (resolve, reject) => {
      const call = request(`${server.url}${path}`, { method, headers }, (response) => {
        void buffer(response).then((bytes) => {
          const isPacked = response.headers['content-encoding'] === 'gzip';
          const text = (isPacked ? gunzipSync(bytes) : bytes).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        });
      });
      call.on('error', reject);
      call.end(body);
    },
  );
}

async function ask<Q extends keyof Answers>(question: Q, body: object): Promise<Answers[Q]> {
  const text = JSON.stringify(body);
  const headers = { origin: server.url, 'content-length': String(Buffer.byteLength(text)) };
  const answer = await send(`/preview/${question}`, { method: 'POST', headers, body: text });
  expect(answer.status).toBe(200);
  const [json = '', before, after] = answer.body.split('\0');
  const read = JSON.parse(json) as Answers[Q];
  return before === undefined
    ? read
    : { ...read, rows: { ...(read as { rows: object }).rows, before, after } };
}

const ZOOM = 'rules/zoom.yaml';
const METRICS = 'rules/zoom-ai-metrics.yaml';

describe('who may ask the preview', () => {
  const body = JSON.stringify({ rules: ZOOM, endpoint: 'list-users', body: '{"users":[]}' });

  test.each([
    ['a page of another origin', { origin: 'https://evil.example' }],
    ['a page of another port', { origin: 'http://127.0.0.1:1' }],
    ['a page that hides its origin', { origin: 'null' }],
    ['a program that names none', {}],
  ])('not %s', async (_who, headers) => {
    const answer = await send('/preview/sanitize', { method: 'POST', headers, body });

    expect(answer.status).toBe(403);
    expect(answer.body).toBe('');
  });

  test('no name that leads here, not even for its files', async () => {
    const host = 'evil.example:8080';
    const headers = { host, origin: `http://${host}` };

    expect((await send('/preview/', { headers })).status).toBe(403);
    expect((await send('/preview/sanitize', { method: 'POST', headers, body })).status).toBe(403);
  });

  test.each([
    ['what is no JSON', 'sanitize', 'jane@example.com{'],
    ['what lacks a part', 'sanitize', '{"rules":"rules/zoom.yaml"}'],
    ['rules it does not know', 'rules', '{"rules":"/etc/passwd"}'],
    ['a question it does not know', 'shell', '{}'],
  ])('%s gets no detail', async (_what, question, text) => {
    const headers = { origin: server.url, 'content-length': String(text.length) };
    const answer = await send(`/preview/${question}`, { method: 'POST', headers, body: text });

    expect([answer.status, answer.body]).toEqual([400, '']);
  });

  test('a body of unknown or excessive length is not read', async () => {
    const chunked = { origin: server.url, 'transfer-encoding': 'chunked' };
    const huge = { origin: server.url, 'content-length': String(50 * 1024 * 1024) };

    expect(
      (await send('/preview/sanitize', { method: 'POST', headers: chunked, body })).status,
    ).toBe(413);
    const call = request(`${server.url}/preview/sanitize`, { method: 'POST', headers: huge });
    const status = await new Promise((resolve) => {
      call.on('response', (response) => {
        resolve(response.statusCode);
        call.destroy();
      });
      call.on('error', () => undefined);
      call.flushHeaders();
    });
    expect(status).toBe(413);
  });
});

describe('the page is strict and in nobody’s way', () => {
  test('its files may load nothing from elsewhere and are not kept', async () => {
    const { headers, status } = await send('/preview/');

    expect(status).toBe(200);
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
  });

  test('a browser that opens the address is led to it; calls and health checks are the proxy’s', async () => {
    const browser = { accept: 'text/html,*/*' };

    const led = await send('/', { headers: browser });
    expect([led.status, led.headers['location']]).toEqual([302, '/preview/']);
    expect((await send('/')).status).toBe(418);
    expect(
      (await send('/', { headers: { ...browser, 'x-psoxy-health-check': 'true' } })).status,
    ).toBe(418);
    expect((await send('/v2/users', { headers: browser })).status).toBe(418);
  });
});

/** Each line before and after; `=`: the same, nothing: it does not leave. */
function linesOf(answer: Answers['sanitize']): readonly (readonly [string, string])[] {
  if (answer.kind !== 'rows') return [];
  const after = answer.rows.after.split('\n');
  return answer.rows.before.split('\n').map((line, index) => [line, after[index] ?? ''] as const);
}

test('there is no page where the rules allow a call to its address', () => {
  const rules = (path: string) => ({
    name: 'r',
    mode: 'strict' as const,
    text: `endpoints:
  - pathTemplate: ${path}
    allowedMethods: [GET]
    responseSchema: { type: object }
`,
  });

  expect(createPreview({ rules: [rules('/preview/')], examples: [] })).toBeUndefined();
  expect(createPreview({ rules: [rules('/v2/users')], examples: [] })).toBeDefined();
});

describe('what the preview says of an original', () => {
  const sanitize = (endpoint: string, body: string, rules = ZOOM, text?: string) =>
    ask('sanitize', { rules, endpoint, body, ...(text === undefined ? {} : { text }) });

  test('every example is answered by its rules', async () => {
    const { examples } = await ask('start', {});
    expect(examples.length).toBeGreaterThan(35);
    for (const { name, rules, endpoint } of examples) {
      const { text } = await ask('example', { rules, name });
      expect((await sanitize(endpoint, text, rules)).kind, name).toBe('rows');
    }
  });

  test.each([
    ['no JSON', 'list-users', 'Jane Roe', 'This is no JSON.'],
    ['no answer of the endpoint', 'list-users', '[1]', 'UNSANITIZABLE_RESPONSE'],
    ['an endpoint that is gone', 'nowhere', '{}', 'no longer have this endpoint'],
  ])('%s: what to do', async (_what, endpoint, body, words) => {
    const answer = await sanitize(endpoint, body);

    expect(answer.kind === 'refused' && answer.message).toContain(words);
    expect(JSON.stringify(answer)).not.toContain('Jane');
  });

  test('a file: each cell beside what becomes of it, in the order of the file', async () => {
    const answer = await sanitize(
      'file-1',
      'User Name,Email,Action,Feature used,Department\nJane Roe,jane@example.com,=1,Meeting summary;,Sales\n',
      METRICS,
    );

    expect(linesOf(answer)).toEqual([
      ['row 1', '='],
      ['User Name: Jane Roe', expect.stringMatching(/^User Name: t~[\w-]{43}$/)],
      ['Email: jane@example.com', expect.stringMatching(/^Email: t~[\w-]{43}@example\.com$/)],
      ['Action: =1', ''],
      ['Feature used: Meeting summary;', '='],
      ['Department: Sales', ''],
    ]);
    expect(answer.kind === 'rows' && answer.notes.join()).toContain('another order');
  });

  test('a cell of several lines, or with a NUL, is one line', async () => {
    const row = '"Roe\r\nJane","jane@\0example.com",=1,Meeting summary;,"Sa\0les"';
    const answer = await sanitize(
      'file-1',
      `User Name,Email,Action,Feature used,Department,\r\n${row}\r\n`,
      METRICS,
    );

    const lines = linesOf(answer);
    expect(lines.map(([before]) => before)).toEqual([
      'row 1',
      'User Name: Roe⏎Jane',
      'Email: jane@␀example.com',
      'Action: =1',
      'Feature used: Meeting summary;',
      'Department: Sa␀les',
    ]);
    expect(lines.at(-1)?.[1]).toBe('');
  });

  test('a file that would be rejected: the code, and why', async () => {
    const answer = await sanitize('file-1', 'Email\njane@example.com\n', METRICS);

    expect(answer.kind === 'refused' && answer.message).toContain('COLUMN_MISSING');
  });

  test.each([
    ['NDJSON', '{"id":"u-1","note":"x"}\n{"id":"u-2"}\n'],
    ['JSON_ARRAY', '[{"id":"u-1","note":"x"},{"id":"u-2"}]'],
    ['CSV', 'id,note\nu-1,x\nu-2,\n'],
  ])('records of %s', async (format, body) => {
    const text = [
      `format: ${format}`,
      'transforms:',
      '  - pseudonymize: [$.id]',
      '  - redact: [$.note]',
      'outputSchemaFilter: { type: object, properties: { id: { type: string }, note: { type: string } } }',
    ].join('\n');
    const answer = await sanitize('file-1', body, METRICS, text);

    expect(linesOf(answer)[1]).toEqual(['"id": "u-1"', expect.stringMatching(/^"id": "t~/)]);
  });
});

describe('what the preview says of a change', () => {
  const withLine = async (line: string, instead: string) => {
    const { text } = await ask('rules', { rules: ZOOM });
    expect(text).toContain(line);
    return text.replace(line, instead);
  };

  test('a field that becomes more visible is named, with its fates', async () => {
    const text = await withLine('          - $.users[*].email\n', '');
    const answer = await ask('rules', { rules: ZOOM, text });

    expect(answer.kind === 'rules' && answer.changes).toEqual([
      {
        endpoint: '/v2/users',
        path: '$.users[*].email',
        change: 'more',
        from: { fate: 'pseudonymize', label: 'pseudonymized' },
        to: { fate: 'keep', label: 'kept' },
      },
    ]);
  });

  test('a mistake is shown with line, column and caret, and nothing would leave', async () => {
    const text = await withLine('allowedQueryParams: [', 'alowedQueryParams: [');
    const answer = await ask('rules', { rules: ZOOM, text });

    expect(answer.kind).toBe('problems');
    expect(answer.findings).toHaveLength(1);
    expect(answer.findings[0]?.text).toMatch(
      /did you mean "allowedQueryParams"\?\n.*alowed.*\n.*\^$/,
    );
    const compared = await ask('sanitize', {
      rules: ZOOM,
      text,
      endpoint: 'list-users',
      body: '{}',
    });
    expect(compared.kind === 'refused' && compared.message).toContain('problems');
  });

  test('what a line holds back', async () => {
    const { text } = await ask('rules', { rules: ZOOM });
    const line = text.split('\n').indexOf('          - $.users[*].email') + 1;

    expect(await ask('line', { rules: ZOOM, line })).toMatchObject({
      source: '- $.users[*].email',
      isLoadable: true,
      changes: [{ path: '$.users[*].email', change: 'more' }],
    });
  });

  test('a line without which the rules are none', async () => {
    const { text } = await ask('rules', { rules: METRICS });
    const line = text.split('\n').indexOf('unlistedColumns: drop') + 1;

    expect(await ask('line', { rules: METRICS, line })).toMatchObject({ changes: [] });
  });
});

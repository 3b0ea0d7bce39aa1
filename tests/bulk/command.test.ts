import { Buffer } from 'node:buffer';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { runScrim } from '../../src/cli/main.ts';
import { startS3Server } from '../support/s3-server.ts';
import type { FileReport } from '../../src/bulk/report.ts';

const RULES = 'rules/zoom-ai-metrics.yaml';
const CSV =
  'User Name,Email,Action,Feature used,Department,\r\nJane Roe,jane.roe@example.com,42,Meeting summary;,Sales,\r\n';
const root = mkdtempSync(join(tmpdir(), 'scrim-bulk-'));
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

interface Ran {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
  /** The last line of standard error. */
  readonly report: () => FileReport;
}

interface Typed {
  readonly input?: Buffer | string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly isTty?: boolean;
}

async function bulk(words: readonly string[], typed: Typed = {}): Promise<Ran> {
  const { input = '', environment = {}, isTty = false } = typed;
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const stderr = Object.assign(new PassThrough(), { isTTY: isTty });
  stdin.end(input);
  const [out, error] = [buffer(stdout), buffer(stderr)];
  const code = await runScrim(['bulk', ...words], {
    stdin,
    stdout,
    stderr,
    environment: { PSOXY_SALT: 'a salt of more than sixteen characters', ...environment },
    stopped: new AbortController().signal,
  });
  stdout.end();
  stderr.end();
  const text = (await error).toString();
  return {
    code,
    stdout: await out,
    stderr: text,
    report: () => JSON.parse(text.trim().split('\n').at(-1) ?? '') as FileReport,
  };
}

function given(name: string, bytes: Buffer | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe('a local file', () => {
  test('is written whole, with its report', async () => {
    const from = given('in.csv', CSV);
    const to = join(folder, 'out.csv');

    const ran = await bulk(['--rules', RULES, from, to]);

    expect(ran.code).toBe(0);
    expect(readFileSync(to, 'utf8')).toMatch(
      /^User Name,Email,Action,Feature used\r\nt~[\w-]{43},t~[\w-]{43}@example\.com,42,Meeting summary;\r\n$/,
    );
    expect(ran.report()).toMatchObject({ outcome: 'written', rows: { in: 1, out: 1 } });
    expect(readdirSync(folder).sort()).toEqual(['in.csv', 'out.csv']);
  });

  test('replaces what was there only if it succeeds; nothing else is left', async () => {
    const from = given('in.csv', 'User Name,E-mail\nJane Roe,jane.roe@example.com\n');
    const to = given('out.csv', 'from yesterday');

    const ran = await bulk(['--rules', RULES, from, to]);

    expect(ran.code).toBe(3);
    expect(ran.report()).toMatchObject({ outcome: 'rejected', code: 'COLUMN_MISSING' });
    expect(readFileSync(to, 'utf8')).toBe('from yesterday');
    expect(readdirSync(folder).sort()).toEqual(['in.csv', 'out.csv']);
    expect(ran.stderr).not.toMatch(/jane/i);
  });

  test('is gzip if its name says so, whatever the source was', async () => {
    const from = given('in.csv', gzipSync(CSV));
    const [packed, plain] = [join(folder, 'out.csv.GZ'), join(folder, 'out.csv')];

    expect((await bulk(['--rules', RULES, from, packed])).code).toBe(0);
    expect((await bulk(['--rules', RULES, from, plain])).code).toBe(0);

    expect(gunzipSync(readFileSync(packed)).equals(readFileSync(plain))).toBe(true);
  });

  test('leaves through parts of many megabytes as through one', async () => {
    const rows = `Jane Roe,jane.roe@example.com,42,${'Meeting summary;'.repeat(60)},Sales,\r\n`;
    const from = given('in.csv', CSV + rows.repeat(20_000));
    const to = join(folder, 'out.csv');

    const ran = await bulk(['--rules', RULES, from, to, '--report', join(folder, 'report.json')]);

    expect(ran.code).toBe(0);
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as FileReport;
    expect(report.rows).toEqual({ in: 20_001, out: 20_001, rejected: 0 });
    expect(readFileSync(to).length).toBe(report.bytes.out);
    expect(report.bytes.out).toBeGreaterThan(16 * 1024 * 1024);
  });
});

test('pipes take plain and gzip and give plain text', async () => {
  const plain = await bulk(['--rules', RULES, '-', '-'], { input: CSV });
  const packed = await bulk(['--rules', RULES, '-', '-'], { input: gzipSync(CSV) });

  expect([plain.code, packed.code]).toEqual([0, 0]);
  expect(plain.stdout.toString()).toContain('@example.com,42,');
  expect(packed.stdout.equals(plain.stdout)).toBe(true);
});

test('a terminal shows progress and a report for people', async () => {
  const from = given('in.csv', CSV);

  const ran = await bulk(['--rules', RULES, from, join(folder, 'out.csv')], { isTty: true });

  expect(ran.stderr).toContain('written: 1 row ·');
  expect(ran.stderr).toContain('pseudonymized User Name, Email');
  expect(ran.stderr).toMatch(/█+ 100 % · 1 rows · [\d.]+ MB\/s/);
  expect(ran.stderr).not.toContain('"event"');
});

test('templates of multi-file rules are held against what was typed', async () => {
  const rules = given('rules.yaml', 'fileRules:\n  "{a}": { columnsToInclude: [N] }\n');

  const ran = await bulk(['--rules', rules, '-', '-'], { input: 'N\n1\n' });
  expect([ran.code, ran.stdout.toString()]).toEqual([0, 'N\n1\n']);

  const from = given('in.csv', 'N\n1\n');
  const other = await bulk(['--rules', rules, from, join(folder, 'out.csv')]);
  expect([other.code, other.report().code]).toEqual([3, 'NO_RULES_FOR_KEY']);
});

describe('wrong words and settings end with 2 and say what to do', () => {
  test.each([
    ['no places', ['--rules', RULES], {}, 'name one file to read and one to write'],
    ['no rules', ['a', 'b'], {}, '--rules is missing'],
    ['no such file', ['--rules', RULES, 'no-such.csv', '-'], {}, 'no-such.csv'],
    ['half an address', ['--rules', RULES, '-', 's3://bucket'], {}, 's3://bucket/key'],
    ['one place twice', ['--rules', RULES, 'a.csv', './a.csv'], {}, 'its own source'],
    ['no salt', ['--rules', RULES, '-', '-'], { PSOXY_SALT: '' }, 'PSOXY_SALT is missing'],
    ['a wrong setting', ['--rules', RULES, '-', '-'], { BUFFER_SIZE: '1' }, 'BUFFER_SIZE must be'],
    ['rules of an API', ['--rules', 'rules/zoom.yaml', '-', '-'], {}, 'rules for an API'],
  ])('%s', async (_what, words, environment, text) => {
    const ran = await bulk(words, { environment });

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(text);
    expect(ran.stdout.length).toBe(0);
  });

  test('bad rules, with line and column', async () => {
    const rules = given('rules.yaml', 'columnsToPseudonymise: [Email]\n');

    const ran = await bulk(['--rules', rules, '-', '-']);

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('rules.yaml:1:1: unknown key "columnsToPseudonymise"');
  });
});

describe('a report that cannot be written', () => {
  test('is noticed before anything is read', async () => {
    const [from, to] = [given('in.csv', CSV), join(folder, 'out.csv')];
    const report = join(folder, 'missing', 'report.json');

    const ran = await bulk(['--rules', RULES, '--report', report, from, to]);

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(`--report ${report} cannot be written (ENOENT)`);
    expect(readdirSync(folder)).toEqual(['in.csv']);
  });

  test('stands on standard error if it fails later, and the command fails', async () => {
    const [from, to] = [given('in.csv', CSV), join(folder, 'out.csv')];

    const ran = await bulk(['--rules', RULES, '--report', '/dev/full', from, to]);

    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('--report /dev/full cannot be written (ENOSPC)');
    expect(ran.report().outcome).toBe('written');
  });

  test('takes the place of neither source nor output', async () => {
    const from = given('in.csv', CSV);

    for (const word of [from, join(folder, 'out.csv')]) {
      const ran = await bulk(['--rules', RULES, '--report', word, from, join(folder, 'out.csv')]);
      expect([ran.code, readFileSync(from, 'utf8')]).toEqual([2, CSV]);
    }
  });
});

test('a place that cannot be written fails with the reason of the system', async () => {
  const from = given('in.csv', CSV);

  const ran = await bulk(['--rules', RULES, from, join(folder, 'missing', 'out.csv')]);

  expect(ran.code).toBe(1);
  expect(ran.report()).toMatchObject({
    code: 'OUTPUT_WRITE_FAILED',
    error: { call: 'write', detail: 'ENOENT' },
  });
});

describe('s3://', () => {
  test('goes from bucket to bucket once; the second run finds it done', async () => {
    await using server = await openServer();
    server.bucket('in').put('day/metrics.csv', Buffer.from(CSV));
    const words = ['--rules', RULES, 's3://in/day/metrics.csv', 's3://out/metrics.csv'];

    const first = await bulk(words, { environment: server.environment });
    const second = await bulk(words, { environment: server.environment });

    expect([first.code, first.report().outcome]).toEqual([0, 'written']);
    expect([second.code, second.report().outcome]).toEqual([0, 'already-done']);
    const output = server.bucket('out').objects.get('metrics.csv');
    expect(gunzipSync(output?.bytes ?? '').toString()).toContain('@example.com,42,');
    expect(output?.headers).toMatchObject({
      'content-encoding': 'gzip',
      'x-amz-meta-psoxy-instance-id': 'scrim-cli',
      'x-amz-meta-psoxy-original-object-key': 'in/day/metrics.csv',
      'x-amz-meta-scrim-columns': 'kept=2;pseudonymized=2;dropped=1;unnamed=1',
    });
  });

  test('a local file leaves nothing of its path in the bucket', async () => {
    await using server = await openServer();
    const from = given('in.csv', CSV);
    // Which says where the function takes files from, and nothing of local ones.
    const environment = { ...server.environment, INPUT_BUCKET: 'in' };

    const up = await bulk(['--rules', RULES, from, 's3://out/a.csv'], { environment });
    const down = await bulk(['--rules', RULES, 's3://out/a.csv', '-'], server);

    expect(up.code).toBe(0);
    const headers = JSON.stringify(server.bucket('out').objects.get('a.csv')?.headers);
    expect(headers).toContain('local/in.csv');
    expect(headers).not.toContain('case-');
    // The output of this command is no source for it.
    expect([down.code, down.report().outcome]).toEqual([3, 'skipped']);
  });

  test('a key that is not there ends with 2', async () => {
    await using server = await openServer();

    const ran = await bulk(['--rules', RULES, 's3://in/none.csv', '-'], server);

    expect([ran.code, ran.stdout.length]).toEqual([2, 0]);
    expect(ran.stderr).toContain('s3://in/none.csv is not there');
  });

  test('a store that fails is no wrong usage: it ends with 1, and says what to do', async () => {
    await using server = await openServer();
    server.bucket('in').put('a.csv', Buffer.from(CSV));
    const environment = {
      ...server.environment,
      AWS_ENDPOINT_URL: undefined,
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9',
    };

    const ran = await bulk(['--rules', RULES, 's3://in/a.csv', '-'], { environment });

    expect([ran.code, ran.stdout.length]).toEqual([1, 0]);
    expect(ran.stderr).toContain('s3://in/a.csv cannot be read: AWS cannot be reached');
  });
});

async function openServer() {
  const server = await startS3Server();
  for (const name of ['in', 'out']) server.bucket(name);
  return { ...server, [Symbol.asyncDispose]: () => server.close() };
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { scrim } from '../support/run-scrim.ts';
import { runShell } from '../support/shell.ts';

const folder = mkdtempSync(join(tmpdir(), 'scrim-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

function rulesFile(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const MISTAKES = 'tests/fixtures/rules/thirty-mistakes.yaml';

test.each([
  ['rules/zoom.yaml', '33 endpoints'],
  ['rules/zoom-ai-metrics.yaml', 'rules for columns of CSV'],
])(
  'rules that come through a pipe are read: %s',
  async (file, size) => {
    const ran = await runShell(`bin/scrim rules check <(cat ${file})`, { cwd: process.cwd() });

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain(`: ${size}, `);
  },
  60_000,
);

interface Finding {
  readonly message: string;
}

describe('with --json', () => {
  const check = async (...words: readonly string[]): Promise<readonly [number, unknown]> => {
    const ran = await scrim(['rules', 'check', '--json', ...words]);
    expect(ran.stderr).toBe('');
    return [ran.code, JSON.parse(ran.stdout)];
  };

  test('every problem is an object with the same keys', async () => {
    const [code, findings] = await check(MISTAKES);

    expect(code).toBe(2);
    expect(findings).toHaveLength(30);
    expect(findings).toContainEqual({
      file: MISTAKES,
      line: 26,
      column: 9,
      severity: 'error',
      message: 'unknown transform "redcat"',
      hint: 'redact',
    });
    expect(new Set((findings as object[]).map((one) => Object.keys(one).join()))).toEqual(
      new Set(['file,line,column,severity,message,hint']),
    );
  });

  test('warnings of several files stand in one list, with a hint of null', async () => {
    const rules = 'columnsToRedact: [A]\ncolumnsToInclude: [A, B]\n';
    const files = [rulesFile('one.yaml', rules), rulesFile('two.yaml', rules)];

    const [code, findings] = await check(...files);

    const message = '"A" is also redacted; redact wins';
    const at = { line: 2, column: 20, severity: 'warning', message, hint: null };
    expect([code, findings]).toEqual([0, files.map((file) => ({ file, ...at }))]);
  });

  test('the place inside a value stays in the message', async () => {
    const text = readFileSync('rules/zoom.yaml', 'utf8').replace('/v2/users\n', '/v2/{users\n');
    const [, findings] = await check(rulesFile('template.yaml', text));

    expect((findings as Finding[]).map(({ message }) => message)).toEqual([
      expect.stringMatching(/ at character \d+$/),
    ]);
  });

  test('rules without finding give an empty list', async () => {
    expect(await check('rules/zoom-ai-metrics.yaml')).toEqual([0, []]);
  });
});

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { FATE_WORDS } from '../../src/report/fate-words.ts';
import { GENERAL_RISKS } from '../../src/report/remaining-risk.ts';
import { zoomRisks } from '../../src/sources/zoom/remaining-risks.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/for-privacy-officers.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'scrim-officer-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ran {
  readonly code: number;
  readonly stdout: string;
}

function run(line: string): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd: folder, maxBuffer: 2 ** 24 };
    execFile('sh', ['-c', line], options, (error, stdout) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout });
    });
  });
}

describe('docs/for-privacy-officers.md', () => {
  const lines = page.split('\n').filter((line) => line.startsWith('bin/scrim '));
  for (const name of ['bin', 'rules', 'src', 'node_modules'])
    symlinkSync(join(root, name), join(folder, name));
  const rules = readFileSync(join(root, 'rules/zoom.yaml'), 'utf8');
  const agreed = rules.replace('verified: { type: integer }', '');
  writeFileSync(join(folder, 'agreed-rules.yaml'), agreed);

  test('has commands that do what it says', async () => {
    const [report = '', diff = '', markdown = '', ...more] = lines;
    expect(more).toEqual([]);

    expect(await run(report)).toEqual({ code: 0, stdout: '' });
    const sheet = readFileSync(join(folder, 'sheet.html'), 'utf8');
    expect(sheet).toContain('<h2 id="answers-title">Short answers</h2>');

    const shown = await run(diff);
    expect(shown.code).toBe(1);
    expect(shown.stdout).toMatch(/^ {2}\+ \$\.users\[\*\]\.verified: removed → kept/m);
    expect((await run(markdown)).stdout).toContain('## ▲ These rules show more');
  });

  test('names the parts of the data sheet as they are named there', async () => {
    await run(lines[0] ?? '');
    const sheet = readFileSync(join(folder, 'sheet.html'), 'utf8');

    const named = [...page.matchAll(/^\| \*\*(.+?)\*\* \|/gm)].map(([, name = '']) => name);

    expect(named.length).toBeGreaterThan(4);
    const titles = [...sheet.matchAll(/<h2[^>]*>([^<]+)<\/h2>/g)].map(([, title]) => title);
    expect(named).toEqual(titles);
  });

  test('explains every word for what becomes of a field', () => {
    const words = [...page.matchAll(/^\| ([a-z,; ]+) \| /gm)].flatMap(([, cell = '']) =>
      cell.split('; '),
    );
    for (const { label } of Object.values(FATE_WORDS)) expect(words).toContain(label);
  });

  test('lists the same remaining risks as the data sheet', () => {
    const [, section = ''] = page.split('## What the platform can still learn');
    const rows = [...section.matchAll(/^\| (.+) \| (.+) \| (.+) \|$/gm)].slice(1);

    expect(rows.map(([, risk, why, advice]) => ({ risk, why, advice }))).toEqual([
      ...zoomRisks,
      ...GENERAL_RISKS,
    ]);
  });
});

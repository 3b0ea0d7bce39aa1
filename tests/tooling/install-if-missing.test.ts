import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from '../support/pages.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scrim-install-'));
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  writeFileSync(join(folder, 'package-lock.json'), '{}');
  writeFileSync(join(folder, 'node_modules/.package-lock.json'), '{}');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function start(...options: readonly string[]): { code: number | null; stderr: string } {
  const script = join(ROOT, 'scripts/install-if-missing.mjs');
  const { status, stderr } = spawnSync(process.execPath, [...options, script], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { code: status, stderr };
}

test('says nothing where all is there and Node runs TypeScript', () => {
  expect(start()).toEqual({ code: 0, stderr: '' });
});

test('stops with advice where this Node does not run TypeScript and there is no other', () => {
  const { code, stderr } = start('--no-experimental-strip-types');

  expect(code).toBe(1);
  expect(stderr).toMatch(/^Node v\S+ cannot run TypeScript.* install Node 22\.18 or later/);
});

test('goes on where the project has a Node of its own', () => {
  writeFileSync(join(folder, 'node_modules/.bin/node'), '');

  expect(start('--no-experimental-strip-types')).toEqual({ code: 0, stderr: '' });
});

import { expect, test } from 'vitest';
import { planColumns } from '../../../src/bulk/columns/plan-columns.ts';
import { toHeader } from '../../../src/bulk/columns/header.ts';
import { BulkError } from '../../../src/bulk/bulk-error.ts';
import type { ColumnPlan } from '../../../src/bulk/columns/column-plan.ts';
import { parseBulkRules } from '../../../src/rules/bulk/parse-bulk-rules.ts';

const DATA = ['jane@example.com', 'Roe 19991231', 'x'.repeat(65), '５５５１２３４'];

function plan(rules: string, header: readonly string[]): ColumnPlan {
  const parsed = parseBulkRules(rules, { mode: 'compatible', isLookupTable: false });
  if (parsed.kind !== 'rules' || parsed.document.rules.kind !== 'columnar') throw new Error(rules);
  return planColumns(toHeader(header), parsed.document.rules, 'off');
}

test.each([
  ['pass', 'columnsToPseudonymizeIfPresent: [FY 2024, at@home]'],
  ['are dropped', 'columnsToPseudonymizeIfPresent: [FY 2024, at@home]\nunlistedColumns: drop'],
])('headers that may be data are shown by their place where they %s', (_fate, rules) => {
  const { report, warnings } = plan(`${rules}\ncolumnsToRedactIfPresent: [Team]`, [
    ...DATA,
    'Team',
    'FY 2024',
  ]);

  const told = JSON.stringify([report, warnings]);
  expect(DATA.filter((name) => told.includes(name))).toEqual([]);
  expect(report.unlisted).toEqual(['column 1', 'column 2', 'column 3', 'column 4']);
  // A header again, though the rules name it.
  expect(report.pseudonymized).toEqual(['column 6']);
});

test('what only the rules name is told as they spell it: nothing of the file is in it', () => {
  const { report, warnings } = plan(
    'columnsToPseudonymizeIfPresent: [FY 2024, at@home]\nunlistedColumns: pass',
    DATA,
  );

  expect(report.missing).toEqual(['FY 2024', 'at@home']);
  expect(warnings).toEqual([
    'the optional column "FY 2024" is absent',
    'the optional column "at@home" is absent',
  ]);
});

test.each([
  ['COLUMN_UNLISTED', 'columnsToRedact: [A]\nunlistedColumns: fail', ['A', ...DATA]],
  ['COLUMN_DUPLICATE', 'columnsToRedact: [A]', ['A', ...DATA, ...DATA]],
  ['COLUMN_MISSING', 'columnsToRedact: [jane@example.co]', DATA],
])('%s shows no header that may be data', (code, rules, header) => {
  let thrown: unknown;
  try {
    plan(rules, header);
  } catch (error) {
    thrown = error;
  }

  if (!(thrown instanceof BulkError)) throw thrown;
  const told = JSON.stringify([thrown.message, thrown.details]);
  expect(thrown.code).toBe(code);
  expect(DATA.filter((name) => told.includes(name))).toEqual([]);
});

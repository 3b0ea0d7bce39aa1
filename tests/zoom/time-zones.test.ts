import { expect, test } from 'vitest';
import { readRulesFile } from '../../src/cli/rules-file.ts';

const rules = readRulesFile('rules/zoom.yaml', 'strict');
const listed = rules.kind === 'rules' ? rules.document.definitions.get('time_zone') : undefined;
const zones: readonly unknown[] = listed?.kind === 'value' ? (listed.values ?? []) : [];

test('every time zone that the runtime names is kept', () => {
  expect(Intl.supportedValuesOf('timeZone').filter((zone) => !zones.includes(zone))).toEqual([]);
});

test('newer spellings are kept beside the older ones', () => {
  expect(zones).toEqual(
    expect.arrayContaining([
      '',
      'UTC',
      'America/Argentina/Buenos_Aires',
      'Asia/Kolkata',
      'Asia/Calcutta',
      'Europe/Kyiv',
    ]),
  );
});

test('nothing is listed that is no time zone', () => {
  const isZone = (zone: unknown): boolean => {
    try {
      return (
        new Intl.DateTimeFormat('en', { timeZone: String(zone) }).resolvedOptions().timeZone !== ''
      );
    } catch {
      return false;
    }
  };
  expect(zones.filter((zone) => zone !== '' && !isZone(zone))).toEqual([]);
});

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../src/json.ts';
import { ownText } from '../../../src/own-text.ts';
import { parseJson } from '../../../src/parse-json.ts';
import { compileRegex } from '../../../src/regex/compile-regex.ts';
import { transforms } from '../../../src/sanitize/transforms/index.ts';
import { examplePseudonymizer } from '../../support/example-pseudonymizer.ts';

/** Megabytes in use once all garbage is gone. */
function heapMegabytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 1e6;
}

function secondText(value: JsonValue): string {
  const text = Array.isArray(value) ? value[1] : undefined;
  return typeof text === 'string' ? text : '';
}

const forgetful = { remember: () => undefined, mint: () => undefined };
const pseudonymizer = examplePseudonymizer();
const tools = { pseudonymizer };

describe('what is remembered of a person keeps nothing else alive', () => {
  const found = compileRegex('u-[0-9]+-x+');
  if (found.kind !== 'regex') throw new Error('no regex');
  const pieces = transforms.pseudonymizeRegexMatches.compile(
    { regex: found.regex, includeReversible: false },
    tools,
  );
  const options = {
    encoding: 'URL_SAFE_TOKEN',
    includeReversible: false,
    includeOriginal: false,
  } as const;
  const encode = pseudonymizer.encoderFor(options);

  let next = 0;

  test.each<[string, (long: string) => unknown]>([
    ['a copied piece', (long) => encode(ownText(long.slice(0, 40)))],
    [
      'a text of a body that is read exactly',
      (long) => encode(secondText(parseJson(`["${long}", "${long.slice(0, 40)}"]`))),
    ],
    ['an identifier', (long) => pseudonymizer.pseudonymize(long.slice(0, 40), options)],
    ['a token', (long) => pseudonymizer.tokenize(long.slice(0, 40))],
    ['the match of a regex', (long) => pieces.apply(long, forgetful)],
  ])('%s', (_what, remember) => {
    const before = heapMegabytes();

    for (let index = 0; index < 100; index += 1) {
      next += 1;
      remember(`u-${String(next)}-${'x'.repeat(40)} ${'y'.repeat(1_000_000)}`);
    }

    expect(heapMegabytes() - before).toBeLessThan(10);
  });

  test.each(['', 'a', 'Zoë \u0000 "quoted"', '\ud800', 'x'.repeat(300)])(
    'a copy of %j is equal',
    (text) => {
      expect(ownText(text)).toBe(text);
    },
  );
});

import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeRules } from '../../../src/rules/decode-rules.ts';
import { parseRules } from '../../../src/rules/parse-rules.ts';

const YAML = 'endpoints:\n- pathTemplate: "/v2/users"\n';
const base64 = (bytes: string | Uint8Array): string => Buffer.from(bytes).toString('base64');

describe('the setting RULES', () => {
  test.each([
    ['YAML', YAML],
    ['YAML with a byte order mark', `\uFEFF${YAML}`],
    ['base64', 'ZW5kcG9pbnRzOgotIHBhdGhUZW1wbGF0ZTogIi92Mi91c2VycyIK'],
    ['base64 between blanks', `\n ${base64(YAML)} \n`],
    ['base64 with a byte order mark inside', base64(`\uFEFF${YAML}`)],
    ['base64 of gzip', base64(gzipSync(YAML))],
  ])('is read as %s', (_name, written) => {
    expect(decodeRules(written)).toEqual({ kind: 'text', text: YAML });
  });

  test('in its golden form is one endpoint', () => {
    const decoded = decodeRules('ZW5kcG9pbnRzOgotIHBhdGhUZW1wbGF0ZTogIi92Mi91c2VycyIK');
    const parsed = parseRules(decoded.kind === 'text' ? decoded.text : '', { mode: 'compatible' });

    expect(parsed.kind === 'rules' && parsed.document.endpoints.map(({ path }) => path.text)).toEqual(['/v2/users']);
  });

  test.each([
    ['base64 of no UTF-8', base64(new Uint8Array([0xff, 0xfe, 0x00])), /neither UTF-8 text nor gzip/],
    ['broken gzip', base64(gzipSync(YAML).subarray(0, 20)), /neither UTF-8 text nor gzip/],
    ['a gzip bomb', base64(gzipSync(Buffer.alloc(2 ** 21, 0x20))), /larger than 1 MiB/],
    ['long base64', base64(Buffer.alloc(2 ** 20 + 3, 0x20)), /larger than 1 MiB/],
    ['long YAML', `# ${'x'.repeat(2 ** 20)}`, /larger than 1 MiB/],
  ])('is refused as %s', (_name, written, message) => {
    expect(decodeRules(written)).toEqual({ kind: 'problem', message: expect.stringMatching(message) as unknown });
  });

  test('with one character that base64 lacks is YAML', () => {
    expect(decodeRules('abc_')).toEqual({ kind: 'text', text: 'abc_' });
  });
});

import { ExactNumber, spelledNumber, type JsonValue } from '../../json.ts';
import { numberText } from '../../pseudonym/number-text.ts';
import { defineTransform, type ClearTexts } from './definition.ts';

export const pseudonymize = defineTransform({
  summary: 'Replaces an identifier by a keyed code; equal identifiers have equal codes.',
  options: {
    encoding: {
      type: 'enum',
      values: ['JSON', 'URL_SAFE_TOKEN', 'URL_SAFE_HASH_ONLY'],
      default: 'URL_SAFE_TOKEN',
      description: 'how the code is written: an object in a string, a token, or the bare hash',
    },
    includeReversible: {
      type: 'boolean',
      default: false,
      description: 'the proxy can turn the token back when it comes in a request; needs a key',
    },
    includeOriginal: {
      type: 'boolean',
      default: false,
      description: 'keeps the original beside the code, in clear; only with `JSON`',
    },
    split: {
      type: 'char-list',
      description:
        'characters at which a list in one text is cut; each part is replaced on its own',
    },
  },
  examples: [
    {
      options: {},
      input: 'alice@example.com',
      output: 't~o-sd9D9g0E2qI_O3KPUgbywYlwZeD7RLZeRbykvzFQU@example.com',
    },
    { options: {}, input: 'u-0001', output: 't~qCKPZIhXhHI9XQiRoaeMIXfpffLkhDUbydumgVZO_EM' },
    {
      options: { includeReversible: true },
      input: 'u-0001',
      output: 'p~qCKPZIhXhHI9XQiRoaeMIXfpffLkhDUbydumgVZO_EPEjFOlKkQzPQ5oetwvAE2A',
    },
    {
      options: { encoding: 'URL_SAFE_HASH_ONLY' },
      input: 'u-0001',
      output: 'qCKPZIhXhHI9XQiRoaeMIXfpffLkhDUbydumgVZO_EM',
    },
    {
      options: { split: [';', ','] },
      input: 'u-0001; alice@example.com;',
      output:
        't~qCKPZIhXhHI9XQiRoaeMIXfpffLkhDUbydumgVZO_EM;t~o-sd9D9g0E2qI_O3KPUgbywYlwZeD7RLZeRbykvzFQU@example.com;',
    },
    { options: {}, input: '', output: '' },
    { options: {}, input: null, output: null },
  ],
  checkOptions: (options) => [
    ...(options.includeReversible && options.encoding === 'URL_SAFE_HASH_ONLY'
      ? [forbidden('includeReversible', 'a bare hash cannot be reversible; use URL_SAFE_TOKEN')]
      : []),
    ...(options.includeOriginal && options.encoding !== 'JSON'
      ? [forbidden('includeOriginal', 'the original has a place only with encoding: JSON')]
      : []),
  ],
  warnAbout: (options) =>
    options.includeOriginal
      ? [
          {
            option: 'includeOriginal',
            code: 'includes-original',
            message: 'the original leaves in clear',
          } as const,
        ]
      : [],
  needsKey: (options) => (options.includeReversible ? 'identifiers' : undefined),
  fate: (options) => {
    if (options.includeOriginal) return 'keep';
    return options.includeReversible ? 'pseudonymize-reversible' : 'pseudonymize';
  },
  compile: (options, { pseudonymizer }) => {
    const encode = pseudonymizer.encoderFor(options);
    const replace = (identifier: string, clearTexts: ClearTexts): string => {
      const token = encode(identifier);
      clearTexts.remember(identifier);
      clearTexts.mint(token);
      return token;
    };
    const separators = options.split;
    return {
      isRedaction: false,
      isPseudonymization: true,
      isExempt: true,
      apply: (value, clearTexts) => {
        if (value === null) return null;
        const identifier = identifierText(value);
        if (identifier === undefined) return undefined;
        if (isBlank(identifier)) return identifier;
        if (separators === undefined) return replace(identifier, clearTexts);
        const joined = splitAt(identifier, separators)
          .map((part) => replacePart(part, separators, (text) => replace(text, clearTexts)))
          .join('');
        clearTexts.mint(joined);
        return joined;
      },
    };
  },
});

/** Most texts start with a letter or digit. */
function isBlank(text: string): boolean {
  const first = text.charCodeAt(0);
  return !(first > 0x20 && first < 0x7f) && text.trim() === '';
}

function forbidden(option: string, message: string) {
  return { option, code: 'bad-option', message } as const;
}

function identifierText(value: JsonValue): string | undefined {
  if (typeof value === 'string') return value;
  const isNumber = typeof value === 'number' || value instanceof ExactNumber;
  return isNumber ? numberText(spelledNumber(value)) : undefined;
}

/** Parts and separators in turn. */
function splitAt(text: string, separators: readonly string[]): readonly string[] {
  const pieces: string[] = [];
  let part = '';
  for (const character of text) {
    if (separators.includes(character)) {
      pieces.push(part, character);
      part = '';
    } else part += character;
  }
  return [...pieces, part];
}

function replacePart(
  piece: string,
  separators: readonly string[],
  replace: (text: string) => string,
): string {
  if (separators.includes(piece)) return piece;
  const trimmed = piece.trim();
  return trimmed === '' ? '' : replace(trimmed);
}

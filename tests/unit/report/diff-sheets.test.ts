import { describe, expect, test } from 'vitest';
import { createDataSheet, type DataSheet } from '../../../src/report/data-sheet.ts';
import { diffSheets, showsMore } from '../../../src/report/diff-sheets.ts';
import { parseRules } from '../../../src/rules/parse-rules.ts';

function sheet(rules: object): DataSheet {
  const parsed = parseRules(JSON.stringify(rules), { mode: 'compatible' });
  if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
  return createDataSheet(parsed.document, { rules: 'rules.yaml', inventories: [] });
}

interface Side {
  readonly schema?: object;
  readonly transforms?: readonly object[];
  readonly endpoint?: object;
}

/** One endpoint with one field, `$.x`; a text unless said otherwise. */
const rulesOf = ({
  schema = { type: 'string' },
  transforms = [],
  endpoint = {},
}: Side): object => ({
  endpoints: [
    {
      pathTemplate: '/a/{id}',
      allowedQueryParams: ['page'],
      responseSchema: { type: 'object', properties: { x: schema, y: { type: 'boolean' } } },
      transforms,
      ...endpoint,
    },
  ],
});

/** `more fate $.x`, or of what may be asked. */
function changes(before: object, after: object): readonly string[] {
  return diffSheets(sheet(before), sheet(after)).endpoints.flatMap(({ fields, requests }) => [
    ...fields.map(({ change, by, path }) => `${change} ${by} ${path}`),
    ...requests.map(({ change, what }) => `${change}: ${what}`),
  ]);
}

const on = (method: string, options: object = {}): object => ({
  method,
  jsonPaths: ['$.x'],
  ...options,
});
const text = (bounds: object): Side => ({ schema: { type: 'string', ...bounds } });
const by = (...transforms: readonly object[]): Side => ({ transforms });

/** Each pair also the other way round, where `more` is `less`. */
describe('a field is more visible', () => {
  test.each<[string, Side, Side, string]>([
    ['kept than removed', by(on('redact')), {}, 'fate'],
    ['kept than pseudonymized', by(on('pseudonymize')), {}, 'fate'],
    ['pseudonymized than digested', by(on('textDigest')), by(on('pseudonymize')), 'fate'],
    [
      'with a way back than without',
      by(on('pseudonymize')),
      by(on('pseudonymize', { includeReversible: true })),
      'fate',
    ],
    ['always than sometimes', by(on('redact', { applyOnlyWhen: '$.y' })), {}, 'fate'],
    ['sometimes than never', by(on('redact')), by(on('redact', { applyOnlyWhen: '$.y' })), 'fate'],
    ['unbounded than bounded', text({ enum: ['a'] }), text({}), 'fate'],
    ['from a longer list', text({ enum: ['a'] }), text({ enum: ['a', 'b'] }), 'values'],
    [
      'from a pattern than from a list of what it matches',
      text({ enum: ['a'] }),
      text({ pattern: '[a-z]' }),
      'values',
    ],
    ['up to a larger length', text({ maxLength: 3 }), text({ maxLength: 4 }), 'values'],
    ['without a largest length', text({ maxLength: 3 }), text({}), 'values'],
    [
      'of more types',
      { schema: { type: 'boolean' } },
      { schema: { type: ['boolean', 'integer'] } },
      'values',
    ],
    ['of any number', { schema: { type: 'integer' } }, { schema: { type: 'number' } }, 'values'],
    ['of any type', { schema: { type: 'string' } }, { schema: {} }, 'values'],
    [
      'by one more alternative',
      text({ enum: ['a'] }),
      { schema: { anyOf: [{ type: 'string', enum: ['a'] }, { type: 'integer' }] } },
      'values',
    ],
  ])('%s', (_what, less, more, what) => {
    expect(changes(rulesOf(less), rulesOf(more))).toEqual([`more ${what} $.x`]);
    expect(changes(rulesOf(more), rulesOf(less))).toEqual([`less ${what} $.x`]);
  });
});

describe('what cannot be shown to be narrower counts as more visible, either way', () => {
  test.each<[string, Side, Side, string]>([
    ['another pattern', text({ pattern: '[a-z]' }), text({ pattern: '[0-9]' }), 'values'],
    ['another list', text({ enum: ['a', 'b'] }), text({ enum: ['b', 'c'] }), 'values'],
    ['another format', text({ format: 'date' }), text({ format: 'uuid' }), 'values'],
    [
      'another condition',
      by(on('redact', { applyOnlyWhen: '$.y' })),
      by(on('redact', { applyOnlyWhen: '$[?(@.y == true)]' })),
      'options',
    ],
    [
      'another pattern of what is removed',
      by(on('redactRegexMatches', { redactions: ['a'] })),
      by(on('redactRegexMatches', { redactions: ['b'] })),
      'options',
    ],
    [
      'other words that are counted',
      by(on('textDigest')),
      by(on('textDigest', { keywords: ['fix'] })),
      'options',
    ],
    [
      'another encoding',
      by(on('pseudonymize', { encoding: 'URL_SAFE_HASH_ONLY' })),
      by(on('pseudonymize')),
      'options',
    ],
  ])('%s', (_what, one, other, what) => {
    expect(changes(rulesOf(one), rulesOf(other))).toEqual([`more ${what} $.x`]);
    expect(changes(rulesOf(other), rulesOf(one))).toEqual([`more ${what} $.x`]);
  });
});

describe('nothing is told', () => {
  test.each<[string, Side, Side]>([
    ['of the same rules', {}, {}],
    ['of another spelling of a path', by(on('redact')), by(on('redact', { jsonPaths: ['$..x'] }))],
    [
      'of the bounds of a removed field',
      { ...text({ enum: ['a'] }), ...by(on('redact')) },
      by(on('redact')),
    ],
    ['of another name of a parameter', {}, { endpoint: { pathTemplate: '/a/{key}' } }],
  ])('%s', (_what, one, other) => {
    expect(changes(rulesOf(one), rulesOf(other))).toEqual([]);
  });
});

describe('what may be asked', () => {
  const asking = (endpoint: object): object => rulesOf({ endpoint });
  const digits = { pathParameterSchemas: { id: { pattern: '[0-9]+' } } };

  test.each<[string, object, readonly string[], readonly string[]]>([
    [
      'a method',
      { allowedMethods: ['GET', 'HEAD', 'POST'] },
      ['wider: method POST'],
      ['narrower: method POST'],
    ],
    [
      'a query parameter',
      { allowedQueryParams: ['page', 'q'] },
      ['wider: query q'],
      ['narrower: query q'],
    ],
    [
      'a header',
      { allowedRequestHeaders: ['accept'] },
      ['wider: header accept'],
      ['narrower: header accept'],
    ],
    [
      'a check of the path',
      digits,
      ['checked differently: path parameter 1'],
      ['checked differently: path parameter 1'],
    ],
  ])('%s', (_what, endpoint, there, back) => {
    expect(changes(rulesOf({}), asking(endpoint))).toEqual(there);
    expect(changes(asking(endpoint), rulesOf({}))).toEqual(back);
  });

  test('any query at all is wider than a list, a list no wider than any', () => {
    const any: { endpoints: { allowedQueryParams?: unknown }[] } = JSON.parse(
      JSON.stringify(rulesOf({})),
    ) as never;
    delete any.endpoints[0]?.allowedQueryParams;
    expect(changes(rulesOf({}), any)).toEqual(['wider: query *', 'narrower: query page']);
    expect(showsMore(diffSheets(sheet(any), sheet(rulesOf({}))))).toBe(false);
  });
});

describe('endpoints', () => {
  const one = rulesOf({});
  const two = {
    endpoints: [
      ...(one as { endpoints: readonly object[] }).endpoints,
      {
        pathTemplate: '/b',
        allowedQueryParams: [],
        responseSchema: { properties: { z: { type: 'string' } } },
      },
    ],
  };

  test('that are new show all that they let through', () => {
    const diff = diffSheets(sheet(one), sheet(two));
    expect(diff).toMatchObject({ moreVisible: 1, lessVisible: 0, same: 2 });
    expect(diff.endpoints).toMatchObject([
      {
        path: '/b',
        kind: 'added',
        fields: [{ path: '$.z', change: 'more', from: { fate: 'remove' } }],
      },
    ]);
  });

  test('that are gone show nothing any more', () => {
    const diff = diffSheets(sheet(two), sheet(one));
    expect(diff.endpoints).toMatchObject([
      { path: '/b', kind: 'removed', fields: [{ path: '$.z', change: 'less' }] },
    ]);
    expect(showsMore(diff)).toBe(false);
  });

  test('that lose their schema let everything through', () => {
    const open = { endpoints: [{ pathTemplate: '/a/{id}', allowedQueryParams: ['page'] }] };
    expect(changes(one, open)).toContain('more fate any field that nobody listed');
  });

  test('of one path count together: a caller may choose the wider one', () => {
    const wider = rulesOf({}) as { endpoints: object[] };
    const narrow = rulesOf(by(on('redact'))) as { endpoints: object[] };
    const both = { endpoints: [...narrow.endpoints, ...wider.endpoints] };
    expect(changes(narrow, both)).toEqual(['more fate $.x']);
    expect(changes(wider, both)).toEqual([]);
  });
});

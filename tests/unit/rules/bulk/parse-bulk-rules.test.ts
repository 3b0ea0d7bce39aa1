import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseFileTemplate } from '../../../../src/rules/bulk/file-template.ts';
import { foldName } from '../../../../src/rules/bulk/fold-name.ts';
import { parseBulkRules } from '../../../../src/rules/bulk/parse-bulk-rules.ts';
import { readBulkVectors } from '../../../support/bulk-vectors.ts';

const vectors = readBulkVectors();

interface Options {
  readonly mode?: 'strict' | 'compatible';
  readonly isLookupTable?: boolean;
}

function parse(text: string, { mode = 'strict', isLookupTable = false }: Options = {}) {
  return parseBulkRules(text, { mode, isLookupTable });
}

function problemsOf(text: string, options?: Options): readonly string[] {
  const parsed = parse(text, options);
  if (parsed.kind === 'api-rules') return ['api-rules'];
  if (parsed.kind === 'rules') return [];
  return parsed.problems.map(({ code, line, column }) => `${code} ${line}:${column}`);
}

function warningsOf(text: string, options?: Options): readonly string[] {
  const parsed = parse(text, options);
  return parsed.kind === 'rules' ? parsed.warnings.map(({ code }) => code) : ['no rules'];
}

describe('the rules of the vectors', () => {
  test.each(vectors.cases.filter(({ error }) => error?.code === 'RULES_INVALID'))(
    'are refused: $name',
    ({ rules, options, error }) => {
      const mode = options?.rulesMode ?? 'strict';
      const parsed = parse(JSON.stringify(rules), { mode });

      const [first] = parsed.kind === 'problems' ? parsed.problems : [];
      expect(first?.code).toBe(error?.['problem']);
      if (error?.['key'] !== undefined) expect(first?.key).toBe(error['key']);
    },
  );

  test.each(vectors.cases.filter(({ error }) => error?.code !== 'RULES_INVALID'))(
    'load: $name',
    ({ rules, options }) => {
      const parsed = parse(JSON.stringify(rules), {
        mode: options?.rulesMode ?? 'strict',
        isLookupTable: options?.lookupTable ?? false,
      });

      expect(parsed.kind).toBe('rules');
    },
  );
});

test.each(vectors.nameCases)('the name "$name" is compared as "$folded"', ({ name, folded }) => {
  expect(foldName(name)).toBe(folded);
});

describe('a file template', () => {
  test.each(vectors.templateCases.filter(({ error }) => error === undefined))(
    '$template and the key $key: $matches',
    ({ template, key = '', matches }) => {
      const parsed = parseFileTemplate(template);

      expect(parsed.kind === 'template' && parsed.template.match(key) !== undefined).toBe(matches);
    },
  );

  test.each(vectors.templateCases.filter(({ error }) => error !== undefined))(
    '$template is refused',
    ({ template }) => {
      const rules = JSON.stringify({ fileRules: { [template]: { columnsToInclude: ['N'] } } });
      expect(problemsOf(rules)[0]).toMatch(/^bad-template/);
    },
  );

  test('with an asterisk is refused in strict mode, literal in compatible mode', () => {
    const rules = 'fileRules:\n  users*: { columnsToInclude: [N] }\n';
    expect(problemsOf(rules)).toEqual(['bad-template 2:3']);
    expect(warningsOf(rules, { mode: 'compatible' })).toEqual(['literal-asterisk']);
  });

  test('holds nested rules only if it has a parameter, and only once', () => {
    const inner = '{ fileRules: { a.csv: { columnsToInclude: [A] } } }';
    expect(problemsOf(`fileRules:\n  x/{rest}: ${inner}\n`)).toEqual([]);
    expect(problemsOf(`fileRules:\n  x.csv: ${inner}\n`)).toEqual(['bad-template 2:3']);
    expect(problemsOf(`fileRules:\n  '{a}/x':\n    fileRules:\n      '{b}': ${inner}\n`)).toEqual([
      'bad-template 4:14',
    ]);
  });
});

describe('every problem is reported at once, at its place', () => {
  test('of columnar rules', () => {
    const text = `delimiter: '"'
pseudonymFormat: TOKEN
columnsToPseudonymise: [A]
columnsToPseudonymize: [' ', 5]
columnsToRedact: Department
columnsToRename: { A: B, B: C }
unlistedColumns: passes
raggedRows: skip
shuffleWindow: 10001
neutralizeFormulas: 1
fieldsToTransform:
  D: { transforms: [] }
  E: { newName: F, transforms: [{ filter: '(' }, { formatString: '%d' }, { filter: a, formatString: b }] }
  G: { newName: H, transforms: [{ pseudonymizeWithScope: x }, { filtre: a }] }
  I: { newName: J, transforms: [{ javaRegExpReplace: { regExp: '(a)', replace: '$2' } }] }
  K: { newName: k, dropSource: true }
`;

    expect(problemsOf(text)).toEqual([
      'bad-option 1:12',
      'bad-option 2:18',
      'unknown-key 3:1',
      'blank-name 4:25',
      'wrong-type 5:18',
      'name-clash 6:26',
      'bad-option 7:18',
      'bad-option 8:13',
      'bad-option 9:16',
      'wrong-type 10:21',
      'missing-key 12:3',
      'bad-regex 13:43',
      'bad-option 13:66',
      'bad-option 13:74',
      'forbidden-key 14:35',
      'unknown-key 14:65',
      'bad-option 15:80',
      'bad-option 16:20',
    ]);
  });

  test('of record rules', () => {
    const text = `format: XML
outputSchemaFilter: { type: strin }
unlistedFields: pass
transforms:
  - redact: '$.a['
  - redcat: $.a
  - pseudonymize: []
  - { redact: $.a, tokenize: $.b }
  - textDigestKeywords: { keywords: [a] }
`;

    expect(problemsOf(text)).toEqual([
      'bad-option 1:9',
      'bad-schema 2:29',
      'bad-option 3:1',
      'bad-path 5:13',
      'unknown-transform 6:5',
      'empty-list 7:5',
      'bad-option 8:5',
      'missing-key 9:5',
    ]);
  });
});

test('keys of two kinds, empty rules and rules of an API are no rules for files', () => {
  expect(problemsOf('columnsToInclude: [A]\nformat: NDJSON\n')).toEqual(['two-kinds 1:1']);
  expect(problemsOf('{}')).toEqual(['empty-rules 1:1']);
  expect(problemsOf('fileRules: {}')).toEqual(['empty-rules 1:1']);
  expect(problemsOf('')).toEqual(['wrong-type 1:1']);
  expect(problemsOf('a: [')).toEqual([expect.stringMatching(/^yaml-syntax/)]);
  expect(problemsOf('endpoints: []\n')).toEqual(['api-rules']);
});

test('rules must say what becomes of what they do not name; compatible mode only warns', () => {
  const columns = 'columnsToPseudonymize: [Email]\n';
  const records = 'transforms: [{ redact: $.a }]\n';

  expect(problemsOf(columns)).toEqual(['undecided 1:1']);
  expect(problemsOf(records)).toEqual(['undecided 1:1']);
  expect(warningsOf(columns, { mode: 'compatible' })).toEqual(['undecided']);
  expect(warningsOf(records, { mode: 'compatible' })).toEqual(['undecided']);
  expect(problemsOf(`${columns}unlistedColumns: drop\n`)).toEqual([]);
  expect(problemsOf(`${columns}columnsToInclude: []\n`)).toEqual([]);
  expect(problemsOf(`${records}outputSchemaFilter: { type: object }\n`)).toEqual([]);
});

describe('a clear copy beside its pseudonym', () => {
  const clear = (rules: string): boolean => problemsOf(rules).some((one) => /clear-copy/.test(one));

  test('is refused whichever of the two is derived, and by whatever name', () => {
    const byName = 'columnsToRename: {M: Mail}\ncolumnsToDuplicate: {M: Copy}\n';
    expect(clear(`${byName}columnsToPseudonymize: [Mail]\nunlistedColumns: drop`)).toBe(true);
    expect(clear(`${byName}columnsToPseudonymize: [Copy]\ncolumnsToInclude: [M]`)).toBe(true);
    expect(clear(`${byName}columnsToPseudonymize: [Copy]\nunlistedColumns: pass`)).toBe(true);
    expect(clear(`${byName}columnsToPseudonymize: [Copy]\nunlistedColumns: drop`)).toBe(false);
  });

  const pipeline = (steps: string): string =>
    `columnsToPseudonymize: [Id]\nunlistedColumns: drop\nfieldsToTransform: { Id: { newName: X, transforms: ${steps} } }`;

  test.each([
    ['no step', '[]'],
    ['a filter without group', "[{ filter: '.*' }]"],
    ['%s alone', "[{ formatString: '%s' }]"],
    ['a group around everything', "[{ filter: '(.*)' }]"],
    ['one between anchors', "[{ filter: '^(.*)$' }]"],
    ['one behind flags', "[{ filter: '(?s)(.+?)' }]"],
    ['one of a class', "[{ filter: '([\\s\\S]*)' }]"],
    ['one with brackets in a class, escaped and quoted', "[{ filter: '([])(]|\\)|\\Q(\\E)' }]"],
    ['one with groups inside', "[{ filter: '((.*)@(.*))' }]"],
    ['one with a name', "[{ filter: '(?<all>.*)' }]"],
    ['one inside another that captures nothing', "[{ filter: '(?:(.*))' }]"],
    ['a replacement by the whole', "[{ javaRegExpReplace: { regExp: 'x.*', replace: $0 } }]"],
    ['a replacement by such a group', "[{ javaRegExpReplace: { regExp: (.*), replace: $1 } }]"],
    ['several of them', "[{ filter: '(.*)' }, { formatString: '%s' }]"],
  ])('is a pipeline of %s: %s', (_, steps) => {
    expect(clear(pipeline(steps))).toBe(true);
  });

  test.each([
    ['a group around a part', "[{ filter: '(.).*' }]"],
    ['one that leaves one character out', "[{ filter: '(.*).' }]"],
    ['one of two alternatives', "[{ filter: '(a.*)|(b.*)' }]"],
    ['one that is repeated', "[{ filter: '(.)+' }]"],
    ['a text around the value', "[{ formatString: 'x%s' }]"],
    ['a replacement by a part', "[{ javaRegExpReplace: { regExp: '(.).*', replace: $1 } }]"],
  ])('may be meant, and is warned of, as a pipeline of %s: %s', (_, steps) => {
    expect(warningsOf(pipeline(steps))).toEqual(['clear-part']);
    expect(warningsOf(pipeline(steps), { isLookupTable: true })).toEqual([]);
  });

  test('is no pseudonym, and nothing that does not leave', () => {
    const part = "[{ filter: '(.).*' }]";
    expect(warningsOf(pipeline('[{ pseudonymize: true }]'))).toEqual([]);
    expect(warningsOf(`${pipeline(part)}\ncolumnsToRedact: [X]`)).toEqual([]);
    expect(warningsOf(pipeline(part).replace('[Id]', '[Id, X]'))).toEqual([]);
    expect(warningsOf(pipeline(part).replace('newName: X', 'newName: Id'))).toEqual([]);
  });

  test('is what a lookup table holds', () => {
    const rules =
      'columnsToDuplicate: {Id: Orig}\ncolumnsToPseudonymize: [Id]\ncolumnsToInclude: [Id]';
    expect(clear(rules)).toBe(true);
    expect(problemsOf(rules, { isLookupTable: true })).toEqual([]);
  });
});

test.each([
  ['unlistedColumns: drop', ['nothing-to-do', 'nothing-to-do']],
  ['unlistedColumns: fail', ['nothing-to-do', 'nothing-to-do']],
  ['unlistedColumns: pass', []],
  ['unlistedColumns: drop\ncolumnsToPseudonymize: [Copy, Part]', []],
  ['unlistedColumns: drop\ncolumnsToInclude: [Name]', []],
])('a column made from one that does not pass is warned of: %s', (decision, expected) => {
  const made =
    "columnsToDuplicate: { Name: Copy }\nfieldsToTransform: { Name: { newName: Part, transforms: [{ filter: '(.).*' }] } }";
  expect(warningsOf(`${made}\n${decision}`)).toEqual(expected);
});

test('redact wins over other lists, with a warning', () => {
  const rules = 'columnsToRedact: [A]\ncolumnsToPseudonymize: [a]\ncolumnsToInclude: ["A "]';
  expect(warningsOf(rules)).toEqual(['redact-wins', 'redact-wins']);
});

test('the shipped rules load without a warning, and their SHA ignores comments and order', () => {
  const text = readFileSync('rules/zoom-ai-metrics.yaml', 'utf8');
  const parsed = parse(text);

  expect(parsed).toMatchObject({ kind: 'rules', warnings: [] });
  const sha = parsed.kind === 'rules' ? parsed.document.sha : '';
  expect(sha).toMatch(/^[0-9a-f]{64}$/);
  const reordered = parse(`# other\nunlistedColumns: drop\n${text.replace(/^unlisted.*$/m, '')}`);
  expect(reordered).toMatchObject({ kind: 'rules', document: { sha } });
});

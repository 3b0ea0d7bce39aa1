import { describe, expect, test } from 'vitest';
import { analyseEndpoint, type EndpointAnalysis } from '../../../src/report/analyse-endpoint.ts';
import { parseRules } from '../../../src/rules/parse-rules.ts';
import { toPlaceSteps } from '../../../src/report/field-inventory.ts';

const SCHEMA_LINE = 4;

/** An endpoint whose schema starts in line 4; transforms follow, one a line. */
function analyse(schema: string, transforms: readonly string[] = []): EndpointAnalysis {
  const lines = [
    'endpoints:',
    '  - pathTemplate: /a',
    '    allowedQueryParams: []',
    `    ${schema === '' ? 'id: a' : `responseSchema: ${schema}`}`,
    ...(transforms.length === 0 ? [] : ['    transforms:']),
    ...transforms.map((transform) => `      - ${transform}`),
    'definitions:',
    '  word: { type: string, enum: [a, b] }',
    '  note: { type: object, properties: { text: { type: string }, notes: { type: array, items: { $ref: "#/definitions/note" } } } }',
  ];
  const parsed = parseRules(lines.join('\n'), { mode: 'compatible' });
  if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
  const { endpoints, definitions } = parsed.document;
  const [endpoint] = endpoints;
  if (endpoint === undefined) throw new Error('no endpoint');
  return analyseEndpoint({ ...endpoint, definitions });
}

/** `path: fate` of every field, and the line, counted from the schema's, where it is not that line. */
function fates(analysis: EndpointAnalysis): readonly string[] {
  return analysis.fields.map(({ path, fate, line }) => {
    const below = line - SCHEMA_LINE;
    return `${path}: ${fate}${below === 0 ? '' : ` +${String(below)}`}`;
  });
}

const object = (...properties: readonly string[]): string =>
  `{ type: object, properties: { ${properties.join(', ')} } }`;
const text = (name: string): string => `${name}: { type: string }`;

describe('what no transform meets', () => {
  test.each([
    ['unbounded text is kept', 'x: { type: string }', '$.x: keep'],
    ['text with a largest length alone is kept', 'x: { type: string, maxLength: 9 }', '$.x: keep'],
    ['text of a list is bounded', 'x: { type: string, enum: [a] }', '$.x: keep-enum'],
    ['text of a pattern is bounded', 'x: { type: string, pattern: "[0-9]" }', '$.x: keep-enum'],
    ['text of a format is bounded', 'x: { type: string, format: date }', '$.x: keep-enum'],
    ['an unenforced format bounds nothing', 'x: { type: string, format: email }', '$.x: keep'],
    ['numbers are kept, also those of a list', 'x: { type: integer, enum: [1] }', '$.x: keep'],
    [
      'numbers and bounded text',
      'x: { type: [integer, string], pattern: "[0-9]" }',
      '$.x: keep-enum',
    ],
    ['any scalar is kept', 'x: {}', '$.x: keep'],
    ['a constant is bounded', 'x: { const: a }', '$.x: keep-enum'],
    ['a type that is none keeps nothing', 'x: { type: email }', '$.x: remove'],
    ['an object without properties keeps nothing', 'x: { type: object }', '$.x: remove'],
    ['elements', 'x: { type: array, items: { type: boolean } }', '$.x[*]: keep'],
    ['names that are no words', "'a b': { type: string }", "$['a b']: keep"],
    [
      'alternatives: bounded if every text is',
      'x: { anyOf: [{ type: integer }, { type: string, format: date }] }',
      '$.x: keep-enum',
    ],
    [
      'alternatives: unbounded if one text is',
      'x: { anyOf: [{ type: string, format: date }, { type: string }] }',
      '$.x: keep',
    ],
  ])('%s', (_what, property, expected) => {
    expect(fates(analyse(object(property)))).toEqual([expected]);
  });

  test('a reference is decided where it stands, not where the definition does', () => {
    expect(fates(analyse(object('x: { $ref: "#/definitions/word" }')))).toEqual(['$.x: keep-enum']);
  });

  test('a text that may be an object as well gives both', () => {
    const schema = object('x: { type: [string, object], properties: { y: { type: boolean } } }');
    expect(fates(analyse(schema))).toEqual(['$.x: keep', '$.x.y: keep']);
  });
});

describe('what a transform meets', () => {
  test.each([
    ['redact', '!<redact> { jsonPaths: [$.x] }', 'remove'],
    ['pseudonymize', '!<pseudonymize> { jsonPaths: [$.x] }', 'pseudonymize'],
    [
      'with a way back',
      '!<pseudonymize> { jsonPaths: [$.x], includeReversible: true }',
      'pseudonymize-reversible',
    ],
    ['tokenize', '!<tokenize> { jsonPaths: [$.x] }', 'tokenize'],
    ['textDigest', '!<textDigest> { jsonPaths: [$.x] }', 'digest'],
    ['a part', '!<redactRegexMatches> { jsonPaths: [$.x], redactions: ["a"] }', 'partial'],
    ['hashIp', '!<hashIp> { jsonPaths: [$.x] }', 'pseudonymize'],
    ['encryptIp', '!<encryptIp> { jsonPaths: [$.x] }', 'pseudonymize-reversible'],
    ['from anywhere', '!<redact> { jsonPaths: [$..x] }', 'remove'],
    ['by a wildcard', '!<redact> { jsonPaths: [$.*] }', 'remove'],
    ['by a filter', '!<redact> { jsonPaths: ["$[?(@.x == \'a\')].x"] }', 'conditional'],
    ['on a condition', '!<redact> { jsonPaths: [$.x], applyOnlyWhen: $.y }', 'conditional'],
    ['method as a key', '{ method: redact, jsonPaths: [$.x] }', 'remove'],
  ])('%s', (_what, transform, fate) => {
    expect(fates(analyse(object(text('x')), [transform]))).toEqual([`$.x: ${fate} +2`]);
  });

  test('the line is that of the path, not of the transform', () => {
    const written = '!<redact>\n        jsonPaths:\n          - $.x\n          - $.y';
    const analysis = analyse(object(text('x'), text('y')), [written]);
    expect(fates(analysis)).toEqual(['$.x: remove +4', '$.y: remove +5']);
  });

  test('a transform of a container takes all that is inside', () => {
    const schema = object(
      `o: ${object(text('x'))}`,
      `l: { type: array, items: ${object(text('y'))} }`,
    );
    const analysis = analyse(schema, ['!<pseudonymize> { jsonPaths: [$.o, "$.l[*]"] }']);
    expect(fates(analysis)).toEqual(['$.o.x: remove +2', '$.l[*].y: remove +2']);
    expect(analysis.fields[0]?.reason).toEqual({
      kind: 'transform',
      transform: 'pseudonymize',
      isAround: true,
    });
  });

  test('a filter on the elements of a list takes some of them', () => {
    const schema = object(`l: { type: array, items: ${object(text('t'), text('u'))} }`);
    const analysis = analyse(schema, ['!<redact> { jsonPaths: ["$.l[?(@.t == \'a\')]"] }']);
    expect(fates(analysis)).toEqual(['$.l[*].t: conditional +2', '$.l[*].u: conditional +2']);
    expect(analysis.fields[0]?.outcomes).toEqual(['keep', 'remove']);
  });

  test('an original beside its pseudonym is kept', () => {
    const transform = '!<pseudonymize> { jsonPaths: [$.x], encoding: JSON, includeOriginal: true }';
    expect(fates(analyse(object(text('x')), [transform]))).toEqual(['$.x: keep']);
  });

  test.each([
    ['pseudonymize', 'boolean', 'remove'],
    ['pseudonymize', 'integer', 'pseudonymize'],
    ['textDigest', 'integer', 'remove'],
    ['textDigest', '[integer, string]', 'digest'],
    ['tokenize', 'number', 'remove'],
  ])('%s of %s: %s', (kind, type, fate) => {
    const analysis = analyse(object(`x: { type: ${type} }`), [`!<${kind}> { jsonPaths: [$.x] }`]);
    expect(fates(analysis)).toEqual([`$.x: ${fate} +2`]);
  });
});

describe('what several transforms meet', () => {
  const redact = '!<redact> { jsonPaths: [$.x] }';
  const sometimes = '!<redact> { jsonPaths: [$.x], applyOnlyWhen: $.y }';
  const pseudonymize = '!<pseudonymize> { jsonPaths: [$.x] }';
  const digest = '!<textDigest> { jsonPaths: [$.x] }';

  test.each([
    ['what is gone stays gone', [redact, pseudonymize], 'remove +2'],
    ['what is pseudonymized may still go', [pseudonymize, redact], 'remove +3'],
    ['a digest of a pseudonym is a digest', [pseudonymize, digest], 'digest +3'],
    ['a pseudonym of a digest shows no more than the digest', [digest, pseudonymize], 'digest +2'],
    ['in the end always', [sometimes, redact], 'remove +3'],
    ['sometimes a pseudonym, sometimes nothing', [pseudonymize, sometimes], 'conditional +3'],
  ])('%s', (_what, transforms, expected) => {
    expect(fates(analyse(object(text('x')), transforms))).toEqual([`$.x: ${expected}`]);
  });

  test('outcomes are those that a value may really meet', () => {
    const analysis = analyse(object(text('x')), [pseudonymize, sometimes]);
    expect(analysis.fields[0]?.outcomes).toEqual(['pseudonymize', 'remove']);
  });
});

describe('a definition that contains itself', () => {
  test('is followed once where all levels meet the same', () => {
    expect(fates(analyse(object('n: { $ref: "#/definitions/note" }')))).toEqual([
      '$.n.text: keep +3',
      '$.n.notes[*].text: keep +3',
    ]);
  });

  test('is followed below the longest path, so that no deeper level is hidden', () => {
    const analysis = analyse(object('n: { $ref: "#/definitions/note" }'), [
      '!<redact> { jsonPaths: [$.n.text, "$.n.notes[*].text"] }',
    ]);
    expect(fates(analysis)).toEqual([
      '$.n.text: remove +2',
      '$.n.notes[*].text: remove +2',
      '$.n.notes[*].notes[*].text: keep +5',
    ]);
  });
});

test('a level of a definition below all that were followed is found on demand', () => {
  const analysis = analyse(object('n: { $ref: "#/definitions/note" }'));
  const path = '$.n.notes[*].notes[*].notes[*].text';
  expect(analysis.fateAt(toPlaceSteps(path)).fate).toBe('keep');
});

describe('a field that nobody declared', () => {
  test('is removed, and decided by the container that does not declare it', () => {
    const written = 'properties:\n        o:\n          type: object';
    const analysis = analyse(`\n      ${written}`);
    const inside = analysis.fateAt(toPlaceSteps('$.o.x'));
    expect([inside.fate, inside.line - SCHEMA_LINE, inside.reason.kind]).toEqual([
      'remove',
      2,
      'undeclared',
    ]);
    expect(analysis.fateAt(toPlaceSteps('$.p[*].q')).line).toBe(SCHEMA_LINE + 1);
  });

  test('passes undecided where there is no schema', () => {
    const analysis = analyse('', ['!<redact> { jsonPaths: [$..x] }']);
    const fate = (path: string): readonly string[] => {
      const found = analysis.fateAt(toPlaceSteps(path));
      return [found.fate, found.reason.kind];
    };
    expect(fate('$.a.x')).toEqual(['remove', 'transform']);
    expect(fate('$.a.y')).toEqual(['keep', 'no-schema']);
    expect(fates(analysis)).toEqual(['$..x: remove +2']);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../../src/rules/parse-yaml.ts';
import { readPreparedNodes, writePreparedNodes } from '../../../src/rules/prepared-nodes.ts';

const FOLDER = new URL('../../../rules/', import.meta.url);
const texts = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ name, text: readFileSync(new URL(name, FOLDER), 'utf8') }));

const EVERY_KIND = `
one: &anchor
  - text
  - "quoted"
  - 1.50
  - true
  - ~
  -
two: *anchor
three: !<tagged>
  empty:
  ? [a, key, that, is, no, text]
  : {}
`;

function prepare(text: string): string {
  const { root } = parseYaml(text);
  if (root === undefined) throw new Error('the text has problems');
  return writePreparedNodes(text, root);
}

describe('prepared nodes', () => {
  test.each([...texts, { name: 'every kind of node', text: EVERY_KIND }])(
    'of $name are those of the text',
    ({ text }) => {
      expect(readPreparedNodes(text, prepare(text))).toEqual(parseYaml(text).root);
    },
  );

  test('of another text are not used', () => {
    const prepared = prepare('endpoints: []');

    expect(readPreparedNodes('endpoints: [] ', prepared)).toBeUndefined();
  });

  test('that are broken are an error', () => {
    const prepared = prepare('a: b');

    expect(() => readPreparedNodes('a: b', prepared.replace('[1,1,0,1,', '[1,1,0,1,7,'))).toThrow(
      'prepared nodes are not as they were written',
    );
    expect(() => readPreparedNodes('a: b', prepared.slice(0, -1))).toThrow(SyntaxError);
  });
});

describe('nodes of YAML', () => {
  test('know their places: of the tag where there is one, of the alias where it stands', () => {
    const { root } = parseYaml(EVERY_KIND);
    const entries = root?.kind === 'map' ? root.entries : [];

    expect(entries.map(({ name, value }) => [name, value?.position, value?.tag])).toEqual([
      ['one', { line: 3, column: 3 }, undefined],
      ['two', { line: 9, column: 6 }, undefined],
      ['three', { line: 10, column: 8 }, 'tagged'],
    ]);
    expect(entries[1]?.value).toMatchObject({ kind: 'list', elements: entries[0]?.value?.kind === 'list' ? entries[0].value.elements : [] });
  });

  test.each([
    ['without anchor', 'a: *missing'],
    ['of itself', 'a: &a [*a]'],
    ['of many aliases', `a: &a [x]\nb: &b [${'*a,'.repeat(50)}]\nc: [*b, *b]`],
  ])('are none where there is an alias %s', (_, text) => {
    const { root, problems } = parseYaml(text);

    expect(root).toBeUndefined();
    expect(problems[0]?.message).toBe('an alias without anchor, of itself, or one of too many');
  });

  test('may hold a hundred aliases', () => {
    expect(parseYaml(`a: &a x\nb: [${'*a,'.repeat(100)}]`).problems).toEqual([]);
    expect(parseYaml(`a: &a x\nb: [${'*a,'.repeat(101)}]`).problems).toHaveLength(1);
  });
});

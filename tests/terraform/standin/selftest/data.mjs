import assert from 'node:assert/strict';
import { locate } from '../schema/overlay.mjs';
import { readSchemaFile } from './suite.mjs';

export async function checkData({ check }) {
  const schema = readSchemaFile('schema.json');
  const assertInSchema = (paths) => {
    for (const path of paths) assert.ok(isInSchema(schema, path), `${path} is not in the schema`);
  };

  await check('schema.json: says where it is from, and under which licence', () => {
    assert.match(schema.notice.join(' '), /Mozilla Public License 2\.0/);
    assert.match(schema.source.integrity, /^sha512-/);
  });
  await check('schema.json: has the types of types.json, no more and no less', () => {
    const types = readSchemaFile('types.json');
    assert.deepEqual(Object.keys(schema.resources), [...types.resources].sort());
    assert.deepEqual(Object.keys(schema.data), [...types.data].sort());
  });
  await check('overlay.json: every path is in the schema', () => {
    const { sensitive, write_only, deprecated, deprecated_blocks, max_items } =
      readSchemaFile('overlay.json');
    assertInSchema([
      ...sensitive,
      ...write_only,
      ...deprecated,
      ...deprecated_blocks,
      ...Object.keys(max_items),
    ]);
  });
  await check('floor.json: every path is in the schema', () => {
    const { added_since: addedSince, required_then: requiredThen } = readSchemaFile('floor.json');
    assertInSchema([...addedSince, ...requiredThen]);
  });
  await check('rules.json: every path is in the schema', () => {
    const { values, groups, replaces } = readSchemaFile('rules.json');
    const grouped = Object.entries(groups).flatMap(([place, kinds]) =>
      Object.values(kinds)
        .flat(2)
        .map((name) => `${place}.${name}`),
    );
    const replacing = Object.entries(replaces).flatMap(([type, names]) =>
      names.map((name) => `${type}.${name}`),
    );
    assertInSchema(
      [...Object.keys(values), ...grouped, ...replacing].map((path) =>
        path.startsWith('data.') ? path : `resource.${path}`,
      ),
    );
  });
}

function isInSchema(schema, path) {
  const { block, name } = locate(schema, path);
  return Boolean(block?.attributes?.[name] ?? block?.block_types?.[name]);
}

// Puts back what the bindings have lost, from overlay.json.

/** Returns the schema with the overlay's marks set. A path that the schema does not have is an error, not a shrug. */
export function applyOverlay(schema, overlay) {
  for (const flag of ['sensitive', 'write_only', 'deprecated']) {
    for (const path of overlay[flag]) find(schema, path, 'attributes')[flag] = true;
  }
  for (const path of overlay.deprecated_blocks)
    find(schema, path, 'block_types').block.deprecated = true;
  for (const [path, count] of Object.entries(overlay.max_items))
    find(schema, path, 'block_types').max_items = count;
  return schema;
}

function find(schema, path, kind) {
  const { block, name } = locate(schema, path);
  const found = block?.[kind]?.[name];
  if (!found) throw new Error(`overlay.json names ${path}, which the schema does not have`);
  return found;
}

/** The block that holds `resource.TYPE.BLOCK….NAME`, and that last name; `block` is undefined where there is none. */
export function locate(schema, path) {
  const [kind, type, ...steps] = path.split('.');
  const name = steps.pop();
  const types = kind === 'data' ? schema.data : schema.resources;
  const block = steps.reduce(
    (outer, step) => outer?.block_types?.[step]?.block,
    types[type]?.block,
  );
  return { block, name };
}

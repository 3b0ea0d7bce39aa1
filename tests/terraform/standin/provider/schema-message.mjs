// A schema from schema.json, written as the protobuf messages of Terraform's plugin protocol 5.

const NESTING = { single: 1, list: 2, set: 3, map: 4, group: 5 };

/** Field 1 is the schema's version: always 0, since a stand-in has no older states to upgrade. */
export function writeSchema(schema) {
  return (message) => message.message(2, writeBlock(schema.block));
}

function writeBlock(block) {
  return (message) => {
    for (const [name, attribute] of Object.entries(block.attributes ?? {}))
      message.message(2, writeAttribute(name, attribute));
    for (const [name, nested] of Object.entries(block.block_types ?? {}))
      message.message(3, writeNestedBlock(name, nested));
    message.flag(6, block.deprecated);
  };
}

function writeAttribute(name, attribute) {
  return (message) =>
    message
      .text(1, name)
      .bytes(2, JSON.stringify(attribute.type))
      .flag(4, attribute.required)
      .flag(5, attribute.optional)
      .flag(6, attribute.computed)
      .flag(7, attribute.sensitive)
      .flag(9, attribute.deprecated)
      .flag(10, attribute.write_only);
}

function writeNestedBlock(name, nested) {
  return (message) =>
    message
      .text(1, name)
      .message(2, writeBlock(nested.block))
      .integer(3, NESTING[nested.nesting_mode])
      .integer(4, nested.min_items)
      .integer(5, nested.max_items);
}

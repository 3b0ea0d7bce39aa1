// What a value looks like once planned and once applied, by the schema alone.
import { UNKNOWN } from './msgpack.mjs';

const isMissing = (value) => value === null || value === undefined;

/**
 * The planned value of a resource, or of one of its blocks: in what is new, all that is computed and was not set is
 * unknown until apply.
 *
 * `proposed` is Terraform's own merge of the configuration with the prior state, so what was computed before is in it.
 */
export function planValue(block, proposed, prior) {
  if (isMissing(proposed) || proposed === UNKNOWN) return proposed;
  const isNew = isMissing(prior);
  return mapBlock(block, proposed, {
    attribute: (value, attribute) => {
      if (attribute.write_only) return null;
      return isNew && isMissing(value) && attribute.computed ? UNKNOWN : value;
    },
    nested: (inner, value, name, index) => planValue(inner, value, itemAt(prior?.[name], index)),
  });
}

/** The applied value: every unknown gets a value from `invent(name, attribute, siblings)`. */
export function applyValue(block, planned, invent) {
  if (isMissing(planned)) return planned;
  const known = { ...planned };
  return mapBlock(block, planned, {
    attribute: (value, attribute, name) => {
      const result = value === UNKNOWN ? invent(name, attribute, known) : value;
      known[name] = result;
      return result;
    },
    nested: (inner, value) =>
      applyValue(inner, value, (name, attribute) => anyValue(name, attribute)),
  });
}

/** What an attribute holds that nobody has described better: nothing, where it might have been set and was not. */
export function anyValue(name, attribute) {
  return attribute.optional ? null : valueOfType(name, attribute.type);
}

function valueOfType(name, type) {
  if (type === 'string') return `made-up-${name.replaceAll('_', '-')}`;
  if (type === 'number') return 0;
  if (type === 'bool') return false;
  if (type === 'dynamic') return null;
  if (type[0] === 'map') return {};
  if (type[0] === 'object')
    return Object.fromEntries(
      Object.entries(type[1]).map(([field, inner]) => [field, valueOfType(field, inner)]),
    );
  return [];
}

/** The listed attributes whose change means destroy and create. */
export function replacedBy(names, prior, planned) {
  if (isMissing(prior) || isMissing(planned)) return [];
  return names.filter(
    (name) =>
      !isMissing(prior[name]) &&
      JSON.stringify(prior[name]) !== JSON.stringify(asJson(planned[name])),
  );
}

const asJson = (value) => (value === UNKNOWN ? 'unknown until apply' : (value ?? null));

const itemAt = (value, index) => (Array.isArray(value) ? value[index] : (value?.[index] ?? value));

function mapBlock(block, value, { attribute, nested }) {
  const result = {};
  for (const [name, spec] of attributesInOrder(block))
    result[name] = attribute(value[name] ?? null, spec, name);
  for (const [name, spec] of Object.entries(block.block_types ?? {})) {
    result[name] = mapNested(spec, value[name], (item, index) =>
      nested(spec.block, item, name, index),
    );
  }
  return result;
}

// Made-up values are built from names and regions, so those come first.
const FIRST = ['region', 'bucket', 'name', 'function_name'];
function attributesInOrder(block) {
  const rank = (name) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return Object.entries(block.attributes ?? {}).sort(([a], [b]) => rank(a) - rank(b));
}

function mapNested(spec, value, map) {
  if (isMissing(value)) return null;
  if (value === UNKNOWN) return value;
  if (Array.isArray(value)) return value.map(map);
  if (spec.nesting_mode === 'map')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, map(item, key)]));
  return map(value);
}

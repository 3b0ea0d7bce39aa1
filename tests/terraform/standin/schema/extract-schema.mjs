// Recovers the schema of one provider type from the TypeScript bindings in the npm package @cdktn/provider-aws.
//
// The bindings are generated from the real provider's schema. Each compiled file carries its TypeScript in an inline
// source map, and that TypeScript says of every argument: its name, computed, optional or required, its type, whether it
// is a block, and how blocks nest. It does not say: sensitive, write-only, deprecated, or a maximum or minimum other than
// 0 and 1. overlay.json adds those.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SCALARS = { string: 'string', number: 'number', boolean: 'bool', any: 'dynamic' };

/** The folder of a type's binding inside the package: `lib/lambda-function`, `lib/data-aws-region`. */
export function bindingFolder(kind, type) {
  const name = type.replace(/^aws_/, '').replaceAll('_', '-');
  return join('lib', kind === 'data' ? `data-aws-${name}` : name);
}

/** Reads the TypeScript of one binding. Big types keep their structures in files of their own. */
export function readBinding(folder) {
  const structures = join(folder, 'index-structs');
  const more = existsSync(structures)
    ? readdirSync(structures).filter((name) => name.endsWith('.js'))
    : [];
  return [join(folder, 'index.js'), ...more.map((name) => join(structures, name))]
    .map(typescriptOf)
    .join('\n');
}

function typescriptOf(file) {
  const map = readFileSync(file, 'utf8').match(
    /sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/,
  );
  if (!map) throw new Error(`${file} has no inline source map`);
  return JSON.parse(Buffer.from(map[1], 'base64').toString('utf8')).sourcesContent.join('\n');
}

/** Returns `{ type, schema }` for the TypeScript of one binding. */
export function extractSchema(source) {
  const binding = parseDeclarations(source);
  const main = binding.classes.get(binding.main);
  const type = main.match(/static readonly tfResourceType = "(\w+)"/)[1];
  const settings = main.slice(Math.max(0, main.indexOf('synthesizeHclAttributes')));
  const block = new BlockReader(binding, type).block(main, settings, `${binding.main}Config`);
  return { type, schema: { version: 0, block } };
}

const DECLARATION =
  /^export (?:class (?<cls>\w+) extends cdkt[fn]\.(?<base>\w+) \{|function (?<fn>\w+)ToHclTerraform\(|interface (?<iface>\w+)(?: extends [\w.]+)? \{)/gm;

function parseDeclarations(source) {
  const binding = { main: null, classes: new Map(), settings: new Map(), interfaces: new Map() };
  for (const { groups, index } of source.matchAll(DECLARATION)) {
    const body = source.slice(index, source.indexOf('\n}', index));
    if (groups.cls) binding.classes.set(groups.cls, body);
    if (/^Terraform(Resource|DataSource|Provider|EphemeralResource)$/.test(groups.base ?? ''))
      binding.main = groups.cls;
    if (groups.fn) binding.settings.set(groups.fn, body);
    if (groups.iface) binding.interfaces.set(groups.iface, body);
  }
  return binding;
}

class BlockReader {
  #binding;
  #type;

  constructor(binding, type) {
    this.#binding = binding;
    this.#type = type;
  }

  /** A block from its class, from the function that writes its HCL, and from its interface. */
  block(classBody, settingsBody, interfaceName) {
    const settings = settingsBody ? parseSettings(settingsBody) : new Map();
    let members = classBody ? parseMembers(classBody) : new Map();
    if (members.size === 0 && settings.size > 0)
      members = this.#membersOfInterface(interfaceName, settings);
    const attributes = {};
    const blocks = {};
    for (const [name, member] of members) {
      const setting = settings.get(name);
      if (this.#isBlock(name, setting, interfaceName))
        blocks[name] = this.#nestedBlock(setting, member);
      else
        attributes[name] = { type: this.#attributeType(name, setting, member), ...flagsOf(member) };
    }
    return { attributes, ...(Object.keys(blocks).length ? { block_types: blocks } : {}) };
  }

  // Some arguments of an object type are marked like blocks; only a real block has "NAME block" above it in the interface.
  #isBlock(name, setting, interfaceName) {
    if (!setting?.isBlock) return false;
    return new RegExp(`^ +\\* ${name} block$`, 'm').test(
      this.#binding.interfaces.get(interfaceName) ?? '',
    );
  }

  #nestedBlock(setting, member) {
    const nested = {
      nesting_mode: setting.nesting === 'struct' ? 'single' : setting.nesting,
      block: this.#structure(structureIn(setting)),
    };
    if (nested.nesting_mode === 'single') return nested;
    const atMostOne = member.single || /= new \w+OutputReference\(this/.test(member.text);
    return {
      ...nested,
      ...(member.required ? { min_items: 1 } : {}),
      ...(atMostOne ? { max_items: 1 } : {}),
    };
  }

  #structure(name) {
    const settings =
      this.#binding.settings.get(lowerFirst(name)) ?? this.#binding.settings.get(name);
    return this.block(this.#binding.classes.get(`${name}OutputReference`), settings, name);
  }

  // Structures that are only ever inside a set have no class: the interface tells required from optional.
  #membersOfInterface(name, settings) {
    const body = this.#binding.interfaces.get(name);
    if (!body) throw new Error(`${this.#type}: ${name} has neither a class nor an interface`);
    const declared = new Map();
    for (const [, argument, , mark, type] of body.matchAll(
      /#\w+ \w+#(\w+)\}[\s\S]*?readonly (\w+)(\??): ([^;]+);/g,
    )) {
      declared.set(argument, { required: mark !== '?', type });
    }
    const member = (argument) =>
      memberFrom(declared.get(argument) ?? fail(this.#type, argument, 'interface'));
    return new Map([...settings.keys()].map((argument) => [argument, member(argument)]));
  }

  #attributeType(name, setting, member) {
    const type = setting ? this.#typeFromSetting(setting) : this.#typeFromGetter(member.text);
    return type ?? fail(this.#type, name, setting ?? member.text.slice(0, 200));
  }

  #typeFromSetting({ nesting, storage, value }) {
    if (nesting === 'simple') return SCALARS[storage];
    const flat = storage.match(/^(string|number|boolean|any)(?:List|Map)$/);
    if (flat) return [nesting, SCALARS[flat[1]]];
    const deep = storage.match(/^(string|number|boolean)(?:List|Map)(List|Map)$/);
    if (deep)
      return [nesting, [storage.match(/^[a-z]+(List|Map)/)[1].toLowerCase(), SCALARS[deep[1]]]];
    if (nesting === 'struct') return this.#objectType(structureIn({ value }));
    return /ToHclTerraform/.test(value)
      ? [nesting, this.#objectType(structureIn({ value }))]
      : undefined;
  }

  #typeFromGetter(text) {
    for (const [pattern, type] of GETTERS) {
      const match = text.match(pattern);
      if (match) return type(match, (name) => this.#objectType(name));
    }
    return undefined;
  }

  #objectType(name) {
    return objectOf(this.#structure(name));
  }
}

const setOrList = (isSet) => (isSet === 'true' ? 'set' : 'list');
const mapOf = (scalar) => ['map', SCALARS[scalar.toLowerCase()]];

// What the getter of an argument that cannot be set returns, by the code that fetches it. The first match decides.
const GETTERS = [
  [/return this\.getStringAttribute\(/, () => 'string'],
  [/return this\.getNumberAttribute\(/, () => 'number'],
  [/return this\.getBooleanAttribute\(/, () => 'bool'],
  [/Fn\.tolist\(this\.getListAttribute\(/, () => ['set', 'string']],
  [/return this\.getListAttribute\(/, () => ['list', 'string']],
  [/tolist\(this\.getNumberListAttribute\(/, () => ['set', 'number']],
  [/return this\.getNumberListAttribute\(/, () => ['list', 'number']],
  [/new cdkt[fn]\.(String|Number|Boolean|Any)Map\(/, ([, scalar]) => mapOf(scalar)],
  [
    /new cdkt[fn]\.(String|Number|Boolean|Any)MapList\(this, "\w+", (true|false)\)/,
    ([, scalar, isSet]) => [setOrList(isSet), mapOf(scalar)],
  ],
  [/return this\.get(String|Number|Boolean|Any)MapAttribute\(/, ([, scalar]) => mapOf(scalar)],
  [
    /new (\w+)List\(this, "\w+", (true|false)\)/,
    ([, name, isSet], objectType) => [setOrList(isSet), objectType(name)],
  ],
  [/new (\w+)Map\(this, "\w+"\)/, ([, name], objectType) => ['map', objectType(name)]],
  [/new (\w+)OutputReference\(this, "\w+"\)/, ([, name], objectType) => objectType(name)],
  [/return this\.interpolationForAttribute\(/, () => 'dynamic'],
];

function objectOf(block) {
  const fields = Object.fromEntries(
    Object.entries(block.attributes).map(([name, attribute]) => [name, attribute.type]),
  );
  for (const [name, nested] of Object.entries(block.block_types ?? {})) {
    const inner = objectOf(nested.block);
    fields[name] = nested.nesting_mode === 'single' ? inner : [nested.nesting_mode, inner];
  }
  return ['object', fields];
}

const SETTING =
  /^ +(\w+): \{\n +value: (.*),\n +isBlock: (true|false),\n +type: "(\w+)",\n +storageClassType: "(\w+)",\n +\}/gm;

function parseSettings(body) {
  const entries = [...body.matchAll(SETTING)];
  return new Map(
    entries.map(([, name, value, isBlock, nesting, storage]) => [
      name,
      { value, isBlock: isBlock === 'true', nesting, storage },
    ]),
  );
}

const MEMBER =
  /^ +\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)$/gm;

function parseMembers(body) {
  const marks = [...body.matchAll(MEMBER)];
  return new Map(
    marks.map((mark, index) => {
      const [line, name, computed, optional, required] = mark;
      const text = body.slice(mark.index + line.length, marks[index + 1]?.index);
      return [
        name,
        {
          computed: computed === 'true',
          optional: optional === 'true',
          required: required === 'true',
          text,
        },
      ];
    }),
  );
}

function memberFrom({ required, type }) {
  return { computed: false, optional: !required, required, text: '', single: !type.includes('[]') };
}

function flagsOf(member) {
  return Object.fromEntries(
    ['required', 'optional', 'computed'].filter((flag) => member[flag]).map((flag) => [flag, true]),
  );
}

function structureIn({ value }) {
  const name = value.match(/(\w+)ToHclTerraform\b(?!.*ToHclTerraform)/)[1];
  return name[0].toUpperCase() + name.slice(1);
}

const lowerFirst = (name) => name[0].toLowerCase() + name.slice(1);

function fail(type, name, evidence) {
  throw new Error(`${type}.${name}: no type could be read from ${JSON.stringify(evidence)}`);
}

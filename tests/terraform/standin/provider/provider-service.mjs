// The calls of Terraform's plugin protocol 5, answered from the schema. Nothing here touches a network or an account.
import { checkConfig } from './checks.mjs';
import { inventFor, placeOf } from './made-up-values.mjs';
import { decode, encode, UNKNOWN } from './msgpack.mjs';
import { applyValue, planValue, replacedBy } from './plan.mjs';
import { MessageReader, MessageWriter } from './protobuf.mjs';
import { writeSchema } from './schema-message.mjs';

const SEVERITY = { error: 1, warning: 2 };

/**
 * Returns the calls by name: `(request, instance) => MessageWriter`.
 *
 * `instance` is kept for one configured provider, so that two aliases with two regions do not mix.
 */
export function createProviderService({ schema, rules }) {
  // Asked for at each run of `terraform test`, and always the same.
  const description = describe(schema);
  return {
    GetSchema: () => description,
    PrepareProviderConfig: (request) => new MessageWriter().bytes(1, request.bytes(1)),
    Configure: (request, instance) => configure(dynamicValue(request.bytes(2)), instance),
    Stop: () => new MessageWriter(),
    GetFunctions: () => new MessageWriter(),
    ValidateResourceTypeConfig: (request) =>
      validate(request.text(1), schema.resources, request.bytes(2)),
    ValidateDataSourceConfig: (request) =>
      validate(request.text(1), schema.data, request.bytes(2), 'data.'),
    UpgradeResourceState: (request) => upgrade(request),
    ReadResource: (request) => new MessageWriter().bytes(1, request.bytes(2)),
    PlanResourceChange: (request, instance) => plan(request, instance),
    ApplyResourceChange: (request, instance) => apply(request, instance),
    ReadDataSource: (request, instance) => readData(request, instance),
  };

  function configure(config, instance) {
    instance.place = placeOf(known(config?.region));
    instance.defaultTags = known(config?.default_tags?.[0]?.tags) ?? {};
    return new MessageWriter();
  }

  function validate(type, types, configBytes, prefix = '') {
    const answer = new MessageWriter();
    for (const finding of checkConfig(
      rules,
      prefix + type,
      types[type].block,
      dynamicValue(configBytes),
    ))
      writeFinding(answer, finding);
    return answer;
  }

  function plan(request, instance) {
    const type = request.text(1);
    const prior = dynamicValue(request.bytes(2));
    const planned = planValue(schema.resources[type].block, dynamicValue(request.bytes(3)), prior);
    if (planned) fillWhatProvidersKnow(planned, instance);
    const answer = new MessageWriter().message(1, (value) => value.bytes(1, encode(planned)));
    for (const name of replacedBy(rules.replaces[type] ?? [], prior, planned))
      writeAttributePath(answer, 2, name);
    return answer;
  }

  function apply(request, instance) {
    const type = request.text(1);
    const planned = dynamicValue(request.bytes(3));
    const config = dynamicValue(request.bytes(4));
    const applied = applyValue(
      schema.resources[type].block,
      planned,
      inventFor(type, placeIn(instance), config),
    );
    return new MessageWriter().message(1, (value) => value.bytes(1, encode(applied)));
  }

  function readData(request, instance) {
    const type = request.text(1);
    const config = dynamicValue(request.bytes(2));
    const { block } = schema.data[type];
    const read = applyValue(
      block,
      planValue(block, config),
      inventFor(`data.${type}`, placeIn(instance), config),
    );
    return new MessageWriter().message(1, (value) => value.bytes(1, encode(read)));
  }
}

function describe(schema) {
  const answer = new MessageWriter().message(1, writeSchema(schema.provider));
  for (const [name, type] of Object.entries(schema.resources))
    answer.message(2, (entry) => entry.text(1, name).message(2, writeSchema(type)));
  for (const [name, type] of Object.entries(schema.data))
    answer.message(3, (entry) => entry.text(1, name).message(2, writeSchema(type)));
  return answer;
}

// A state written by this same schema needs no upgrade: the JSON goes back as it came.
function upgrade(request) {
  const state = new MessageReader(request.bytes(3)).bytes(1);
  return new MessageWriter().message(1, (value) => value.bytes(2, state));
}

// The provider knows its region and its default tags at plan time, before any call to AWS.
function fillWhatProvidersKnow(planned, instance) {
  if (planned.region === UNKNOWN) planned.region = placeIn(instance).region;
  if ('tags_all' in planned) planned.tags_all = allTags(planned.tags, instance.defaultTags);
}

function allTags(tags, defaultTags = {}) {
  if (tags === UNKNOWN) return UNKNOWN;
  return { ...defaultTags, ...tags };
}

const placeIn = (instance) => instance.place ?? placeOf();
const known = (value) => (value === UNKNOWN ? undefined : value);

function dynamicValue(bytes) {
  if (!bytes) return null;
  const message = new MessageReader(bytes);
  const [packed, json] = [message.bytes(1), message.bytes(2)];
  if (packed) return decode(packed);
  return json ? JSON.parse(json.toString()) : null;
}

function writeFinding(answer, { severity, summary, detail }) {
  answer.message(1, (finding) =>
    finding.integer(1, SEVERITY[severity]).text(2, summary).text(3, detail),
  );
}

function writeAttributePath(answer, field, name) {
  answer.message(field, (path) => path.message(1, (step) => step.text(1, name)));
}

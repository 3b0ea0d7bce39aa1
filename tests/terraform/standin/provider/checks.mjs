// What the real provider, or AWS behind it, refuses although the schema would let it pass. All of it is data in rules.json.
import { UNKNOWN } from './msgpack.mjs';

const isSet = (value) => value !== null && value !== undefined;
const asList = (value) => (Array.isArray(value) ? value : isSet(value) ? [value] : []);

/** Returns the findings about one resource or data source: `{ severity, summary, detail }`. */
export function checkConfig(rules, type, block, config) {
  const findings = [];
  checkBlock({ rules, type, findings }, block, config, []);
  return findings;
}

function checkBlock(context, block, value, path) {
  if (!isSet(value) || value === UNKNOWN) return;
  if (block.deprecated) warn(context, `${path.join('.')} is deprecated`);
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    if (isSet(value[name])) checkAttribute(context, attribute, value[name], [...path, name]);
  }
  checkGroups(context, value, path);
  for (const [name, nested] of Object.entries(block.block_types ?? {})) {
    for (const item of asList(value[name]))
      checkBlock(context, nested.block, item, [...path, name]);
  }
}

function checkAttribute(context, attribute, value, path) {
  const name = path.join('.');
  if (attribute.computed && !attribute.optional) {
    refuse(
      context,
      'Value for unconfigurable attribute',
      `"${name}" is decided by AWS and cannot be set`,
    );
  }
  if (attribute.deprecated) warn(context, `${name} is deprecated`);
  const rule = context.rules.values[`${context.type}.${name}`];
  if (!rule) return;
  for (const item of asList(value)) {
    const fault = item === UNKNOWN ? null : faultOf(rule, item);
    const shown = attribute.sensitive ? 'the value' : JSON.stringify(item);
    if (fault) refuse(context, 'Invalid value', `${name}: ${shown} ${fault}`);
  }
}

function faultOf(rule, value) {
  if (rule.or?.includes(value)) return null;
  if (rule.enum && !rule.enum.includes(value)) return `is not one of ${rule.enum.join(', ')}`;
  if (rule.min !== undefined && value < rule.min) return `is less than ${rule.min}`;
  if (rule.max !== undefined && value > rule.max) return `is more than ${rule.max}`;
  if (rule.multipleOf && value % rule.multipleOf !== 0)
    return `is not a multiple of ${rule.multipleOf}`;
  if (rule.maxLength && value.length > rule.maxLength)
    return `is longer than ${rule.maxLength} characters`;
  if (rule.pattern && !new RegExp(rule.pattern).test(value))
    return `does not match ${rule.pattern}`;
  if (rule.arn && !/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+/.test(value)) return 'is not an ARN';
  if (rule.json && !isJson(value)) return 'is not valid JSON';
  return null;
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

// Arguments that depend on each other. An unknown value may turn out to be null, so it neither breaks a rule nor keeps one.
function checkGroups(context, value, path) {
  const groups = context.rules.groups[[context.type, ...path].join('.')] ?? {};
  const place = path.length ? ` in ${path.join('.')}` : '';
  for (const [kind, lists] of Object.entries(groups)) {
    for (const names of lists) {
      const fault = GROUP_FAULTS[kind](countOf(value, names), names.join(', '));
      if (fault) refuse(context, 'Invalid combination of arguments', fault + place);
    }
  }
}

const GROUP_FAULTS = {
  exactlyOne: ({ set, missing, all }, names) =>
    set > 1 || missing === all ? `exactly one of ${names} must be set` : null,
  atLeastOne: ({ missing, all }, names) =>
    missing === all ? `at least one of ${names} must be set` : null,
  conflict: ({ set }, names) => (set > 1 ? `only one of ${names} may be set` : null),
  together: ({ set, missing }, names) =>
    set > 0 && missing > 0 ? `${names} must be set together` : null,
};

function countOf(value, names) {
  const values = names.map((name) => value[name]);
  return {
    all: names.length,
    missing: values.filter((item) => !isSet(item) || item.length === 0).length,
    set: values.filter((item) => item !== UNKNOWN && isSet(item) && item.length !== 0).length,
  };
}

function refuse(context, summary, detail) {
  context.findings.push({ severity: 'error', summary, detail: `${context.type}: ${detail}.` });
}

function warn(context, detail) {
  context.findings.push({
    severity: 'warning',
    summary: 'Argument is deprecated',
    detail: `${context.type}: ${detail}.`,
  });
}

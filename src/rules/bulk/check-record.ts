import type { JsonPath } from '../../json-path/json-path.ts';
import { parseJsonPath } from '../../json-path/parse-json-path.ts';
import { compileRegex } from '../../regex/compile-regex.ts';
import { checkSchema } from '../check-schema.ts';
import { nearestName } from '../problem.ts';
import type { Entry, RulesNode } from '../rules-node.ts';
import type { Fields, RulesReader } from '../rules-reader.ts';
import type { BulkContext } from './bulk-context.ts';
import { readWord } from './check-options.ts';
import type { RecordRules, RecordTransform } from './document.ts';
import { RECORD_KEYS } from './keys.ts';
import { isNothing } from './read-names.ts';

const FORMATS = ['NDJSON', 'CSV', 'JSON_ARRAY', 'AUTO', 'PARQUET'] as const;
const TRANSFORMS = ['redact', 'pseudonymize', 'tokenize', 'textDigest', 'textDigestKeywords'];

/** Reads rules for records. */
export function checkRecord(
  node: RulesNode | undefined,
  context: BulkContext,
): RecordRules | undefined {
  const { reader, mode } = context;
  const fields = reader.fields(node, 'record rules', RECORD_KEYS);
  if (fields === undefined) return undefined;
  const schema = fields.get('outputSchemaFilter');
  const hasSchema = !isNothing(schema?.value);
  const passes = readWord('unlistedFields', ['pass'], { fields, reader });
  if (hasSchema && passes !== undefined) {
    const message = 'outputSchemaFilter says what may pass; with it unlistedFields has no meaning';
    reader.problem('bad-option', fields.get('unlistedFields')?.keyNode, message);
  }
  const isUndecided = !hasSchema && isNothing(fields.get('unlistedFields')?.value);
  if (isUndecided) reportUndecided(node, context);
  return {
    kind: 'record',
    format: readFormat(fields, reader),
    transforms: readTransforms(fields, reader),
    schema: hasSchema
      ? checkSchema(schema?.value ?? schema?.keyNode, { reader, mode, definitions: [] })
      : undefined,
    isUndecided,
  };
}

/** Privacy: whether fields that nobody named pass must be said. */
function reportUndecided(node: RulesNode | undefined, { reader, mode }: BulkContext): void {
  const message =
    'the rules do not say what becomes of unlisted fields; add outputSchemaFilter, or unlistedFields: pass';
  if (mode === 'strict') reader.problem('undecided', node, message);
  else reader.warn('undecided', node, `${message}; until then every field passes`);
}

function readFormat(fields: Fields, reader: RulesReader): RecordRules['format'] {
  const format = readWord('format', FORMATS, { fields, reader }) ?? 'NDJSON';
  if (format !== 'PARQUET') return format;
  const message = 'Parquet cannot be read yet (FORMAT_NOT_SUPPORTED)';
  reader.problem('unsupported-format', fields.get('format')?.value, message);
  return 'NDJSON';
}

function readTransforms(fields: Fields, reader: RulesReader): readonly RecordTransform[] {
  const entry = fields.get('transforms');
  if (entry === undefined || isNothing(entry.value)) return [];
  const elements = reader.elements(entry.value, 'transforms') ?? [];
  return elements.flatMap((element) => readTransform(element, reader) ?? []);
}

function readTransform(node: RulesNode, reader: RulesReader): RecordTransform | undefined {
  const entries = reader.entries(node, 'a transform');
  if (entries === undefined) return undefined;
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) {
    return reader.problem('bad-option', node, 'a transform must have exactly one key');
  }
  switch (entry.name) {
    case 'redact':
    case 'pseudonymize':
    case 'tokenize':
      return { kind: entry.name, paths: readPaths(entry, reader) };
    case 'textDigest':
      return { kind: 'textDigest', paths: readPaths(entry, reader), keywords: [] };
    case 'textDigestKeywords':
      return readKeywordDigest(entry, reader);
    default:
      return reader.problem('unknown-transform', entry.keyNode, `unknown transform "${entry.name}"`, {
        hint: nearestName(entry.name, TRANSFORMS),
      });
  }
}

function readKeywordDigest(
  { value, keyNode }: Entry,
  reader: RulesReader,
): RecordTransform | undefined {
  const fields = reader.fields(value ?? keyNode, 'textDigestKeywords', ['jsonPaths', 'keywords']);
  if (fields === undefined) return undefined;
  const [paths, keywords] = [fields.get('jsonPaths'), fields.get('keywords')];
  if (paths === undefined) {
    return reader.problem('missing-key', keyNode, 'textDigestKeywords needs "jsonPaths"');
  }
  const hasWords = keywords !== undefined && !isNothing(keywords.value);
  return {
    kind: 'textDigest',
    paths: readPaths(paths, reader),
    keywords: hasWords ? (reader.texts(keywords.value, 'keywords') ?? []) : [],
  };
}

/** One path or a list of them; a bare name is a path of one step. */
function readPaths({ name, value, keyNode }: Entry, reader: RulesReader): readonly JsonPath[] {
  const nodes = value?.kind === 'list' ? value.elements : [value ?? keyNode];
  if (nodes.length === 0) reader.problem('empty-list', keyNode, `${name} must name a path`);
  return nodes.flatMap((node) => readPath(node, reader) ?? []);
}

function readPath(node: RulesNode, reader: RulesReader): JsonPath | undefined {
  const text = reader.text(node, 'each path');
  if (text === undefined) return undefined;
  const parsed = parseJsonPath(text, compileRegex);
  if (parsed.kind === 'path') return parsed.path;
  const { at, expected } = parsed.problem;
  return reader.problem('bad-path', node, `JSON path outside the dialect: expected ${expected}`, {
    at,
  });
}

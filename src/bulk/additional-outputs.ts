import { parseYaml } from '../rules/parse-yaml.ts';
import { byPosition, type Problem } from '../rules/problem.ts';
import type { RulesNode } from '../rules/rules-node.ts';
import { RulesReader, type Fields } from '../rules/rules-reader.ts';
import type { BulkSettings } from './bulk-settings.ts';

/** One entry of `ADDITIONAL_TRANSFORMS`. */
export interface AdditionalOutput {
  readonly bucket: string;
  /** Put before the key as it is. */
  readonly keyPrefix: string;
  readonly rules: RulesNode;
  /** Undefined: as the main output. */
  readonly compresses: boolean | undefined;
  readonly isLookupTable: boolean;
}

export interface AdditionalOutputs {
  readonly outputs: readonly AdditionalOutput[];
  readonly problems: readonly Problem[];
}

const KEYS = [
  'destinationBucketName',
  'pathWithinBucket',
  'rules',
  'compressOutput',
  'lookupTable',
];

type Buckets = Pick<BulkSettings, 'outputBucket' | 'inputBucket'>;

/** Reads the list of further outputs; their rules are checked by the caller. */
export function readAdditionalOutputs(text: string, buckets: Buckets): AdditionalOutputs {
  const yaml = parseYaml(text);
  const reader = new RulesReader(yaml);
  const elements =
    yaml.problems.length > 0 ? [] : (reader.elements(yaml.root, 'ADDITIONAL_TRANSFORMS') ?? []);
  const outputs = elements.flatMap((node) => readOutput(node, reader, buckets) ?? []);
  return { outputs, problems: reader.problems.toSorted(byPosition) };
}

function readOutput(
  node: RulesNode,
  reader: RulesReader,
  buckets: Buckets,
): AdditionalOutput | undefined {
  const fields = reader.fields(node, 'an additional transform', KEYS);
  if (fields === undefined) return undefined;
  const rules = fields.get('rules')?.value;
  const bucketNode = fields.get('destinationBucketName')?.value;
  for (const key of ['destinationBucketName', 'rules']) {
    if (!fields.has(key))
      reader.problem('missing-key', node, `an additional transform needs "${key}"`);
  }
  if (rules === undefined || bucketNode === undefined) return undefined;
  const bucket = reader.text(bucketNode, 'destinationBucketName');
  const isLookupTable = readFlag('lookupTable', fields, reader) ?? false;
  if (bucket === undefined) return undefined;
  if (isLookupTable && [buckets.outputBucket, buckets.inputBucket].includes(bucket)) {
    // Privacy: whoever reads pseudonyms must not find the identifiers beside them.
    const message = 'a lookup table needs a bucket of its own, not that of inputs or outputs';
    reader.problem('bad-option', bucketNode, message);
  }
  const prefix = fields.get('pathWithinBucket')?.value;
  return {
    bucket,
    keyPrefix: prefix === undefined ? '' : (reader.text(prefix, 'pathWithinBucket') ?? ''),
    rules,
    compresses: readFlag('compressOutput', fields, reader),
    isLookupTable,
  };
}

function readFlag(key: string, fields: Fields, reader: RulesReader): boolean | undefined {
  const entry = fields.get(key);
  return entry && reader.boolean(entry.value ?? entry.keyNode, key);
}

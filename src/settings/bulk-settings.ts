import { boolean, integerFrom, oneOf, type SettingDefinition } from './definition.ts';

const bulk = ['bulk'] as const;

/** Settings of the bulk function alone; a part of the table in settings.ts. */
export const bulkSettings = {
  OUTPUT_BUCKET: {
    kind: 'env',
    functions: bulk,
    isRequired: true,
    meaning: 'bucket of the sanitized files',
  },
  INPUT_BUCKET: {
    kind: 'env',
    functions: bulk,
    meaning: 'the only bucket whose files are taken; absent: any',
  },
  INPUT_BASE_PATH: {
    kind: 'env',
    functions: bulk,
    fallback: '',
    meaning: 'whole segments that are dropped from the front of a key',
  },
  OUTPUT_BASE_PATH: {
    kind: 'env',
    functions: bulk,
    fallback: '',
    meaning: 'text put in front of the key of the output, as it is',
  },
  ADDITIONAL_TRANSFORMS: {
    kind: 'config',
    functions: bulk,
    meaning: 'more outputs of every file: a YAML list, each with its bucket and rules',
  },
  BULK_OUTPUT_FORMAT: {
    kind: 'env',
    functions: bulk,
    parse: oneOf('NDJSON', 'CSV', 'JSON_ARRAY'),
    expected: 'NDJSON, CSV or JSON_ARRAY',
    meaning: 'format that record rules write; absent: the one they read',
  },
  COMPRESS_OUTPUT_ALWAYS: {
    kind: 'env',
    functions: bulk,
    fallback: 'true',
    ...boolean,
    meaning: 'write gzip also where the source was none',
  },
  BUFFER_SIZE: {
    kind: 'env',
    functions: bulk,
    fallback: '1048576',
    ...integerFrom(65_536, 8_388_608),
    meaning: 'bytes of a stream buffer',
  },
  MAX_RECORD_BYTES: {
    kind: 'env',
    functions: bulk,
    fallback: '16777216',
    ...integerFrom(1, 268_435_456),
    meaning: 'longest row, header or JSON element, in bytes of UTF-8',
  },
  MAX_INFLATED_BYTES: {
    kind: 'env',
    functions: bulk,
    fallback: '214748364800',
    ...integerFrom(1, Number.MAX_SAFE_INTEGER),
    meaning: 'most bytes that a gzip source may inflate to',
  },
  MAX_INFLATE_RATIO: {
    kind: 'env',
    functions: bulk,
    fallback: '200',
    ...integerFrom(1, 1_000_000),
    meaning: 'most inflated bytes for each compressed byte, judged once 64 MiB are inflated',
  },
} as const satisfies Record<string, SettingDefinition>;

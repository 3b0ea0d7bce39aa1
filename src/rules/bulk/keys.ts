/** Every key that rules for files may use, by the map it stands in. Meaning: docs/bulk.md. */
export const COLUMNAR_KEYS: readonly string[] = [
  'delimiter',
  'outputDelimiter',
  'pseudonymFormat',
  'columnsToPseudonymize',
  'columnsToPseudonymizeIfPresent',
  'columnsToRedact',
  'columnsToRedactIfPresent',
  'columnsToInclude',
  'unlistedColumns',
  'columnsToRename',
  'columnsToDuplicate',
  'fieldsToTransform',
  'raggedRows',
  'neutralizeFormulas',
  'shuffleWindow',
];

export const RECORD_KEYS: readonly string[] = [
  'format',
  'transforms',
  'outputSchemaFilter',
  'unlistedFields',
];

export const MULTI_FILE_KEYS: readonly string[] = ['fileRules'];

export const PIPELINE_KEYS: readonly string[] = [
  'newName',
  'sourceColumn',
  'transforms',
  'dropSource',
];

/** Every key that rules may use, by the map it stands in. Meaning: docs/rules.md. */
export const TOP_KEYS: readonly string[] = ['endpoints', 'allowedRequestHeaders', 'definitions'];

export const ENDPOINT_KEYS: readonly string[] = [
  'id',
  'pathTemplate',
  'pathRegex',
  'allowedMethods',
  'allowedQueryParams',
  'queryParamSchemas',
  'pathParameterSchemas',
  'requestBody',
  'allowedRequestHeaders',
  'responseSchema',
  'transforms',
  'augments',
];

export const PARAMETER_KEYS: readonly string[] = [
  'type',
  'format',
  'pattern',
  'enum',
  'anyOf',
  'required',
];

export const SCHEMA_KEYS: readonly string[] = [
  'type',
  'properties',
  'items',
  '$ref',
  'anyOf',
  'enum',
  'const',
  'pattern',
  'maxLength',
  'format',
  'title',
  'description',
  'example',
  'required',
  '$schema',
  'additionalProperties',
];

/** Keys that every transform has. */
export const TRANSFORM_KEYS: readonly string[] = ['method', 'jsonPaths', 'applyOnlyWhen'];

export const METHODS: readonly string[] = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
];

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

export const REQUEST_BODY_KEYS: readonly string[] = ['required', 'content'];

export const BODY_SCHEMA_KEYS: readonly string[] = [
  'type',
  'format',
  'properties',
  'items',
  'required',
  'pattern',
  'enum',
  'enumValues',
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

/** Formats of parameters and of texts in bodies. */
export const PARAMETER_FORMATS = [
  'reversible-pseudonym',
  'pseudonym',
  'date-time',
  'date',
  'uuid',
] as const;

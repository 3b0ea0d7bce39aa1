/** Every key that rules may use, by the map it stands in. Meaning: docs/rules.md. */
export const TOP_KEYS = ['endpoints', 'allowedRequestHeaders', 'definitions'] as const;

export const ENDPOINT_KEYS = [
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
] as const;

export const PARAMETER_KEYS = [
  'type',
  'format',
  'pattern',
  'enum',
  'anyOf',
  'required',
] as const;

export const SCHEMA_KEYS = [
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
] as const;

export const REQUEST_BODY_KEYS = ['required', 'content'] as const;

export const BODY_SCHEMA_KEYS = [
  'type',
  'format',
  'properties',
  'items',
  'required',
  'pattern',
  'enum',
  'enumValues',
  'additionalProperties',
] as const;

/** Keys that every transform has. */
export const TRANSFORM_KEYS = ['method', 'jsonPaths', 'applyOnlyWhen'] as const;

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

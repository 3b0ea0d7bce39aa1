import type {
  BODY_SCHEMA_KEYS,
  ENDPOINT_KEYS,
  PARAMETER_KEYS,
  REQUEST_BODY_KEYS,
  SCHEMA_KEYS,
  TOP_KEYS,
  TRANSFORM_KEYS,
} from '../../src/rules/keys.ts';

/** What docs/rules.md says of each key; a key without an entry does not compile. */
interface KeyText {
  readonly type: string;
  readonly fallback: string;
  readonly meaning: string;
}

export type KeyTable = Readonly<Record<string, KeyText>>;
type TableOf<Keys extends readonly string[]> = Readonly<Record<Keys[number], KeyText>>;

const key = (type: string, fallback: string, meaning: string): KeyText => ({
  type,
  fallback,
  meaning,
});

export const topKeys: TableOf<typeof TOP_KEYS> = {
  endpoints: key(
    'list of endpoint',
    'required',
    'the allow-list; the first endpoint that matches a request decides',
  ),
  allowedRequestHeaders: key(
    'list of text',
    'none',
    'headers of the caller that are forwarded on every endpoint',
  ),
  definitions: key('map name → schema', 'none', 'schemas that `$ref` may name'),
};

export const endpointKeys: TableOf<typeof ENDPOINT_KEYS> = {
  id: key(
    '`[a-z0-9-]{1,64}`, unique',
    '`e01`, `e02`, … by position',
    'its name in logs and metrics',
  ),
  pathTemplate: key(
    'text',
    'one of the two',
    'the path, with parameters in braces; see [Path templates](#path-templates)',
  ),
  pathRegex: key(
    'regex',
    'one of the two',
    'must match the whole of path, and `?` and query if there is one; ignores case',
  ),
  allowedMethods: key(
    'list of method',
    'GET, HEAD',
    '`GET HEAD POST PUT PATCH DELETE OPTIONS`, any case; GET alone excludes HEAD',
  ),
  allowedQueryParams: key(
    'list of text',
    'any; empty: none',
    'names of query parameters, any case',
  ),
  queryParamSchemas: key(
    'map name → parameter schema',
    'none',
    'what the values of query parameters must be',
  ),
  pathParameterSchemas: key(
    'map name → parameter schema',
    'none',
    'what the parameters of the template must be, percent-decoded once',
  ),
  requestBody: key('map', 'none', 'what bodies may be sent; see [Request bodies](#request-bodies)'),
  allowedRequestHeaders: key('list of text', 'none', 'added to those at the top'),
  responseSchema: key(
    'schema',
    'required in strict mode',
    'what may pass of an answer; see [The response schema](#the-response-schema)',
  ),
  transforms: key(
    'list of transform',
    'none',
    'what becomes of the values that pass; see [Transforms](#transforms)',
  ),
  augments: key('list', 'none', 'of Psoxy; refused in strict mode, never carried out'),
};

export const parameterKeys: TableOf<typeof PARAMETER_KEYS> = {
  type: key(
    '`string`, `integer`, `number`',
    'any',
    '`integer`: digits, no sign, any length; `number`: as in JSON',
  ),
  format: key(
    'see [Formats](#formats)',
    'any',
    '`reversible-pseudonym` or `pseudonym`: a whole `p~…` token, with or without `@domain`',
  ),
  pattern: key('regex', 'any', 'matches the whole value'),
  enum: key('list of text', 'any', 'the value is one of them, case as written'),
  anyOf: key('list of parameter schema', 'any', 'one of them holds'),
  required: key(
    'true or false',
    'false',
    'in `queryParamSchemas` only: the parameter must be there, with a value',
  ),
};

export const requestBodyKeys: TableOf<typeof REQUEST_BODY_KEYS> = {
  required: key('true or false', 'false', 'a request without a body is blocked'),
  content: key(
    'map content type → body schema',
    'none',
    '`application/json` or `application/x-www-form-urlencoded`; the exact header text goes first, then the part before `;`',
  ),
};

export const bodySchemaKeys: TableOf<typeof BODY_SCHEMA_KEYS> = {
  type: key('type or list of types', 'any', 'as in JSON Schema; a form has `object`'),
  format: key('see [Formats](#formats)', 'any', 'of texts; `pseudonym` is a whole token'),
  properties: key(
    'map name → body schema',
    'none',
    'what these properties must be, if they are there',
  ),
  items: key('body schema', 'any', 'what each element must be'),
  required: key('list of text', 'none', 'properties that must be there'),
  pattern: key('regex', 'any', 'of texts: matches the whole text'),
  enum: key('list of scalars', 'any', 'the value is one of them'),
  enumValues: key('list of scalars', 'any', 'the same as `enum`'),
  additionalProperties: key('true or false', 'true', 'whether other properties may be there'),
};

export const schemaKeys: TableOf<typeof SCHEMA_KEYS> = {
  type: key(
    'type or list of types',
    'any scalar',
    '`string`, `integer`, `number`, `boolean`, `object`, `array`, `null`',
  ),
  properties: key('map name → schema', 'none', 'the properties that may pass; implies `object`'),
  items: key('schema', 'required for arrays', 'what each element must be; implies `array`'),
  $ref: key(
    'text',
    '–',
    '`#/definitions/<name>`; it may contain itself below `properties` or `items`',
  ),
  anyOf: key('list of schema', '–', 'the first that fits decides'),
  enum: key('list of scalars', 'any', 'the value is one of them, in type and value'),
  const: key('scalar', 'any', 'an `enum` of one'),
  pattern: key('regex', 'any', 'of texts: matches the whole text'),
  maxLength: key('whole number', 'any', 'of texts: at most this many characters'),
  format: key(
    'see [Formats](#formats)',
    'any',
    '`date-time`, `date` and `uuid` are enforced, other names are not',
  ),
  title: key('any', '–', 'ignored'),
  description: key('any', '–', 'ignored'),
  example: key('any', '–', 'ignored'),
  required: key('any', '–', 'ignored: nothing fails because a property is missing'),
  $schema: key('any', '–', 'ignored'),
  additionalProperties: key(
    'false',
    'false',
    'what is not declared never passes; another value is refused in strict mode',
  ),
};

export const transformKeys: TableOf<typeof TRANSFORM_KEYS> = {
  method: key(
    'name of a transform',
    'the tag',
    'the kind, where it is not a tag such as `!<redact>`',
  ),
  jsonPaths: key('list of JSON path', 'required', 'the values it works on, in list order'),
  applyOnlyWhen: key(
    'JSON path',
    'always',
    'the transform is applied only if this finds something in the document as it then is',
  ),
};

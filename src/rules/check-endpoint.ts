import { checkParameterSchemas } from './check-parameters.ts';
import { checkRegex, checkSchema, type SchemaContext } from './check-schema.ts';
import { checkTransforms } from './check-transforms.ts';
import { checkHeaders } from './check-headers.ts';
import { checkRequestBody } from './check-request-body.ts';
import type { EndpointPath, EndpointRule, ParameterSchema } from './document.ts';
import { ENDPOINT_KEYS, METHODS } from './keys.ts';
import { parseTemplate } from './path-template.ts';
import { nearestName } from './problem.ts';
import type { Entry, RulesNode } from './rules-node.ts';
import type { Fields, RulesReader } from './rules-reader.ts';

export interface EndpointContext extends SchemaContext {
  /** From the top of the document. */
  readonly headers: readonly string[];
  /** Ids of the endpoints before this one; each adds its own, also where the rest of it is wrong. */
  readonly takenIds: Set<string>;
  readonly defaultId: string;
}

/** Reads one endpoint; undefined where it has no path or no schema to go on with. */
export function checkEndpoint(node: RulesNode, context: EndpointContext): EndpointRule | undefined {
  const { reader } = context;
  refuseForbiddenKeys(node, context);
  const fields = reader.fields(node, 'an endpoint', [
    ...ENDPOINT_KEYS,
    'allowedRequestHeadersToForward',
  ]);
  if (fields === undefined) return undefined;
  const path = checkPath(node, fields, context);
  const given = <T>(key: string, read: (entry: Entry) => T): T | undefined => {
    const entry = fields.get(key);
    return entry && read(entry);
  };
  const queryParams = given('allowedQueryParams', ({ value, keyNode }) =>
    reader.texts(value ?? keyNode, 'allowedQueryParams'),
  );
  if (queryParams === undefined && !fields.has('allowedQueryParams')) {
    reader.warn(
      'any-query',
      node,
      'any query parameter is allowed; list them in allowedQueryParams',
    );
  }
  const queryParamSchemas = given('queryParamSchemas', ({ value }) =>
    checkParameterSchemas(value, 'queryParamSchemas', { reader, mayBeRequired: true }),
  );
  const methods = checkMethods(fields, context);
  const rule = {
    id: checkId(fields, context),
    position: reader.positionOf(node),
    methods,
    requestBody: given('requestBody', (entry) => checkBody(entry, methods, reader)),
    allowedQueryParams: queryParams?.map((name) => name.toLowerCase()),
    queryParamSchemas: new Map(
      [...(queryParamSchemas ?? [])].map(([name, schema]) => [name.toLowerCase(), schema] as const),
    ),
    pathParameterSchemas: checkPathParameters(fields, path, context),
    allowedRequestHeaders: [
      ...context.headers,
      ...(given('allowedRequestHeaders', ({ value, keyNode }) =>
        checkHeaders(value ?? keyNode, reader),
      ) ?? []),
    ],
    responseSchema: checkResponseSchema(node, fields, context),
    transforms:
      given('transforms', ({ value, keyNode }) => checkTransforms(value ?? keyNode, reader)) ?? [],
  };
  return path && { ...rule, path };
}

function refuseForbiddenKeys(node: RulesNode, { reader, mode }: EndpointContext): void {
  for (const { name, keyNode } of node.kind === 'map' ? node.entries : []) {
    if (name === 'allowedRequestHeadersToForward') {
      reader.problem('forbidden-key', keyNode, `"${name}" is not known here`, {
        hint: 'allowedRequestHeaders',
      });
    } else if (name === 'augments') {
      const message = 'augments are not executed';
      if (mode === 'strict') reader.problem('forbidden-key', keyNode, message);
      else reader.warn('not-executed', keyNode, message);
    }
  }
}

function checkId(fields: Fields, { reader, takenIds, defaultId }: EndpointContext): string {
  const entry = fields.get('id');
  const id = (entry && reader.text(entry.value, 'id')) ?? defaultId;
  if (!/^[a-z0-9-]{1,64}$/.test(id)) {
    reader.problem('wrong-type', entry?.value, 'id must be 1 to 64 of a-z, 0-9 and "-"');
  } else if (takenIds.has(id))
    reader.problem('duplicate-id', entry?.value, `two endpoints have the id "${id}"`);
  takenIds.add(id);
  return id;
}

function checkPath(
  node: RulesNode,
  fields: Fields,
  { reader }: EndpointContext,
): EndpointPath | undefined {
  const template = fields.get('pathTemplate');
  const regex = fields.get('pathRegex');
  if (template !== undefined && regex !== undefined) {
    return reader.problem(
      'two-paths',
      regex.keyNode,
      'an endpoint has either pathTemplate or pathRegex',
    );
  }
  if (template !== undefined) {
    const text = reader.text(template.value, 'pathTemplate');
    if (text === undefined) return undefined;
    const parsed = parseTemplate(text);
    if (parsed.kind === 'template') return { kind: 'template', text, template: parsed.template };
    return reader.problem(
      'bad-template',
      template.value,
      `pathTemplate: expected ${parsed.expected}`,
      { at: parsed.at },
    );
  }
  if (regex === undefined) {
    const message = 'an endpoint needs "pathTemplate" or "pathRegex"';
    return reader.missing('pathTemplate', { fields, node, message });
  }
  const compiled = checkRegex(regex.value, 'pathRegex', { reader, ignoreCase: true });
  return compiled && { kind: 'regex', text: compiled.source, regex: compiled };
}

function checkMethods(fields: Fields, { reader }: EndpointContext): readonly string[] {
  const entry = fields.get('allowedMethods');
  if (entry === undefined) return ['GET', 'HEAD'];
  const elements = reader.elements(entry.value ?? entry.keyNode, 'allowedMethods') ?? [];
  if (elements.length === 0)
    reader.problem('empty-list', entry.keyNode, 'allowedMethods must name at least one method');
  return elements.flatMap((element) => {
    const method = reader.text(element, 'a method')?.toUpperCase();
    if (method === undefined) return [];
    if (!METHODS.includes(method)) {
      reader.problem('unknown-method', element, `unknown method "${method}"`, {
        hint: nearestName(method, METHODS),
      });
    } else if (method !== 'GET' && method !== 'HEAD')
      reader.warn('write-method', element, `${method} can change data at the source`);
    return [method];
  });
}

function checkBody(
  { keyNode, value }: Entry,
  methods: readonly string[],
  reader: RulesReader,
): EndpointRule['requestBody'] {
  if (methods.every((method) => method === 'GET' || method === 'HEAD')) {
    reader.warn('body-never-read', keyNode, 'GET and HEAD have no body; allowedMethods names no other');
  }
  return checkRequestBody(value ?? keyNode, reader);
}

function checkPathParameters(
  fields: Fields,
  path: EndpointPath | undefined,
  { reader }: EndpointContext,
): ReadonlyMap<string, ParameterSchema> {
  const entry = fields.get('pathParameterSchemas');
  const schemas =
    entry === undefined
      ? new Map<string, ParameterSchema>()
      : checkParameterSchemas(entry.value, 'pathParameterSchemas', {
          reader,
          mayBeRequired: false,
        });
  if (path === undefined) return schemas;
  const parameters = path.kind === 'template' ? path.template.parameters : [];
  const names = parameters.map(({ name }) => name);
  for (const { name, keyNode } of entry === undefined
    ? []
    : (reader.entries(entry.value, 'pathParameterSchemas') ?? [])) {
    if (names.includes(name)) continue;
    reader.problem('unknown-parameter', keyNode, `the path has no parameter "${name}"`, {
      hint: nearestName(name, names),
    });
  }
  for (const { name } of parameters.filter(({ kind }) => kind === 'many')) {
    const schema = schemas.get(name);
    if (schema === undefined || !isBounded(schema)) {
      reader.problem(
        'unbounded-parameter',
        fields.get('pathTemplate')?.value,
        `{${name}+} needs a pattern in pathParameterSchemas`,
      );
    }
  }
  return schemas;
}

function isBounded(schema: ParameterSchema): boolean {
  if (schema.pattern !== undefined || schema.format === 'pseudonym') return true;
  return schema.anyOf !== undefined && schema.anyOf.length > 0 && schema.anyOf.every(isBounded);
}

function checkResponseSchema(
  node: RulesNode,
  fields: Fields,
  context: EndpointContext,
): EndpointRule['responseSchema'] {
  const entry = fields.get('responseSchema');
  if (entry !== undefined) return checkSchema(entry.value ?? entry.keyNode, context);
  const message = 'without responseSchema every field passes that no transform touches';
  if (context.mode === 'strict') return context.reader.missing('responseSchema', { fields, node, message });
  context.reader.warn('no-response-schema', node, message);
  return undefined;
}

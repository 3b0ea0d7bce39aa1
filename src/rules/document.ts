import type { Regex } from '../regex.ts';
import type { Definitions, Position, Scalar, SchemaNode, TypeName } from '../sanitize/schema.ts';
import type { TransformRule } from '../sanitize/transform.ts';
import type { PathTemplate } from './path-template.ts';

export type RulesMode = 'strict' | 'compatible';

/** A rules document in which everything has been checked. */
export interface RulesDocument {
  readonly mode: RulesMode;
  /** Lower-case hex SHA-256 of the document as canonical JSON. */
  readonly sha: string;
  readonly endpoints: readonly EndpointRule[];
  readonly definitions: Definitions;
}

export interface EndpointRule {
  readonly id: string;
  readonly position: Position;
  readonly path: EndpointPath;
  /** Upper case. */
  readonly methods: readonly string[];
  /** Lower case; undefined: any name. */
  readonly allowedQueryParams: readonly string[] | undefined;
  /** Names in lower case. */
  readonly queryParamSchemas: ReadonlyMap<string, ParameterSchema>;
  readonly pathParameterSchemas: ReadonlyMap<string, ParameterSchema>;
  readonly requestBody: RequestBodyRule | undefined;
  /** Of the endpoint and of the document, lower case. */
  readonly allowedRequestHeaders: readonly string[];
  readonly responseSchema: SchemaNode | undefined;
  readonly transforms: readonly TransformRule[];
}

export type EndpointPath =
  | { readonly kind: 'template'; readonly text: string; readonly template: PathTemplate }
  | { readonly kind: 'regex'; readonly text: string; readonly regex: Regex };

export interface ParameterSchema {
  readonly type: 'string' | 'integer' | 'number' | undefined;
  readonly format: ParameterFormat | undefined;
  readonly pattern: Regex | undefined;
  readonly values: readonly string[] | undefined;
  readonly anyOf: readonly ParameterSchema[] | undefined;
  readonly required: boolean;
}

/** Formats of parameters and body texts; both names of a pseudonym mean this one. */
export type ParameterFormat = 'pseudonym' | 'date-time' | 'date' | 'uuid';

/** What the rules say of request bodies of one endpoint. */
export interface RequestBodyRule {
  readonly required: boolean;
  /** By content type as the rules write it. */
  readonly content: ReadonlyMap<string, BodySchema>;
}

/** One node of a body schema: a validator, unlike the response schema, which is a filter. */
export interface BodySchema {
  readonly types: readonly TypeName[] | undefined;
  readonly format: ParameterFormat | undefined;
  readonly pattern: Regex | undefined;
  readonly values: readonly Scalar[] | undefined;
  readonly properties: ReadonlyMap<string, BodySchema>;
  readonly items: BodySchema | undefined;
  readonly required: readonly string[];
  readonly allowsOthers: boolean;
}

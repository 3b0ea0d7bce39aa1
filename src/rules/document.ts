import type { Regex } from '../regex.ts';
import type { Definitions, Position, SchemaNode } from '../sanitize/schema.ts';
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
  readonly format: 'pseudonym' | 'date-time' | 'date' | 'uuid' | undefined;
  readonly pattern: Regex | undefined;
  readonly values: readonly string[] | undefined;
  readonly anyOf: readonly ParameterSchema[] | undefined;
  readonly required: boolean;
}

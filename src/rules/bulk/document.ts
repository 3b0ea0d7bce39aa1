import type { JsonPath } from '../../json-path/json-path.ts';
import type { PseudonymEncoding } from '../../pseudonym/pseudonymizer.ts';
import type { Regex } from '../../regex.ts';
import type { SchemaNode } from '../../sanitize/schema.ts';
import type { RulesMode } from '../document.ts';
import type { FileTemplate } from './file-template.ts';

/** Rules for files in which everything has been checked. */
export interface BulkRulesDocument {
  readonly mode: RulesMode;
  /** Lower-case hex SHA-256 of the document as canonical JSON. */
  readonly sha: string;
  readonly rules: BulkRules;
}

export type BulkRules = FileRules | MultiFileRules;

/** What becomes of one file. */
export type FileRules = ColumnarRules | RecordRules;

/** Rules for CSV by columns. Names are as the rules spell them. */
export interface ColumnarRules {
  readonly kind: 'columnar';
  readonly delimiter: string;
  readonly outputDelimiter: string;
  readonly pseudonymFormat: PseudonymEncoding;
  readonly pseudonymize: readonly string[];
  readonly pseudonymizeIfPresent: readonly string[];
  readonly redact: readonly string[];
  readonly redactIfPresent: readonly string[];
  /** Undefined: no list. Empty: nothing passes in clear. */
  readonly include: readonly string[] | undefined;
  readonly unlistedColumns: 'pass' | 'drop' | 'fail';
  /** Compatible mode lets unlisted columns pass unasked; each file warns of them. */
  readonly isUndecided: boolean;
  readonly renames: readonly Rename[];
  /** Duplicates and pipelines, in code-unit order of their names. */
  readonly derived: readonly DerivedColumn[];
  readonly raggedRows: 'pad' | 'fail';
  readonly neutralizeFormulas: boolean;
  readonly shuffleWindow: number;
}

export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** A column made from another; a duplicate is one without steps. */
export interface DerivedColumn {
  readonly name: string;
  readonly source: string;
  readonly steps: readonly PipelineStep[];
  readonly dropsSource: boolean;
  /** Stands in the place of its source, under the same name. */
  readonly isInPlace: boolean;
}

/** One step of a pipeline; an end without value gives an empty cell. */
export type PipelineStep =
  | { readonly kind: 'filter'; readonly regex: Regex }
  | { readonly kind: 'format'; readonly pieces: readonly TextPiece[] }
  | {
      readonly kind: 'replace';
      readonly regex: Regex;
      readonly pieces: readonly TextPiece[];
      readonly otherwise: 'empty' | 'unchanged';
    }
  | { readonly kind: 'pseudonymize' };

/** Literal text, or the number of a group (0: the whole value). */
export type TextPiece = string | number;

/** Rules for JSON objects, one a record; also for CSV rows taken as objects. */
export interface RecordRules {
  readonly kind: 'record';
  readonly format: 'NDJSON' | 'CSV' | 'JSON_ARRAY' | 'AUTO';
  readonly transforms: readonly RecordTransform[];
  readonly schema: SchemaNode | undefined;
  /** Compatible mode without schema: every field passes unasked, with a warning. */
  readonly isUndecided: boolean;
}

export type RecordTransform =
  | { readonly kind: 'redact'; readonly paths: readonly JsonPath[] }
  | { readonly kind: 'pseudonymize'; readonly paths: readonly JsonPath[] }
  | { readonly kind: 'tokenize'; readonly paths: readonly JsonPath[] }
  | {
      readonly kind: 'textDigest';
      readonly paths: readonly JsonPath[];
      readonly keywords: readonly string[];
    };

/** Rules by object key; the first template that matches the whole key decides. */
export interface MultiFileRules {
  readonly kind: 'multi-file';
  readonly files: readonly FileEntry[];
}

export interface FileEntry {
  readonly template: FileTemplate;
  /** Nested rules are tried on the value of the template's last parameter. */
  readonly rules: FileRules | MultiFileRules;
}

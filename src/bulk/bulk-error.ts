/**
 * Why a file did not get through. *rejected*: the file or its rules are at fault, and a repeat gives
 * the same answer. *failed*: something around it was, and a repeat may succeed.
 */
export const bulkErrorTable = {
  CONFIGURATION_FAILURE: 'failed',
  RULES_INVALID_YAML: 'rejected',
  RULES_INVALID: 'rejected',
  KEY_REFUSED: 'rejected',
  WRONG_BUCKET: 'rejected',
  NO_RULES_FOR_KEY: 'rejected',
  OUTPUT_IS_INPUT: 'rejected',
  OUTPUT_TAKEN: 'rejected',
  FORMAT_NOT_SUPPORTED: 'rejected',
  CONTENT_ENCODING_NOT_SUPPORTED: 'rejected',
  GZIP_INVALID: 'rejected',
  INFLATION_LIMIT: 'rejected',
  ENCODING_INVALID: 'rejected',
  HEADER_MISSING: 'rejected',
  HEADER_LOOKS_LIKE_DATA: 'rejected',
  COLUMN_DUPLICATE: 'rejected',
  COLUMN_COLLISION: 'rejected',
  COLUMN_MISSING: 'rejected',
  COLUMN_UNLISTED: 'rejected',
  NO_COLUMNS_LEFT: 'rejected',
  CSV_SYNTAX: 'rejected',
  ROW_WIDTH: 'rejected',
  RECORD_TOO_LARGE: 'rejected',
  JSON_SYNTAX: 'rejected',
  FIELD_NOT_IN_HEADER: 'rejected',
  LEAK_GUARD: 'rejected',
  OUTPUT_TOO_LARGE: 'rejected',
  WILL_NOT_FINISH: 'rejected',
  EVENT_SHAPE: 'rejected',
  SOURCE_GONE: 'failed',
  SOURCE_READ_FAILED: 'failed',
  OUTPUT_READ_DENIED: 'failed',
  OUTPUT_WRITE_FAILED: 'failed',
  OUTPUT_CONFLICT: 'failed',
  TIME_UP: 'failed',
  UNKNOWN: 'failed',
} as const satisfies Record<string, 'rejected' | 'failed'>;

export type BulkErrorCode = keyof typeof bulkErrorTable;

/**
 * Where in the file or its rules it happened. Names, places and limits; never a cell, a key or text
 * of a record. Column names stand here only as the report may show them.
 */
export interface BulkErrorDetails {
  /** Data rows from 1; the header is row 0. */
  readonly row?: number;
  /** Physical line on which the record starts, from 1. */
  readonly line?: number;
  readonly column?: string;
  /** Column number from 1. */
  readonly position?: number;
  readonly positions?: readonly number[];
  /** All problems of a header, where it has more than this one. */
  readonly problems?: readonly {
    readonly code: BulkErrorCode;
    readonly column?: string;
    readonly position?: number;
  }[];
  readonly nearest?: string | null;
  readonly headerSha?: string;
  readonly delimiterHint?: string;
  readonly encoding?: string;
  /** What the source's Content-Type says of its encoding. */
  readonly charset?: string;
  readonly byteOffset?: number;
  /** A limit that was met, in the unit of its setting. */
  readonly limit?: number;
  /** A code of the rules check (`undecided`, …) and the rules key or line it is about. */
  readonly problem?: string;
  readonly key?: string;
  /** The call of a store that kept failing. */
  readonly call?: string;
  readonly sizeBytes?: number;
  readonly bytesPerSecond?: number;
  readonly neededMs?: number;
  readonly leftMs?: number;
  /** A few fixed words, e.g. `unterminated quote`. */
  readonly detail?: string;
}

/** Ends a file. The message names code and place, never a value. */
export class BulkError extends Error {
  override readonly name = 'BulkError';
  readonly code: BulkErrorCode;
  readonly details: BulkErrorDetails;

  constructor(code: BulkErrorCode, message: string, details: BulkErrorDetails = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

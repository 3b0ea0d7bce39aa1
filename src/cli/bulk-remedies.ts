import type { BulkErrorCode } from '../bulk/bulk-error.ts';
import type { Remedy } from './remedies.ts';

/** Why a file did not get through, and what to do about it: `scrim bulk`, docs/bulk.md. */
export const bulkRemedies = {
  CONFIGURATION_FAILURE: {
    meaning:
      'A setting is missing or wrong, the rules are those of an API, or a store of secrets fails for the moment.',
    remedy:
      'Look at the log line of the cold start, which names the setting; then send the file again.',
  },
  RULES_INVALID_YAML: {
    meaning: 'The rules are no YAML; every file is rejected until they are.',
    remedy: 'Run `scrim rules check` on them, deploy them again, and send the files again.',
  },
  RULES_INVALID: {
    meaning: 'The rules have problems; every file is rejected until they have none.',
    remedy:
      'Run `scrim rules check`, which shows every problem with line and hint; then deploy and send the files again.',
  },
  KEY_REFUSED: {
    meaning: 'The key of the file holds an e-mail address, and it would be the key of the output.',
    remedy: 'Drop the file under a key without personal data.',
  },
  WRONG_BUCKET: {
    meaning: 'The event is of another bucket than INPUT_BUCKET.',
    remedy: 'Drop the file in the input bucket, or correct INPUT_BUCKET.',
  },
  NO_RULES_FOR_KEY: {
    meaning: 'No template of `fileRules` matches the whole key.',
    remedy: 'Rename the file, or add a template for its key to the rules.',
  },
  OUTPUT_IS_INPUT: {
    meaning: 'The output would be the source itself.',
    remedy: 'Give OUTPUT_BUCKET or OUTPUT_BASE_PATH another value.',
  },
  OUTPUT_TAKEN: {
    meaning: 'Another source already has this output key.',
    remedy: 'Rename one of the two sources, or delete the output that is there.',
  },
  FORMAT_NOT_SUPPORTED: {
    meaning: 'The file is a zip, a spreadsheet or Parquet, or the rules are for Parquet.',
    remedy: 'Export it as CSV or NDJSON, plain or gzip.',
  },
  CONTENT_ENCODING_NOT_SUPPORTED: {
    meaning: 'Its Content-Encoding is neither gzip nor identity.',
    remedy: 'Upload it plain or as gzip.',
  },
  GZIP_INVALID: {
    meaning: 'The gzip is cut short, damaged, has something behind it, or is packed twice.',
    remedy: 'Pack the file again and upload it again.',
  },
  INFLATION_LIMIT: {
    meaning: 'The gzip inflates to more than MAX_INFLATED_BYTES or MAX_INFLATE_RATIO allow.',
    remedy: 'If the file is what it should be, raise the limit that the report names.',
  },
  ENCODING_INVALID: {
    meaning:
      'It is neither valid UTF-8 nor UTF-16 with a byte-order mark; the report has the byte.',
    remedy: 'Export it as UTF-8.',
  },
  HEADER_MISSING: {
    meaning: 'The first line has no column with a name.',
    remedy: 'Export the file with its header.',
  },
  HEADER_LOOKS_LIKE_DATA: {
    meaning: 'A column name holds an e-mail address: the file seems to have no header.',
    remedy: 'Export the file with its header.',
  },
  COLUMN_DUPLICATE: {
    meaning: 'Two columns have the same name.',
    remedy: 'Rename one of them at the source.',
  },
  COLUMN_COLLISION: {
    meaning: 'A renamed or derived column would have the name of a column of the file.',
    remedy: 'Give it another name in the rules.',
  },
  COLUMN_MISSING: {
    meaning: 'A column that the rules require is not there; `nearest` is what comes closest.',
    remedy:
      'Correct the name in the rules or the export; …IfPresent lists names that may be absent. `delimiterHint` tells of another delimiter.',
  },
  COLUMN_UNLISTED: {
    meaning: 'The file has a column that the rules do not name, and `unlistedColumns` is `fail`.',
    remedy: 'Decide about the column in the rules.',
  },
  NO_COLUMNS_LEFT: {
    meaning: 'No column of the file is left to be written.',
    remedy: 'Compare the header with the rules: probably it is another file.',
  },
  CSV_SYNTAX: {
    meaning: 'A quoted cell does not end, or something follows its closing quote.',
    remedy: 'Look at the line that the report names; quotes inside cells are doubled.',
  },
  ROW_WIDTH: {
    meaning: 'A row has more cells than the header, or fewer where `raggedRows` is `fail`.',
    remedy: 'Look at the row that the report names: a delimiter inside a cell needs quotes.',
  },
  RECORD_TOO_LARGE: {
    meaning: 'A record is longer than MAX_RECORD_BYTES, mostly because a quote never closes.',
    remedy: 'Look at the line that the report names, or raise MAX_RECORD_BYTES.',
  },
  JSON_SYNTAX: {
    meaning: 'A line is no JSON object, or the array is no array of objects, or does not end.',
    remedy: 'Look at the line that the report names, and at `format` in the rules.',
  },
  FIELD_NOT_IN_HEADER: {
    meaning: 'A later record has a field that the header of the CSV output does not have.',
    remedy: 'Declare all fields in `outputSchemaFilter`, or write NDJSON.',
  },
  LEAK_GUARD: {
    meaning: 'A kept text holds an e-mail address, and LEAK_GUARD is `fail`.',
    remedy: 'Pseudonymize or drop the column or field that the report names.',
  },
  OUTPUT_TOO_LARGE: {
    meaning: 'The output has more parts than S3 takes, about 172 GiB.',
    remedy: 'Split the file.',
  },
  WILL_NOT_FINISH: {
    meaning: 'At the rate measured the file needs more than one invocation of Lambda.',
    remedy: 'Split it, give the function more memory, or run `scrim bulk` in a container.',
  },
  EVENT_SHAPE: {
    meaning: 'The event is no notification of S3, nor one in a message of SQS.',
    remedy: 'Wire only the bucket or its queue to the function.',
  },
  SOURCE_GONE: {
    meaning: 'The source was deleted before it was read.',
    remedy: 'Upload it again if it is still wanted.',
  },
  SOURCE_READ_FAILED: {
    meaning: 'S3 broke off reading again and again.',
    remedy: 'Send the message again; if it stays, look at the permissions on the input bucket.',
  },
  OUTPUT_READ_DENIED: {
    meaning: 'The function may not look whether the output is there.',
    remedy: 'Give it s3:GetObject and s3:ListBucket on the output bucket, as the module does.',
  },
  OUTPUT_WRITE_FAILED: {
    meaning: 'S3 did not take the output; the report names the call.',
    remedy:
      'Look at the permissions on the output bucket and its key, then send the message again.',
  },
  OUTPUT_CONFLICT: {
    meaning: 'Somebody else kept writing the same output meanwhile.',
    remedy: 'Let nothing else write there; then send the message again.',
  },
  TIME_UP: {
    meaning: 'The time of the invocation was over; earlier files of the same event took it.',
    remedy: 'Nothing: the repeat starts with full time. If it stays, one file to a message.',
  },
  UNKNOWN: {
    meaning: 'Something that nobody expected; the log has the kind of error and its frames.',
    remedy: 'Send the message again; if it stays, report it with these frames.',
  },
} as const satisfies Record<BulkErrorCode, Remedy>;

import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { JsonSyntaxError, parseJson } from '../../parse-json.ts';
import { BulkError } from '../bulk-error.ts';

export interface RecordPlace {
  readonly row: number;
  readonly line: number;
}

/** One JSON object. Throws BulkError JSON_SYNTAX. */
export function toRecord(text: string, place: RecordPlace): JsonObject {
  const value = parse(text, place);
  if (isJsonObject(value)) return value;
  throw jsonSyntaxError('a record is no object', place);
}

function parse(text: string, place: RecordPlace): JsonValue {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw jsonSyntaxError('a record is no JSON', place);
    throw error;
  }
}

export function jsonSyntaxError(detail: string, place: RecordPlace): BulkError {
  return new BulkError('JSON_SYNTAX', detail, { ...place, detail });
}

export function recordTooLarge(limit: number, place: RecordPlace): BulkError {
  const message = 'a record is longer than MAX_RECORD_BYTES';
  return new BulkError('RECORD_TOO_LARGE', message, { ...place, limit });
}

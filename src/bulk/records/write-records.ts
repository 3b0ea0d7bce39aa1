import { isJsonObject, namesOf, writeJson, type JsonObject, type JsonValue } from '../../json.ts';
import { ExactNumber, spelledNumber } from '../../json.ts';
import { BulkError } from '../bulk-error.ts';
import { createQuoting } from '../csv/quote-cell.ts';
import type { RecordHeader } from './record-reader.ts';
import type { RecordPlace } from './to-record.ts';

/** Writes one format record by record. */
export interface RecordWriter {
  write(record: JsonObject, place: RecordPlace): string;
  /** What stands behind the last record; `header` is that of the source, which may have no record. */
  end(header: RecordHeader | undefined): string;
}

export function createNdjsonWriter(): RecordWriter {
  return { write: (record) => `${writeJson(record)}\n`, end: () => '' };
}

export function createArrayWriter(): RecordWriter {
  let before = '[';
  return {
    write: (record) => {
      const text = before + writeJson(record);
      before = ',';
      return text;
    },
    end: () => (before === '[' ? '[]' : ']'),
  };
}

export interface CsvWriterOptions {
  /** The source's own header, once it has been read. */
  readonly sourceHeader: () => RecordHeader | undefined;
  /** Names that the schema declares; undefined without schema. */
  readonly declaredNames: readonly string[] | undefined;
}

/** CSV with the header of the source, else of the schema, else of the first record. */
export function createCsvWriter({ sourceHeader, declaredNames }: CsvWriterOptions): RecordWriter {
  const quoting = createQuoting(',');
  let names: readonly string[] | undefined;
  const lineEnd = (): string => sourceHeader()?.lineEnd ?? '\n';
  const toRow = (cells: readonly string[]): string => {
    const row = cells.map((cell) => quoting.quoted(cell)).join(',');
    return (row === '' && cells.length === 1 ? '""' : row) + lineEnd();
  };
  const start = (header: RecordHeader | undefined, first: JsonObject | undefined): string => {
    if (names !== undefined) return '';
    names = headerNames(header?.names, declaredNames) ?? namesOf(first ?? {});
    return names.length === 0 ? '' : toRow(names);
  };
  return {
    write: (record, place) => {
      const head = start(sourceHeader(), record);
      const known = new Set(names);
      if (namesOf(record).some((name) => !known.has(name))) {
        const message = 'a record has a field that the header lacks';
        throw new BulkError('FIELD_NOT_IN_HEADER', message, { ...place });
      }
      return head + toRow((names ?? []).map((name) => cellOf(record, name)));
    },
    end: (header) => (header === undefined ? '' : start(header, undefined)),
  };
}

/** Privacy: columns that the schema does not declare are not even named. */
function headerNames(
  ofSource: readonly string[] | undefined,
  declared: readonly string[] | undefined,
): readonly string[] | undefined {
  if (ofSource === undefined || declared === undefined) return ofSource ?? declared;
  return ofSource.filter((name) => declared.includes(name));
}

function cellOf(record: JsonObject, name: string): string {
  return Object.hasOwn(record, name) ? toCell(record[name] ?? null) : '';
}

function toCell(value: JsonValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || value instanceof ExactNumber) return spelledNumber(value);
  return isJsonObject(value) || Array.isArray(value) ? writeJson(value) : String(value);
}

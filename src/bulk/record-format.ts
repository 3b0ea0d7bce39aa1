import type { RecordRules } from '../rules/bulk/document.ts';
import { BulkError } from './bulk-error.ts';
import type { RecordFormat } from './bulk-settings.ts';
import { extensionOf } from './object-names.ts';

export interface ChosenFormat {
  readonly format: RecordFormat;
  /** Nothing told; it is a guess. */
  readonly isGuess: boolean;
}

const BY_EXTENSION: ReadonlyMap<string, RecordFormat> = new Map([
  ['csv', 'CSV'],
  ['ndjson', 'NDJSON'],
  ['jsonl', 'NDJSON'],
  ['json', 'JSON_ARRAY'],
]);

/** The format that record rules read. `AUTO` goes by content type, then by the key. */
export function chooseFormat(
  { format }: RecordRules,
  { contentType = '', key }: { readonly contentType: string | undefined; readonly key: string },
): ChosenFormat {
  if (format !== 'AUTO') return { format, isGuess: false };
  const type = contentType.toLowerCase();
  const extension = extensionOf(key);
  if (type.includes('parquet') || (extension === 'parquet' && !isTelling(type))) {
    throw new BulkError('FORMAT_NOT_SUPPORTED', 'the source is Parquet', { detail: 'parquet' });
  }
  const known = byType(type) ?? BY_EXTENSION.get(extension);
  if (known !== undefined) return { format: known, isGuess: false };
  if (type.startsWith('application/json')) return { format: 'JSON_ARRAY', isGuess: false };
  return { format: 'NDJSON', isGuess: true };
}

function byType(type: string): RecordFormat | undefined {
  if (/^(?:text|application)\/csv\b/.test(type)) return 'CSV';
  return /ndjson|jsonl/.test(type) ? 'NDJSON' : undefined;
}

function isTelling(type: string): boolean {
  return byType(type) !== undefined;
}

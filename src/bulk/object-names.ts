import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { RecordFormat } from './bulk-settings.ts';
import type { ObjectAddress } from './ports.ts';

/** A key without a base path: whole segments at its start, a leading `/` ignored, a closing one implied. */
export function withoutBasePath(key: string, basePath: string): string {
  const segments = basePath.replace(/^\//, '').replace(/\/$/, '');
  if (segments === '' || !key.startsWith(`${segments}/`)) return key;
  return key.slice(segments.length + 1);
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['csv', 'text/csv; charset=utf-8'],
  ['ndjson', 'application/x-ndjson'],
  ['jsonl', 'application/x-ndjson'],
  ['json', 'application/json'],
  ['parquet', 'application/vnd.apache.parquet'],
]);

/** The extension of a key in lower case, before a closing `.gz`. */
export function extensionOf(key: string): string {
  return /\.([^./]+)(?:\.gz)?$/i.exec(key)?.[1]?.toLowerCase() ?? '';
}

const UNTOLD = 'application/x-www-form-urlencoded';

/** Content type of an output: as the source's, unless that says nothing; then by the extension. */
export function outputContentType(ofSource: string | undefined, key: string): string | undefined {
  const written = ofSource?.trim() ?? '';
  const base = written.split(';')[0]?.trim().toLowerCase();
  const byExtension = TYPES.get(extensionOf(key));
  if (written === '') return byExtension;
  return base === UNTOLD ? (byExtension ?? ofSource) : ofSource;
}

export function contentTypeOfFormat(format: RecordFormat): string | undefined {
  return TYPES.get(format === 'JSON_ARRAY' ? 'json' : format.toLowerCase());
}

const MAX_KEY_TEXT = 512;

/** `<bucket>/<key>` for object metadata: printable ASCII, other bytes and `%` escaped; a long one as its hash. */
export function originalKeyText({ bucket, key }: ObjectAddress): string {
  const text = Buffer.from(`${bucket}/${key}`)
    .toString('latin1')
    .replaceAll(/[^\x20-\x7e]|%/g, (byte) => {
      return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
    });
  return text.length <= MAX_KEY_TEXT ? text : `sha256:${sourceSha({ bucket, key })}`;
}

/** Lower-case hex SHA-256 of `<bucket>/<key>`. */
export function sourceSha({ bucket, key }: ObjectAddress): string {
  return createHash('sha256').update(`${bucket}/${key}`).digest('hex');
}

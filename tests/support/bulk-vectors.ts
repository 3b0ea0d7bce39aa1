import { readFileSync } from 'node:fs';
import type { FileReport } from '../../src/bulk/report.ts';

/** One case of bulk-vectors.json: rules and a file, and what becomes of it. */
export interface BulkCase {
  readonly name: string;
  readonly rules: unknown;
  readonly csvIn?: string;
  readonly inBase64?: string;
  readonly options?: Partial<BulkDefaults>;
  readonly csvOut: string | null;
  readonly outputGzip?: boolean;
  readonly report?: Partial<FileReport>;
  readonly error?: Readonly<Record<string, unknown>> & { readonly code: string };
}

export interface BulkDefaults {
  readonly salt: string;
  readonly encryptionKey: string;
  readonly pseudonymAlgorithm: 'psoxy-sha256';
  readonly rulesMode: 'strict' | 'compatible';
  readonly leakGuard: 'redact' | 'fail' | 'off';
  readonly shuffleWindow: number;
  readonly etag: string;
  readonly key: string;
  readonly lookupTable: boolean;
  readonly bulkOutputFormat?: 'NDJSON' | 'CSV' | 'JSON_ARRAY';
}

export interface BulkVectors {
  readonly defaults: BulkDefaults;
  readonly cases: readonly BulkCase[];
  readonly keyCases: readonly {
    readonly key: string;
    readonly inputBasePath: string;
    readonly outputBasePath: string;
    readonly outputKey: string;
  }[];
  readonly eventKeyCases: readonly { readonly eventKey: string; readonly key: string }[];
  readonly contentTypeCases: readonly {
    readonly source: string | null;
    readonly key: string;
    readonly output: string | null;
  }[];
  readonly sequencerCases: readonly {
    readonly a: string;
    readonly b: string;
    readonly aIs: 'older' | 'same' | 'newer';
  }[];
  readonly templateCases: readonly {
    readonly template: string;
    readonly key?: string;
    readonly matches?: boolean;
    readonly error?: string;
  }[];
  readonly leakGuardCases: readonly { readonly text: string; readonly hit: boolean }[];
  readonly nameCases: readonly { readonly name: string; readonly folded: string }[];
  readonly metadata: Readonly<Record<string, string>>;
}

export function readBulkVectors(): BulkVectors {
  const fixture = new URL('../fixtures/bulk-vectors.json', import.meta.url);
  return JSON.parse(readFileSync(fixture, 'utf8')) as BulkVectors;
}

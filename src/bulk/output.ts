import type { Compression, Treatment } from './treatment.ts';

/** What becomes of sources on their way to one bucket: made by `compileOutputs`. */
export interface BulkOutput {
  /** `main`, or `additional-1`, `additional-2`, … */
  readonly name: string;
  readonly bucket: string;
  /** Lower-case hex SHA-256 of this output's rules. */
  readonly rulesSha: string;
  /** A key that holds an address is refused: it would be the key of the output. */
  readonly guardsKey: boolean;
  /** Holds identifiers in clear, so it must never be the bucket that others read or drop files in. */
  readonly isLookupTable: boolean;
  readonly compression: Compression;
  readonly limits: {
    readonly maxInflatedBytes: number;
    readonly maxInflateRatio: number;
    readonly bufferBytes: number;
  };
  /** The only bucket whose files are taken; undefined: any. */
  readonly inputBucket: string | undefined;
  /** Key of the output for the key of a source. */
  toKey(sourceKey: string): string;
  /** Undefined where no rules are meant for a key. */
  treatmentOf(sourceKey: string): Treatment | undefined;
}

import type { Buffer } from 'node:buffer';
import type { ColumnReport } from './report.ts';

/**
 * The rules of one output at work on the text of one file: UTF-8 of whole characters in, bytes of the
 * output in blocks. A block is the caller's only until the next one is asked for. How the text is cut
 * into chunks changes nothing. Throws BulkError.
 */
export interface TextSanitizer {
  push(chunk: Buffer): Iterable<Buffer>;
  /** Takes all that can be taken of a source that is broken behind here, so that errors before come first. */
  flush(): Iterable<Buffer>;
  /** The source ended cleanly. */
  end(): Iterable<Buffer>;
  readonly facts: () => TextFacts;
}

/** What is known of a file by now. */
export interface TextFacts {
  /** Records read, the header not counted. */
  readonly rows: number;
  readonly padded: number;
  readonly isEmpty: boolean;
  readonly columns: ColumnReport | null;
  /** Texts that the leak guard took away, by place as reports may show it. */
  readonly leaks: ReadonlyMap<string, number>;
  readonly warnings: readonly string[];
  readonly records?: { readonly nulled: number; readonly unmatchedPaths: readonly string[] };
}

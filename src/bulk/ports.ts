/**
 * What the file story needs from outside. Expected ends are values of `kind`, not exceptions; an
 * implementation repeats what its service says may be repeated (throttling, a single 5xx) by itself
 * and answers `unavailable` once it gave up. Bucket and key are clear text, never URL-encoded.
 */

/** Where an object is. */
export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

/** What a store tells of an object besides its bytes. */
export interface ObjectFacts {
  /** Without quotes. */
  readonly etag: string;
  /** Of the whole object, also where a part of it is read. Undefined: a pipe, whose end is not known. */
  readonly byteLength: number | undefined;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  /** User metadata; names in lower case, without `x-amz-meta-`. */
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * The store says no (403), or fails for the moment; `call` is its name for what was asked, e.g.
 * `HeadObject`, `answer` its word for what went wrong, e.g. `SlowDown`, `NoSuchBucket`.
 */
export type StoreTrouble =
  | { readonly kind: 'denied'; readonly call: string; readonly answer?: string }
  | { readonly kind: 'unavailable'; readonly call: string; readonly answer?: string };

export type HeadOutcome =
  | { readonly kind: 'found'; readonly facts: ObjectFacts }
  | { readonly kind: 'absent' }
  | StoreTrouble;

export interface ReadRequest extends ObjectAddress {
  /** `If-Match`, without quotes; undefined: no condition. */
  readonly etag: string | undefined;
  readonly versionId: string | undefined;
  /** First byte wanted; above 0 where a body that broke off is resumed. */
  readonly fromByte: number;
}

export type ReadOutcome =
  | {
      readonly kind: 'found';
      readonly facts: ObjectFacts;
      /**
       * Chunks from `fromByte` on. Throws where the connection breaks: the story asks again from the
       * byte it has. Leaving the loop early must close the connection. A chunk belongs to the reader.
       */
      readonly body: AsyncIterable<Uint8Array>;
    }
  /** The object is another one by now (412). */
  | { readonly kind: 'changed' }
  | { readonly kind: 'absent' }
  | StoreTrouble;

/** Where sources come from. */
export interface SourceStore {
  read(request: ReadRequest): Promise<ReadOutcome>;
}

/** When an output may become visible. */
export type CommitCondition =
  /** `If-None-Match: *` */
  | { readonly kind: 'absent' }
  /** `If-Match` with the ETag, without quotes, of the output that is replaced. */
  | { readonly kind: 'replaces'; readonly etag: string };

/** What an output carries besides its bytes; fixed when writing starts. */
export interface OutputFacts {
  readonly contentType: string | undefined;
  readonly contentEncoding: 'gzip' | undefined;
  /** User metadata, without `x-amz-meta-`; printable ASCII. Nothing else is set: no tags, no ACL. */
  readonly metadata: ReadonlyMap<string, string>;
}

export type CommitOutcome =
  | { readonly kind: 'written' }
  /** The condition does not hold (412), a concurrent write (409), or nothing there under `If-Match` (404). */
  | { readonly kind: 'conflict' }
  /** `unavailable` here: it may have been written; the story looks before it repeats the call. */
  | StoreTrouble;

/** A part that the store acknowledged. */
export interface StoredPart {
  readonly partNumber: number;
  readonly etag: string;
}

/** A multipart upload that has begun: invisible until it is completed. */
export interface PartUpload {
  /**
   * Numbers count from 1; up to two calls run at once. The bytes are the caller's again once this
   * resolves, and not before.
   */
  uploadPart(
    partNumber: number,
    bytes: Uint8Array,
  ): Promise<{ readonly kind: 'stored'; readonly part: StoredPart } | StoreTrouble>;
  /** Makes the output visible, parts in ascending order, if the condition holds. May be called again after `unavailable`. */
  complete(parts: readonly StoredPart[], condition: CommitCondition): Promise<CommitOutcome>;
  /** Drops every part; false if that failed. Never rejects. */
  abort(): Promise<boolean>;
}

/** Where outputs go. */
export interface OutputStore {
  /** Most parts of an upload; undefined: as many as S3 takes. */
  readonly maxParts?: number;
  /** Bytes of a part; undefined: such as suit S3. */
  readonly partBytes?: number;
  /** The newest version unless another is named. */
  head(object: ObjectAddress & { readonly versionId?: string | undefined }): Promise<HeadOutcome>;
  /** A whole small output in one call. */
  put(output: WholeOutput): Promise<CommitOutcome>;
  startUpload(
    address: ObjectAddress,
    facts: OutputFacts,
  ): Promise<{ readonly kind: 'started'; readonly upload: PartUpload } | StoreTrouble>;
}

export interface WholeOutput {
  readonly address: ObjectAddress;
  readonly bytes: Uint8Array;
  readonly facts: OutputFacts;
  readonly condition: CommitCondition;
}

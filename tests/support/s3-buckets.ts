import { Buffer } from 'node:buffer';
import { createHash, randomUUID } from 'node:crypto';

/** An error as S3 answers it. */
export class S3Error extends Error {
  readonly code: string;
  readonly status: number;

  constructor(status: number, code: string) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

/** Headers that stay with an object: `content-type`, `content-encoding`, `x-amz-meta-…`. */
export type ObjectHeaders = Readonly<Record<string, string>>;

export interface StoredObject {
  readonly bytes: Buffer;
  /** Without quotes. */
  readonly etag: string;
  readonly headers: ObjectHeaders;
  /** Undefined where the bucket keeps no versions. */
  readonly versionId: string | undefined;
  readonly lastModified: Date;
}

/** `If-None-Match` and `If-Match` of a request. */
export interface Conditions {
  readonly ifNoneMatch: string | undefined;
  readonly ifMatch: string | undefined;
}

interface Upload {
  readonly key: string;
  readonly headers: ObjectHeaders;
  readonly parts: Map<number, { readonly bytes: Buffer; readonly etag: string }>;
}

const MIN_PART_BYTES = 5 * 1024 * 1024;

/**
 * One bucket in memory, as S3 keeps it: whole objects only, conditions judged in one go with the
 * write, parts invisible until they are completed. Source: Amazon S3 API reference; User Guide,
 * "How to prevent object overwrites with conditional writes".
 */
export class S3Bucket {
  /** The newest version of each key. */
  readonly objects = new Map<string, StoredObject>();
  readonly uploads = new Map<string, Upload>();
  keepsVersions = false;
  readonly #versions = new Map<string, StoredObject>();

  read(key: string, versionId: string | undefined, { ifMatch }: Conditions): StoredObject {
    const found =
      versionId === undefined
        ? this.objects.get(key)
        : this.#versions.get(`${versionId} of ${key}`);
    if (found === undefined) {
      throw new S3Error(404, versionId === undefined ? 'NoSuchKey' : 'NoSuchVersion');
    }
    if (ifMatch !== undefined && bare(ifMatch) !== found.etag) {
      throw new S3Error(412, 'PreconditionFailed');
    }
    return found;
  }

  put(
    key: string,
    bytes: Buffer,
    { headers = {}, conditions = NONE }: PutOptions = {},
  ): StoredObject {
    this.#checkConditions(key, conditions);
    return this.#store(key, { bytes, headers, etag: md5(bytes).toString('hex') });
  }

  startUpload(key: string, headers: ObjectHeaders): string {
    const id = randomUUID();
    this.uploads.set(id, { key, headers, parts: new Map() });
    return id;
  }

  putPart(key: string, uploadId: string, { partNumber, bytes }: NewPart): string {
    const etag = md5(bytes).toString('hex');
    this.#upload(key, uploadId).parts.set(partNumber, { bytes, etag });
    return etag;
  }

  complete(key: string, uploadId: string, { listed, conditions }: Completion): StoredObject {
    const { headers, parts } = this.#upload(key, uploadId);
    const chosen = listed.map(({ partNumber, etag }, index) => {
      const part = parts.get(partNumber);
      if (part === undefined || part.etag !== bare(etag)) throw new S3Error(400, 'InvalidPart');
      if (partNumber <= (listed[index - 1]?.partNumber ?? 0)) {
        throw new S3Error(400, 'InvalidPartOrder');
      }
      return part;
    });
    if (chosen.length === 0) throw new S3Error(400, 'MalformedXML');
    if (chosen.slice(0, -1).some(({ bytes }) => bytes.length < MIN_PART_BYTES)) {
      throw new S3Error(400, 'EntityTooSmall');
    }
    this.#checkConditions(key, conditions);
    this.uploads.delete(uploadId);
    const hashes = Buffer.concat(chosen.map(({ bytes }) => md5(bytes)));
    return this.#store(key, {
      bytes: Buffer.concat(chosen.map(({ bytes }) => bytes)),
      headers,
      etag: `${md5(hashes).toString('hex')}-${String(chosen.length)}`,
    });
  }

  abort(key: string, uploadId: string): void {
    this.#upload(key, uploadId);
    this.uploads.delete(uploadId);
  }

  #upload(key: string, uploadId: string): Upload {
    const upload = this.uploads.get(uploadId);
    if (upload?.key !== key) throw new S3Error(404, 'NoSuchUpload');
    return upload;
  }

  #checkConditions(key: string, { ifNoneMatch, ifMatch }: Conditions): void {
    const found = this.objects.get(key);
    if (ifNoneMatch !== undefined) {
      if (ifNoneMatch !== '*') throw new S3Error(501, 'NotImplemented');
      if (found !== undefined) throw new S3Error(412, 'PreconditionFailed');
    }
    if (ifMatch === undefined) return;
    if (found === undefined) throw new S3Error(404, 'NoSuchKey');
    if (bare(ifMatch) !== found.etag) throw new S3Error(412, 'PreconditionFailed');
  }

  #store(key: string, content: Pick<StoredObject, 'bytes' | 'headers' | 'etag'>): StoredObject {
    const versionId = this.keepsVersions ? randomUUID() : undefined;
    const stored = { ...content, versionId, lastModified: new Date() };
    this.objects.set(key, stored);
    if (versionId !== undefined) this.#versions.set(`${versionId} of ${key}`, stored);
    return stored;
  }
}

const NONE: Conditions = { ifNoneMatch: undefined, ifMatch: undefined };

export interface PutOptions {
  readonly headers?: ObjectHeaders;
  readonly conditions?: Conditions;
}

export interface NewPart {
  readonly partNumber: number;
  readonly bytes: Buffer;
}

export interface Completion {
  readonly listed: readonly { readonly partNumber: number; readonly etag: string }[];
  readonly conditions: Conditions;
}

function bare(etag: string): string {
  return etag.replaceAll('"', '');
}

function md5(bytes: Uint8Array): Buffer {
  return createHash('md5').update(bytes).digest();
}

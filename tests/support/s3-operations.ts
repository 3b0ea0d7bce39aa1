import type { Buffer } from 'node:buffer';
import { S3Bucket, S3Error, type Conditions, type ObjectHeaders } from './s3-buckets.ts';

/** A request to S3, read but not judged. */
export interface S3Request {
  readonly method: string;
  readonly bucket: string;
  /** Decoded; empty: the bucket itself. */
  readonly key: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

export type S3Operation =
  | 'CreateBucket'
  | 'PutBucketVersioning'
  | 'ListObjectsV2'
  | 'ListMultipartUploads'
  | 'HeadObject'
  | 'GetObject'
  | 'PutObject'
  | 'DeleteObject'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload';

/** What a request asks for; undefined for what this server does not know. */
export function operationOf({ method, key, query }: S3Request): S3Operation | undefined {
  if (key === '') {
    if (method === 'PUT') return query.has('versioning') ? 'PutBucketVersioning' : 'CreateBucket';
    if (method !== 'GET') return undefined;
    return query.has('uploads') ? 'ListMultipartUploads' : 'ListObjectsV2';
  }
  const isOfUpload = query.has('uploadId');
  switch (method) {
    case 'HEAD':
      return 'HeadObject';
    case 'GET':
      return 'GetObject';
    case 'PUT':
      return isOfUpload ? 'UploadPart' : 'PutObject';
    case 'POST':
      return isOfUpload ? 'CompleteMultipartUpload' : 'CreateMultipartUpload';
    case 'DELETE':
      return isOfUpload ? 'AbortMultipartUpload' : 'DeleteObject';
    default:
      return undefined;
  }
}

/** Does what a request asks for. Throws S3Error. */
export function perform(
  operation: S3Operation,
  request: S3Request,
  buckets: Map<string, S3Bucket>,
): S3Answer {
  if (operation === 'CreateBucket') {
    buckets.set(request.bucket, buckets.get(request.bucket) ?? new S3Bucket());
    return { status: 200 };
  }
  const bucket = buckets.get(request.bucket);
  if (bucket === undefined) throw new S3Error(404, 'NoSuchBucket');
  return operations[operation](request, bucket);
}

type Perform = (request: S3Request, bucket: S3Bucket) => S3Answer;

const operations = {
  PutBucketVersioning({ body }, bucket) {
    bucket.keepsVersions = body.includes('<Status>Enabled</Status>');
    return { status: 200 };
  },
  ListObjectsV2({ bucket: name }, bucket) {
    const keys = [...bucket.objects.keys()].sort();
    const listed = keys.map((key) => `<Contents><Key>${escapeXml(key)}</Key></Contents>`);
    return xml('ListBucketResult', `<Name>${name}</Name>${listed.join('')}`);
  },
  ListMultipartUploads(_request, bucket) {
    const listed = [...bucket.uploads].map(
      ([id, { key }]) => `<Upload><Key>${escapeXml(key)}</Key><UploadId>${id}</UploadId></Upload>`,
    );
    return xml('ListMultipartUploadsResult', listed.join(''));
  },
  HeadObject: readObject,
  GetObject: readObject,
  PutObject(request, bucket) {
    const { key, body } = request;
    const stored = bucket.put(key, body, {
      headers: keptHeaders(request),
      conditions: conditionsOf(request),
    });
    return { status: 200, headers: versionHeaders(stored) };
  },
  DeleteObject({ key }, bucket) {
    bucket.objects.delete(key);
    return { status: 204 };
  },
  CreateMultipartUpload(request, bucket) {
    const id = bucket.startUpload(request.key, keptHeaders(request));
    return xml('InitiateMultipartUploadResult', `<UploadId>${id}</UploadId>`);
  },
  UploadPart({ key, query, body }, bucket) {
    const partNumber = Number(query.get('partNumber'));
    const etag = bucket.putPart(key, query.get('uploadId') ?? '', { partNumber, bytes: body });
    return { status: 200, headers: { etag: `"${etag}"` } };
  },
  CompleteMultipartUpload(request, bucket) {
    const { key, query, body } = request;
    const stored = bucket.complete(key, query.get('uploadId') ?? '', {
      listed: listedParts(body.toString()),
      conditions: conditionsOf(request),
    });
    const answer = xml('CompleteMultipartUploadResult', `<ETag>"${stored.etag}"</ETag>`);
    return { ...answer, headers: { ...answer.headers, ...versionHeaders(stored) } };
  },
  AbortMultipartUpload({ key, query }, bucket) {
    bucket.abort(key, query.get('uploadId') ?? '');
    return { status: 204 };
  },
} as const satisfies Record<Exclude<S3Operation, 'CreateBucket'>, Perform>;

function readObject(request: S3Request, bucket: S3Bucket): S3Answer {
  const { key, query, headers } = request;
  const object = bucket.read(key, query.get('versionId') ?? undefined, conditionsOf(request));
  const shared = {
    'content-type': 'binary/octet-stream',
    ...object.headers,
    ...versionHeaders(object),
    'last-modified': object.lastModified.toUTCString(),
    'accept-ranges': 'bytes',
  };
  const [, first] = /^bytes=(\d+)-$/.exec(headers['range'] ?? '') ?? [];
  if (first === undefined) return { status: 200, headers: shared, body: object.bytes };
  const { length } = object.bytes;
  if (Number(first) >= length) throw new S3Error(416, 'InvalidRange');
  const range = `bytes ${first}-${String(length - 1)}/${String(length)}`;
  return {
    status: 206,
    headers: { ...shared, 'content-range': range },
    body: object.bytes.subarray(Number(first)),
  };
}

function versionHeaders({
  etag,
  versionId,
}: {
  readonly etag: string;
  readonly versionId: string | undefined;
}): Record<string, string> {
  return {
    etag: `"${etag}"`,
    ...(versionId === undefined ? {} : { 'x-amz-version-id': versionId }),
  };
}

function conditionsOf({ headers }: S3Request): Conditions {
  return { ifNoneMatch: headers['if-none-match'], ifMatch: headers['if-match'] };
}

function keptHeaders({ headers }: S3Request): ObjectHeaders {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value !== undefined && /^(?:content-type|content-encoding|x-amz-meta-.*)$/.test(name)
        ? [[name, value]]
        : [],
    ),
  );
}

function listedParts(body: string): readonly { partNumber: number; etag: string }[] {
  return [...body.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
    partNumber: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
    etag: (/<ETag>(.*?)<\/ETag>/.exec(part)?.[1] ?? '').replaceAll('&quot;', '"'),
  }));
}

export function xml(root: string, content: string, status = 200): S3Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${content}</${root}>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import {
  CreateBucketCommand,
  ListMultipartUploadsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createS3Store } from '../../src/aws/s3-store.ts';
import type {
  ObjectFacts,
  OutputFacts,
  OutputStore,
  PartUpload,
  SourceStore,
  StoredPart,
} from '../../src/bulk/ports.ts';
import type { RunningS3, S3Endpoint } from './radosgw.ts';

const FACTS: OutputFacts = {
  contentType: 'text/csv; charset=utf-8',
  contentEncoding: 'gzip',
  metadata: new Map([
    ['psoxy-instance-id', 'scrim-zoom-ai'],
    ['psoxy-original-object-key', `in/${'long%20'.repeat(70)}`],
    ['scrim-columns', 'kept=2;pseudonymized=2;dropped=1;unnamed=1'],
  ]),
};
const ABSENT = { kind: 'absent' } as const;
const PART_BYTES = 5 * 1024 * 1024;

export interface Quirks {
  /** Completes an upload whatever the condition says. */
  readonly ignoresConditionsOfCompletion?: true;
}

/** What the object store of this project needs from a server that speaks S3; the same for every server. */
export function describeS3(
  name: string,
  start: () => Promise<RunningS3>,
  quirks: Quirks = {},
): void {
  describe(name, () => {
    let server: RunningS3;
    let client: S3Client;
    let store: SourceStore & OutputStore;
    const bucket = 'conformance';
    const address = (key: string): { bucket: string; key: string } => ({ bucket, key });
    const put = (
      key: string,
      text: string,
      condition: Parameters<OutputStore['put']>[0]['condition'] = ABSENT,
    ): ReturnType<OutputStore['put']> =>
      store.put({ address: address(key), bytes: Buffer.from(text), facts: FACTS, condition });
    const textOf = async (key: string): Promise<string> => (await bytesOf(key)).toString();
    const bytesOf = async (key: string): Promise<Buffer> => {
      const found = await store.read({
        ...address(key),
        etag: undefined,
        versionId: undefined,
        fromByte: 0,
      });
      if (found.kind !== 'found') throw new Error(found.kind);
      return buffer(found.body);
    };
    const factsOf = async (key: string): Promise<ObjectFacts> => {
      const found = await store.head(address(key));
      if (found.kind !== 'found') throw new Error(found.kind);
      return found.facts;
    };

    beforeAll(async () => {
      server = await start();
      client = rawClient(server);
      store = createS3Store({ ...toOptions(server), pauseMs: 0 });
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
    }, 90_000);
    afterAll(() => server.close());

    test('what is not there is absent', async () => {
      expect(await store.head(address('nothing'))).toEqual({ kind: 'absent' });
      expect(await readFrom(store, address('nothing'))).toEqual({ kind: 'absent' });
      expect(await store.head({ bucket: 'no-such-bucket', key: 'a' })).toEqual({ kind: 'absent' });
    });

    test('an output keeps its bytes, type, encoding and metadata', async () => {
      expect(await put('whole.csv.gz', 'a,b\n')).toEqual({ kind: 'written' });

      expect(await factsOf('whole.csv.gz')).toEqual({
        ...FACTS,
        etag: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        byteLength: 4,
      });
      expect(await textOf('whole.csv.gz')).toBe('a,b\n');
    });

    test('an empty output is an output', async () => {
      await put('empty', '');

      expect(await factsOf('empty')).toMatchObject({ byteLength: 0 });
      expect(await textOf('empty')).toBe('');
    });

    test.each(['a b+c&d=e.csv', 'Ünïcode/日本.csv', '100%/%41.csv', "!'()*~;:@,$.csv", 'a//b/./c'])(
      'a key stays as it is: %s',
      async (key) => {
        await put(key, key);

        expect(await textOf(key)).toBe(key);
      },
    );

    test('an output is written only where none is, if that is the condition', async () => {
      await put('once', 'first');

      expect(await put('once', 'second')).toEqual({ kind: 'conflict' });
      expect(await textOf('once')).toBe('first');
    });

    test('of ten writers at once one wins', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, index) => put('race', String(index))),
      );

      const winners = outcomes.flatMap(({ kind }, index) => (kind === 'written' ? [index] : []));
      expect(winners).toHaveLength(1);
      expect(outcomes.filter(({ kind }) => kind === 'conflict')).toHaveLength(9);
      expect(await textOf('race')).toBe(String(winners[0]));
    });

    test('an output is replaced only if it is still the one that was seen', async () => {
      await put('replaced', 'first');
      const { etag } = await factsOf('replaced');

      expect(await put('replaced', 'second', { kind: 'replaces', etag })).toEqual({
        kind: 'written',
      });
      expect(await put('replaced', 'third', { kind: 'replaces', etag })).toEqual({
        kind: 'conflict',
      });
      expect(await put('never', 'third', { kind: 'replaces', etag })).toEqual({ kind: 'conflict' });
      expect(await textOf('replaced')).toBe('second');
    });

    test('a source is read from any byte on, as long as it is the same', async () => {
      await put('source', '0123456789');
      const { etag } = await factsOf('source');
      const request = { ...address('source'), versionId: undefined, fromByte: 7 };

      const read = await store.read({ ...request, etag });

      expect(read).toMatchObject({
        kind: 'found',
        facts: { etag, byteLength: 10, metadata: FACTS.metadata },
      });
      expect(read.kind === 'found' && (await buffer(read.body)).toString()).toBe('789');
      expect(await store.read({ ...request, etag: 'd41d8cd98f00b204e9800998ecf8427e' })).toEqual({
        kind: 'changed',
      });
    });

    test('a version that was replaced can still be read by its id', async () => {
      const versions = {
        Bucket: 'versions',
        VersioningConfiguration: { Status: 'Enabled' },
      } as const;
      await client.send(new CreateBucketCommand({ Bucket: 'versions' }));
      await client.send(new PutBucketVersioningCommand(versions));
      const [first] = [await putRaw(client, 'first'), await putRaw(client, 'second')];

      const read = await store.read({ bucket: 'versions', key: 'a', fromByte: 0, ...first });

      expect(read.kind === 'found' && (await buffer(read.body)).toString()).toBe('first');
    });

    test('an output in parts is invisible until it is completed, and then whole', async () => {
      const bytes = randomBytes(2 * PART_BYTES + 10);
      const upload = await started(store, address('parts'));
      const parts = await uploadParts(upload, bytes);
      expect(await store.head(address('parts'))).toEqual({ kind: 'absent' });

      expect(await upload.complete(parts, ABSENT)).toEqual({ kind: 'written' });

      expect(await factsOf('parts')).toMatchObject({ ...FACTS, byteLength: bytes.length });
      expect(bytes.equals(await bytesOf('parts'))).toBe(true);
    });

    test('nothing is left of an upload that was given up', async () => {
      const upload = await started(store, address('given-up'));
      const parts = await uploadParts(upload, randomBytes(10));

      expect(await upload.abort()).toBe(true);

      // Servers differ in how they say no.
      expect(await upload.complete(parts, ABSENT)).not.toEqual({ kind: 'written' });
      expect(await store.head(address('given-up'))).toEqual({ kind: 'absent' });
      const { Uploads: uploads = [] } = await client.send(
        new ListMultipartUploadsCommand({ Bucket: bucket }),
      );
      expect(uploads.map(({ Key: key }) => key)).not.toContain('given-up');
      expect(await upload.abort()).toBe(true);
    });

    const completion = async (key: string, isReplacement: boolean): Promise<string> => {
      await put(key, 'first');
      const condition = isReplacement
        ? ({ kind: 'replaces', etag: 'd41d8cd98f00b204e9800998ecf8427e' } as const)
        : ABSENT;
      const upload = await started(store, address(key));
      const { kind } = await upload.complete(
        await uploadParts(upload, Buffer.from('second')),
        condition,
      );
      await upload.abort();
      return `${kind}: ${await textOf(key)}`;
    };
    if (quirks.ignoresConditionsOfCompletion) {
      test('this server completes whatever the condition says; once it does not, hold it against that, too', async () => {
        expect(await completion('completed-over', false)).toBe('written: second');
      });
    } else {
      test('an upload is completed only if its condition holds', async () => {
        expect(await completion('not-absent', false)).toBe('conflict: first');
        expect(await completion('not-the-same', true)).toBe('conflict: first');
      });
    }

    test('who is not let in is told so', async () => {
      const stranger = createS3Store({
        ...toOptions(server),
        credentials: { ...server.credentials, secretAccessKey: 'wrong' },
      });
      const denied = { kind: 'denied' };

      expect(await stranger.head(address('whole.csv.gz'))).toMatchObject({
        ...denied,
        call: 'HeadObject',
      });
      expect(await readFrom(stranger, address('whole.csv.gz'))).toMatchObject({
        ...denied,
        call: 'GetObject',
      });
      expect(await stranger.startUpload(address('a'), FACTS)).toMatchObject({
        ...denied,
        call: 'CreateMultipartUpload',
      });
      const output = {
        address: address('a'),
        bytes: Buffer.from('a'),
        facts: FACTS,
        condition: ABSENT,
      };
      expect(await stranger.put(output)).toMatchObject({
        ...denied,
        call: 'PutObject',
        answer: 'SignatureDoesNotMatch',
      });
    });

    test('a bucket that is not there is no conflict', async () => {
      const nowhere = { bucket: 'no-such-bucket', key: 'a' };
      const trouble = { kind: 'unavailable', answer: 'NoSuchBucket' };

      const output = { address: nowhere, bytes: Buffer.from('a'), facts: FACTS, condition: ABSENT };
      expect(await store.put(output)).toMatchObject(trouble);
      expect(await store.startUpload(nowhere, FACTS)).toMatchObject(trouble);
    });
  });
}

/** How the SDK's own client reaches a server, for what the store has no call. */
function rawClient(server: S3Endpoint): S3Client {
  return new S3Client({
    ...toOptions(server),
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

function toOptions({ endpoint, region, credentials }: S3Endpoint): S3Endpoint {
  return { endpoint, region, credentials };
}

function readFrom(
  store: SourceStore,
  address: { readonly bucket: string; readonly key: string },
): ReturnType<SourceStore['read']> {
  return store.read({ ...address, etag: undefined, versionId: undefined, fromByte: 0 });
}

async function putRaw(
  client: S3Client,
  text: string,
): Promise<{ etag: string | undefined; versionId: string | undefined }> {
  const command = new PutObjectCommand({ Bucket: 'versions', Key: 'a', Body: text });
  const { ETag: etag, VersionId: versionId } = await client.send(command);
  return { etag: etag?.replaceAll('"', ''), versionId };
}

async function started(
  store: OutputStore,
  address: { readonly bucket: string; readonly key: string },
): Promise<PartUpload> {
  const outcome = await store.startUpload(address, FACTS);
  if (outcome.kind !== 'started') throw new Error(outcome.kind);
  return outcome.upload;
}

/** Two at once, as the story does. */
async function uploadParts(upload: PartUpload, bytes: Buffer): Promise<readonly StoredPart[]> {
  const count = Math.ceil(bytes.length / PART_BYTES);
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const part = bytes.subarray(index * PART_BYTES, (index + 1) * PART_BYTES);
      const stored = await upload.uploadPart(index + 1, part);
      if (stored.kind !== 'stored') throw new Error(stored.kind);
      return stored.part;
    }),
  );
}

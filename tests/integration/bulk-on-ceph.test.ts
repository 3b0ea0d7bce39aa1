/** Events in, files out, on a real object store: the whole function with the real client of S3. */
import { Buffer } from 'node:buffer';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  INSTANCE,
  SALT,
  startBulk,
  ZOOM_AI_CANARIES,
  ZOOM_AI_CSV,
  type BulkFunction,
} from '../support/bulk-function.ts';
import { hasRadosgw, INSTALL_RADOSGW, startRadosgw, type RunningS3 } from '../support/radosgw.ts';
import { s3Event, type CreatedObject } from '../support/s3-events.ts';

const NAME = 'files on the S3 of Ceph';
/** Of three letters at least, as S3 wants them. */
const [INPUT, OUTPUT] = ['dropped', 'sanitized'];
const HEADER = 'User Name,Email,Action,Feature used,Department,\r\n';

describeOnCeph(() => {
  let server: RunningS3;
  let client: S3Client;
  let functions: BulkFunction[] = [];

  beforeAll(async () => {
    server = await startRadosgw();
    const { endpoint, region, credentials } = server;
    client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
    for (const Bucket of [INPUT, OUTPUT]) await client.send(new CreateBucketCommand({ Bucket }));
  }, 90_000);
  afterAll(() => server.close());
  afterEach(() => {
    const text = JSON.stringify(functions.map(({ lines }) => lines));
    expect([...ZOOM_AI_CANARIES, SALT].filter((canary) => text.includes(canary))).toEqual([]);
    functions = [];
  });

  function start(): BulkFunction {
    const started = startBulk(server, {
      environment: { INPUT_BUCKET: INPUT, OUTPUT_BUCKET: OUTPUT },
    });
    functions.push(started);
    return started;
  }

  async function drop(key: string, content = ZOOM_AI_CSV): Promise<CreatedObject> {
    const { ETag = '' } = await client.send(
      new PutObjectCommand({ Bucket: INPUT, Key: key, Body: Buffer.from(content) }),
    );
    return { bucket: INPUT, key, etag: ETag.replaceAll('"', '') };
  }

  async function output(key: string) {
    const { Body, Metadata } = await client.send(
      new GetObjectCommand({ Bucket: OUTPUT, Key: key }),
    );
    return { text: (await Body?.transformToString()) ?? '', metadata: Metadata };
  }

  /** What stands in the output bucket below a prefix, unfinished uploads included. */
  async function listed(prefix: string): Promise<readonly (string | undefined)[]> {
    const where = { Bucket: OUTPUT, Prefix: prefix };
    const { Contents = [] } = await client.send(new ListObjectsV2Command(where));
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand(where));
    return [...Contents, ...Uploads].map(({ Key }) => Key);
  }

  test('appear sanitized under their key, however it is written, and say where they come from', async () => {
    const key = 'exports/2026 01/Métriques+IA (1).csv';
    const source = await drop(key);
    const bulk = start();

    await bulk.invoke(s3Event(source));

    expect(bulk.outcomes()).toEqual(['written']);
    const { text, metadata } = await output(key);
    expect(text).toMatch(/^User Name,Email,Action,Feature used\r\n(?:t~.*\r\n){3}$/);
    expect(ZOOM_AI_CANARIES.filter((canary) => text.includes(canary))).toEqual([]);
    expect(metadata).toMatchObject({
      'psoxy-instance-id': INSTANCE,
      'scrim-source-etag': source.etag,
      'scrim-columns': 'kept=2;pseudonymized=2;dropped=1;unnamed=1',
    });
  });

  test('come out once, whether their event comes twice or ten times at once', async () => {
    const event = s3Event(await drop('often/metrics.csv'));
    const bulk = start();

    await bulk.invoke(event);
    await bulk.invoke(event);
    expect(bulk.outcomes()).toEqual(['written', 'already-done']);

    const crowd = Array.from({ length: 10 }, () => start());
    const fresh = s3Event(await drop('often/crowd.csv'));
    await Promise.all(crowd.map((one) => one.invoke(fresh)));
    expect(crowd.flatMap((one) => one.outcomes()).toSorted()).toEqual([
      ...Array.from({ length: 9 }, () => 'already-done'),
      'written',
    ]);
    expect(await listed('often/')).toEqual(['often/crowd.csv', 'often/metrics.csv']);
  });

  test('of several parts come out whole, and no upload is left', async () => {
    const rows = 'Jane Roe,jane.roe@example.com,42,Meeting summary;,Field Sales EMEA,\r\n';
    const bulk = start();

    await bulk.invoke(s3Event(await drop('large/metrics.csv', HEADER + rows.repeat(120_000))));

    expect(bulk.outcomes()).toEqual(['written']);
    const lines = (await output('large/metrics.csv')).text.split('\r\n');
    expect(lines).toHaveLength(120_002);
    expect(new Set(lines.slice(1, -1)).size).toBe(1);
    expect(await listed('large/')).toEqual(['large/metrics.csv']);
  });

  test('that break off late leave nothing behind', async () => {
    const rows = 'Jane Roe,jane.roe@example.com,42,Meeting summary;,Field Sales EMEA,\r\n';
    const broken = `${HEADER}${rows.repeat(120_000)}Jane Roe,"jane.roe@example.com`;
    const bulk = start();

    await expect(bulk.invoke(s3Event(await drop('broken/metrics.csv', broken)))).rejects.toThrow(
      /CSV_SYNTAX$/,
    );

    expect(bulk.reports()).toMatchObject([{ outcome: 'rejected', code: 'CSV_SYNTAX' }]);
    expect(await listed('broken/')).toEqual([]);
  });

  test('that were replaced since their event are not read in its place', async () => {
    const event = s3Event(await drop('replaced/metrics.csv'));
    await drop('replaced/metrics.csv', `${HEADER}Ada,ada@example.com,1,,,\r\n`);
    const bulk = start();

    await bulk.invoke(event).catch(() => undefined);

    expect(bulk.outcomes()).not.toContain('written');
    expect(await listed('replaced/')).toEqual([]);
  });
});

/** Where its programs are not installed the tests are counted as skipped, by a name that says what to install. */
function describeOnCeph(body: () => void): void {
  if (hasRadosgw()) describe(NAME, body);
  else describe.skip(`${NAME} (${INSTALL_RADOSGW})`, body);
}

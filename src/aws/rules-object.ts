import { storeTimeouts } from './store-calls.ts';

const MAX_BYTES = 1024 * 1024;

/** The text of an S3 object, undefined if there is no such key; any other failure throws. S3 is loaded only when it is needed. */
export async function readRulesObject(bucket: string, key: string): Promise<string | undefined> {
  const { GetObjectCommand, NoSuchKey, S3Client } = await import('@aws-sdk/client-s3');
  try {
    const answer = await new S3Client(storeTimeouts).send(
      new GetObjectCommand({ Bucket: bucket, Key: key }),
    );
    // More than any rules may have: not worth reading.
    if ((answer.ContentLength ?? 0) > MAX_BYTES) throw new Error('the rules object is too large');
    return await answer.Body?.transformToString('utf-8');
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

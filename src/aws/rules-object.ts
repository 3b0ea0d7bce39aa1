import { toClientConfig, toUnavailable } from './store-calls.ts';

const MAX_BYTES = 1024 * 1024;

/** More than any rules may have: not worth reading. */
class RulesTooLarge extends Error {
  override readonly name = 'RulesTooLarge';
}

/**
 * The text of an S3 object, undefined if there is no such key. Throws StoreUnavailable if S3 fails
 * for the moment, another error if it refuses. S3 is loaded only when it is needed.
 */
export async function readRulesObject(bucket: string, key: string): Promise<string | undefined> {
  const { GetObjectCommand, NoSuchKey, S3Client, S3ServiceException } =
    await import('@aws-sdk/client-s3');
  const client = new S3Client(toClientConfig({}));
  try {
    const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if ((answer.ContentLength ?? 0) > MAX_BYTES) throw new RulesTooLarge();
    return await answer.Body?.transformToString('utf-8');
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    const isRefused =
      error instanceof S3ServiceException && (error.$metadata.httpStatusCode ?? 500) < 500;
    throw isRefused || error instanceof RulesTooLarge ? error : toUnavailable(error);
  }
}

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { CommitOutcome, ObjectAddress, PartUpload } from '../bulk/ports.ts';
import { statusOf, toConditionInput, toTrouble } from './s3-answers.ts';

export interface StartedUpload extends ObjectAddress {
  readonly uploadId: string;
  /** Repeats calls that fail for the moment. */
  readonly repeating: S3Client;
  readonly once: S3Client;
  readonly commit: (write: () => Promise<unknown>, call: string) => Promise<CommitOutcome>;
}

/** A multipart upload of S3. Source: Amazon S3 API reference, "UploadPart", "CompleteMultipartUpload". */
export function createPartUpload(started: StartedUpload): PartUpload {
  const { repeating, once, commit } = started;
  const place = { Bucket: started.bucket, Key: started.key, UploadId: started.uploadId };
  return {
    async uploadPart(partNumber, bytes) {
      try {
        const command = new UploadPartCommand({ ...place, PartNumber: partNumber, Body: bytes });
        const { ETag: etag = '' } = await repeating.send(command);
        return { kind: 'stored', part: { partNumber, etag } };
      } catch (error) {
        return toTrouble(error, 'UploadPart');
      }
    },
    complete: (parts, condition) =>
      commit(
        () =>
          once.send(
            new CompleteMultipartUploadCommand({
              ...place,
              ...toConditionInput(condition),
              MultipartUpload: {
                Parts: parts.map(({ partNumber, etag }) => ({
                  PartNumber: partNumber,
                  ETag: etag,
                })),
              },
            }),
          ),
        'CompleteMultipartUpload',
      ),
    async abort() {
      try {
        await repeating.send(new AbortMultipartUploadCommand(place));
        return true;
      } catch (error) {
        // Ended already: nothing is left of it.
        return statusOf(error) === 404;
      }
    },
  };
}

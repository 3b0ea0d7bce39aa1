/** What S3 tells of one new object. */
export interface CreatedObject {
  readonly bucket: string;
  /** As it is; encoded here as S3 encodes it. */
  readonly key: string;
  /** Null: made by hand, without one. */
  readonly etag: string | null;
  readonly versionId?: string;
  readonly sequencer?: string;
  readonly eventName?: string;
}

/** A notification as S3 sends it. Source: Amazon S3 User Guide, "Event message structure". */
export function s3Event(...objects: readonly CreatedObject[]): {
  readonly Records: readonly object[];
} {
  return { Records: objects.map(toRecord) };
}

function toRecord({ bucket, key, etag, versionId, sequencer, eventName }: CreatedObject): object {
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'eu-central-1',
    eventTime: '2026-01-02T03:04:05.678Z',
    eventName: eventName ?? 'ObjectCreated:Put',
    userIdentity: { principalId: 'AWS:AIDAEXAMPLE' },
    requestParameters: { sourceIPAddress: '203.0.113.7' },
    responseElements: { 'x-amz-request-id': 'C3D13FE58DE4C810' },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'files',
      bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
      object: {
        key: encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/'),
        size: 1024,
        ...(etag === null ? {} : { eTag: etag }),
        ...(versionId === undefined ? {} : { versionId }),
        sequencer: sequencer ?? '0055AED6DCD90281E5',
      },
    },
  };
}

export const S3_TEST_EVENT = {
  Service: 'Amazon S3',
  Event: 's3:TestEvent',
  Time: '2026-01-02T03:04:05.678Z',
  Bucket: 'in',
  RequestId: '5582815E1AEA5ADF',
  HostId: '8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR',
};

/** Messages of a queue as Lambda gets them; a body that is no text is written as JSON. */
export function sqsEvent(bodies: Readonly<Record<string, unknown>>): object {
  return {
    Records: Object.entries(bodies).map(([messageId, body]) => ({
      messageId,
      receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1767323045678' },
      messageAttributes: {},
      md5OfBody: '7b270e59b47ff90a553787216d55d91d',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:scrim-zoom-ai-files',
      awsRegion: 'eu-central-1',
    })),
  };
}

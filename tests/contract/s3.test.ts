import { describeS3 } from '../support/s3-conformance.ts';
import { startS3Server } from '../support/s3-server.ts';

describeS3('the S3 of this repository', startS3Server);

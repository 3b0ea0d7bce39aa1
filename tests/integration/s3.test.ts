import { describe, test } from 'vitest';
import { hasRadosgw, INSTALL_RADOSGW, startRadosgw } from '../support/radosgw.ts';
import { describeS3 } from '../support/s3-conformance.ts';

if (hasRadosgw()) {
  describeS3('the S3 of Ceph', startRadosgw, { ignoresConditionsOfCompletion: true });
} else {
  describe('the S3 of Ceph', () => {
    test.skip(`needs ${INSTALL_RADOSGW}`);
  });
}

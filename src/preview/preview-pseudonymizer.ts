import { DEMO_SECRETS } from '../cli/demo-secrets.ts';
import { createPseudonymizer } from '../pseudonym/create-pseudonymizer.ts';
import { Secret } from '../secret.ts';

const secrets = {
  salt: new Secret(DEMO_SECRETS.PSOXY_SALT),
  encryptionKey: new Secret(DEMO_SECRETS.PSOXY_ENCRYPTION_KEY),
};

/** Privacy: the public key of the demo, so that a page can never tell what the codes of an installation stand for. */
export const previewPseudonymizer = createPseudonymizer({
  algorithm: 'hmac-sha256',
  emailCanonicalization: 'STRICT',
  emailDomainHandling: 'PRESERVE',
  identifiers: secrets,
  ips: secrets,
  emailDomains: secrets,
});

import { DEMO_SECRETS } from '../cli/demo-secrets.ts';
import { defaultPseudonymSettings } from '../cli/local-policy.ts';
import { createPseudonymizer } from '../pseudonym/create-pseudonymizer.ts';
import { Secret } from '../secret.ts';

/** Privacy: the public key of the demo, so that a page can never tell what the codes of an installation stand for. */
export const previewPseudonymizer = createPseudonymizer(
  defaultPseudonymSettings({
    salt: new Secret(DEMO_SECRETS.PSOXY_SALT),
    encryptionKey: new Secret(DEMO_SECRETS.PSOXY_ENCRYPTION_KEY),
  }),
);

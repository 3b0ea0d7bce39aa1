import { createPseudonymizer } from '../../src/pseudonym/create-pseudonymizer.ts';
import type { Pseudonymizer } from '../../src/pseudonym/pseudonymizer.ts';
import { Secret } from '../../src/secret.ts';

const secrets = {
  salt: new Secret('Xq7!pL2#vB9@kD4$mN6%'),
  encryptionKey: new Secret('correct-horse-battery-staple-32!'),
};

/** The salt and key of the specification's examples, hmac-sha256. */
export function examplePseudonymizer(): Pseudonymizer {
  return createPseudonymizer({
    algorithm: 'hmac-sha256',
    emailCanonicalization: 'STRICT',
    emailDomainHandling: 'PRESERVE',
    identifiers: secrets,
    ips: secrets,
    emailDomains: secrets,
  });
}

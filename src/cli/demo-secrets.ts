/**
 * Salt and key of the demo and of the golden examples. They are public: whoever reads this can
 * compute the same pseudonyms, so they protect nobody and are never used by a deployed function.
 */
export const DEMO_SECRETS = {
  PSOXY_SALT: 'scrim-demo-salt-not-for-real-data',
  PSOXY_ENCRYPTION_KEY: 'scrim-demo-key-not-for-real-data',
} as const;

import type { PseudonymSecrets, PseudonymSettings } from '../pseudonym/pseudonymizer.ts';
import type { Secret } from '../secret.ts';
import type { SettingName } from '../settings.ts';
import type { Settings } from './read-environment.ts';

const MIN_LENGTH = 16;

export type CheckedPseudonymSettings =
  | {
      readonly kind: 'settings';
      readonly settings: PseudonymSettings;
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/** Salts and keys of each use, checked; an own salt or key of IPs and domains falls back to the common one. */
export function toPseudonymSettings(
  settings: Settings,
  value: (name: SettingName) => Secret | undefined,
): CheckedPseudonymSettings {
  const salt = value('PSOXY_SALT');
  if (salt === undefined) return { kind: 'problems', problems: ['PSOXY_SALT is missing'] };
  const key = value('PSOXY_ENCRYPTION_KEY');
  const allowsWeak = settings.PSEUDONYM_ALGORITHM === 'psoxy-sha256' && settings.ALLOW_WEAK_SALT;
  const isShort = (name: SettingName): boolean =>
    (value(name)?.reveal().length ?? MIN_LENGTH) < MIN_LENGTH;
  const weakSalts = SALTS.filter(isShort);
  const problems = allowsWeak
    ? []
    : weakSalts.map((name) => `${name} must have at least ${String(MIN_LENGTH)} characters`);
  if (settings.EMAIL_DOMAIN_HANDLING === 'ENCRYPT' && domainKey() === undefined) {
    problems.push('EMAIL_DOMAIN_HANDLING=ENCRYPT needs PSOXY_ENCRYPTION_KEY');
  }
  if (problems.length > 0) return { kind: 'problems', problems };
  return {
    kind: 'settings',
    warnings: [
      ...weakSalts.map((name) => `${name} is weak`),
      ...KEYS.filter(isShort).map((name) => `${name} is weak`),
    ],
    settings: {
      algorithm: settings.PSEUDONYM_ALGORITHM,
      emailCanonicalization: settings.EMAIL_CANONICALIZATION,
      emailDomainHandling: settings.EMAIL_DOMAIN_HANDLING,
      identifiers: { salt, encryptionKey: key },
      ips: own('SALT_IP', 'ENCRYPTION_KEY_IP', { salt, encryptionKey: key }),
      emailDomains: own('SALT_EMAIL_DOMAINS', 'ENCRYPTION_KEY_EMAIL_DOMAINS', {
        salt,
        encryptionKey: key,
      }),
    },
  };

  function domainKey(): Secret | undefined {
    return value('ENCRYPTION_KEY_EMAIL_DOMAINS') ?? key;
  }

  function own(
    saltName: SettingName,
    keyName: SettingName,
    common: PseudonymSecrets,
  ): PseudonymSecrets {
    return {
      salt: value(saltName) ?? common.salt,
      encryptionKey: value(keyName) ?? common.encryptionKey,
    };
  }
}

const SALTS = ['PSOXY_SALT', 'SALT_IP', 'SALT_EMAIL_DOMAINS'] as const;
const KEYS = ['PSOXY_ENCRYPTION_KEY', 'ENCRYPTION_KEY_IP', 'ENCRYPTION_KEY_EMAIL_DOMAINS'] as const;

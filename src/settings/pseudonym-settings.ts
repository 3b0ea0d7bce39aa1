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

/** The settings that say how pseudonyms are made. */
type Choices = Pick<
  Settings,
  'PSEUDONYM_ALGORITHM' | 'ALLOW_WEAK_SALT' | 'EMAIL_CANONICALIZATION' | 'EMAIL_DOMAIN_HANDLING'
>;

type ReadValue = (name: SettingName) => Secret | undefined;

/** What is wrong with salts and keys. A setting that is absent is itself wrong: what hangs on it is not judged. */
export function pseudonymProblems(choices: Partial<Choices>, value: ReadValue): readonly string[] {
  if (value('PSOXY_SALT') === undefined) return ['PSOXY_SALT is missing'];
  const { PSEUDONYM_ALGORITHM: algorithm = 'psoxy-sha256', ALLOW_WEAK_SALT: allows = true } =
    choices;
  const allowsWeak = algorithm === 'psoxy-sha256' && allows;
  const weakSalts = allowsWeak ? [] : SALTS.filter((name) => isShort(value(name)));
  const domainKey = value('ENCRYPTION_KEY_EMAIL_DOMAINS') ?? value('PSOXY_ENCRYPTION_KEY');
  const lacksKey = choices.EMAIL_DOMAIN_HANDLING === 'ENCRYPT' && domainKey === undefined;
  return [
    ...weakSalts.map((name) => `${name} must have at least ${String(MIN_LENGTH)} characters`),
    ...(lacksKey ? ['EMAIL_DOMAIN_HANDLING=ENCRYPT needs PSOXY_ENCRYPTION_KEY'] : []),
  ];
}

function isShort(secret: Secret | undefined): boolean {
  return secret !== undefined && secret.reveal().length < MIN_LENGTH;
}

/** Salts and keys of each use, checked; an own salt or key of IPs and domains falls back to the common one. */
export function toPseudonymSettings(settings: Choices, value: ReadValue): CheckedPseudonymSettings {
  const problems = pseudonymProblems(settings, value);
  const salt = value('PSOXY_SALT');
  if (salt === undefined || problems.length > 0) return { kind: 'problems', problems };
  const key = value('PSOXY_ENCRYPTION_KEY');
  return {
    kind: 'settings',
    warnings: [...SALTS, ...KEYS]
      .filter((name) => isShort(value(name)))
      .map((name) => `${name} is weak`),
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

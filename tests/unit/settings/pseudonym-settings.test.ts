import { describe, expect, test } from 'vitest';
import { Secret } from '../../../src/secret.ts';
import {
  pseudonymProblems,
  toPseudonymSettings,
  type CheckedPseudonymSettings,
} from '../../../src/settings/pseudonym-settings.ts';
import { readEnvironment } from '../../../src/settings/read-environment.ts';

const SALT = 'a-salt-of-sixteen';
const KEY = 'a-key-of-sixteen-';

function check(
  secrets: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): CheckedPseudonymSettings {
  const read = readEnvironment({ SOURCE: 'zoom', ...environment }, 'api');
  if (read.kind === 'problems') throw new Error(read.problems.join(' · '));
  return toPseudonymSettings(read.settings, (name) => {
    const text = secrets[name];
    return text === undefined ? undefined : new Secret(text);
  });
}

const problemsOf = (checked: CheckedPseudonymSettings): readonly string[] =>
  checked.kind === 'problems' ? checked.problems : [];

describe('salts and keys', () => {
  test('need a salt, always', () => {
    expect(problemsOf(check({ PSOXY_ENCRYPTION_KEY: KEY }))).toEqual(['PSOXY_SALT is missing']);
  });

  test.each(['PSOXY_SALT', 'SALT_IP', 'SALT_EMAIL_DOMAINS'])('refuse a short %s', (name) => {
    const checked = check({ PSOXY_SALT: SALT, [name]: 'fifteen-letters' });

    expect(problemsOf(checked)).toEqual([`${name} must have at least 16 characters`]);
  });

  test('accept a short salt only with psoxy-sha256 and by express wish, and warn', () => {
    const weak = { PSOXY_SALT: 'salt' };

    expect(check(weak, { ALLOW_WEAK_SALT: 'true' }).kind).toBe('problems');
    expect(check(weak, { PSEUDONYM_ALGORITHM: 'psoxy-sha256' }).kind).toBe('problems');
    expect(
      check(weak, { PSEUDONYM_ALGORITHM: 'psoxy-sha256', ALLOW_WEAK_SALT: 'true' }),
    ).toMatchObject({ kind: 'settings', warnings: ['PSOXY_SALT is weak'] });
  });

  test('are not judged by a setting that is itself wrong', () => {
    const value = () => new Secret('salt');
    const judge = (environment: Readonly<Record<string, string>>): readonly string[] => {
      const read = readEnvironment({ SOURCE: 'x', ...environment }, 'api');
      return read.kind === 'problems' ? pseudonymProblems(read.sound, value) : [];
    };
    const short = ['PSOXY_SALT', 'SALT_IP', 'SALT_EMAIL_DOMAINS'].map(
      (name) => `${name} must have at least 16 characters`,
    );

    expect(judge({})).toEqual(short);
    expect(judge({ ALLOW_WEAK_SALT: 'yes' })).toEqual(short);
    expect(judge({ PSEUDONYM_ALGORITHM: 'md5' })).toEqual(short);
    expect(judge({ PSEUDONYM_ALGORITHM: 'md5', ALLOW_WEAK_SALT: 'true' })).toEqual([]);
    expect(judge({ PSEUDONYM_ALGORITHM: 'psoxy-sha256', ALLOW_WEAK_SALT: 'yes' })).toEqual([]);
  });

  test('warn of a short key', () => {
    const checked = check({
      PSOXY_SALT: SALT,
      PSOXY_ENCRYPTION_KEY: 'short',
      ENCRYPTION_KEY_IP: 'x',
    });

    expect(checked).toMatchObject({
      warnings: ['PSOXY_ENCRYPTION_KEY is weak', 'ENCRYPTION_KEY_IP is weak'],
    });
  });

  test('of IPs and domains are the common ones unless they have their own', () => {
    const checked = check({
      PSOXY_SALT: SALT,
      PSOXY_ENCRYPTION_KEY: KEY,
      SALT_IP: 'the-salt-of-addresses',
    });

    if (checked.kind === 'problems') throw new Error();
    const { ips, emailDomains, identifiers } = checked.settings;
    expect(ips.salt.reveal()).toBe('the-salt-of-addresses');
    expect(ips.encryptionKey?.reveal()).toBe(KEY);
    expect(emailDomains.salt.reveal()).toBe(identifiers.salt.reveal());
  });

  test('need a key where domains are encrypted', () => {
    const encrypt = { EMAIL_DOMAIN_HANDLING: 'ENCRYPT' };

    expect(problemsOf(check({ PSOXY_SALT: SALT }, encrypt))).toEqual([
      'EMAIL_DOMAIN_HANDLING=ENCRYPT needs PSOXY_ENCRYPTION_KEY',
    ]);
    expect(check({ PSOXY_SALT: SALT, ENCRYPTION_KEY_EMAIL_DOMAINS: KEY }, encrypt).kind).toBe(
      'settings',
    );
  });
});

import { Buffer } from 'node:buffer';
import { ScrimError } from '../errors.ts';
import { ownText } from '../own-text.ts';
import { canonicalEmail, parseAddressList, parseMailbox } from './email.ts';
import { canonicalIp } from './ip.ts';
import { createKeyedHash, type KeyedHash } from './keyed-hash.ts';
import { memoize } from './memo.ts';
import type {
  Pseudonymizer,
  PseudonymOptions,
  PseudonymSecrets,
  PseudonymSettings,
} from './pseudonymizer.ts';
import { createReversibleCipher, type ReversibleCipher } from './reversible.ts';
import { createTokenReverser } from './reverse-tokens.ts';

/** Hash and cipher of one use: identifiers, IPs, or e-mail domains. */
interface Keys {
  readonly hash: KeyedHash;
  readonly cipher: ReversibleCipher | undefined;
}

/** What a text is, and its hash. */
interface Identity {
  readonly original: string;
  readonly hash: string;
  /** With its `@`; empty for all but e-mails. */
  readonly suffix: string;
}

/** Everything that `pseudonyms` settings decide, ready for use. Keys are derived once. */
export function createPseudonymizer(settings: PseudonymSettings): Pseudonymizer {
  const keysOf = (secrets: PseudonymSecrets): Keys => ({
    hash: createKeyedHash(settings.algorithm, secrets.salt),
    cipher: createReversibleCipher(secrets),
  });
  const identifiers = keysOf(settings.identifiers);
  const ips = keysOf(settings.ips);
  const suffixOfDomain = memoize(createDomainSuffix(settings, keysOf(settings.emailDomains)));
  const domainSuffix = (domain: string): string => suffixOfDomain(ownText(domain));

  const identify = (original: string, mailbox = parseMailbox(original)): Identity => ({
    original,
    hash: identifiers.hash(
      mailbox === undefined ? original : canonicalEmail(mailbox, settings.emailCanonicalization),
    ),
    suffix: mailbox === undefined ? '' : domainSuffix(mailbox.domain),
  });
  const toToken = memoize((text) => reversibleToken(identifiers, text));
  const encoderFor = encoderTable((text, options) => encode(identify(text), options, identifiers));

  return {
    pseudonymize: (identifier, options) => encode(identify(identifier), options, identifiers),
    encoderFor,
    pseudonymizeEmailHeader: (header, encoding) => {
      const mailboxes = parseAddressList(header);
      if (mailboxes === undefined) return undefined;
      const addresses = mailboxes.map(({ local, domain }) => `${local}@${domain}`);
      const options = { encoding, includeReversible: false, includeOriginal: false };
      const texts = mailboxes.map((mailbox, index) =>
        encode(identify(addresses[index] ?? '', mailbox), options, identifiers),
      );
      return { text: encoding === 'JSON' ? `[${texts.join(',')}]` : texts.join(','), addresses };
    },
    tokenize: (text) => toToken(ownText(text)),
    hashIp: (text) => {
      const ip = canonicalIp(text);
      return ip === undefined ? undefined : `t~${ips.hash(ip)}`;
    },
    encryptIp: (text) => {
      const ip = canonicalIp(text);
      return ip === undefined ? undefined : reversibleToken(ips, ip);
    },
    canonicalEmail: (text) => {
      const mailbox = parseMailbox(text);
      return mailbox && canonicalEmail(mailbox, settings.emailCanonicalization);
    },
    prepare: () => identifiers.cipher?.prepare(),
    canReverse: (use) => (use === 'ips' ? ips : identifiers).cipher !== undefined,
    reverseTokens: createTokenReverser(identifiers.hash, identifiers.cipher),
  };
}

/** One memo for each set of options. */
function encoderTable(
  encodeText: (text: string, options: PseudonymOptions) => string,
): (options: PseudonymOptions) => (text: string) => string {
  const encoders = new Map<string, (text: string) => string>();
  return (options) => {
    const { encoding, includeReversible, includeOriginal } = options;
    const key = `${encoding} ${String(includeReversible)} ${String(includeOriginal)}`;
    const known = encoders.get(key);
    if (known !== undefined) return known;
    const encoder = memoize((text) => encodeText(text, options));
    encoders.set(key, encoder);
    return encoder;
  };
}

function createDomainSuffix(settings: PseudonymSettings, keys: Keys): (domain: string) => string {
  return (written) => {
    const domain = settings.algorithm === 'hmac-sha256' ? written.toLowerCase() : written;
    switch (settings.emailDomainHandling) {
      case 'PRESERVE':
        return `@${domain}`;
      case 'REDACT':
        return '';
      case 'TOKENIZE':
        return `@h~${keys.hash(domain)}`;
      case 'ENCRYPT':
        return `@e~${sealed(keys, keys.hash(domain), domain)}`;
      default:
        return settings.emailDomainHandling satisfies never;
    }
  };
}

function encode(identity: Identity, options: PseudonymOptions, keys: Keys): string {
  const { hash, original, suffix } = identity;
  const reversible = (): string => `p~${sealed(keys, hash, original)}${suffix}`;
  switch (options.encoding) {
    case 'URL_SAFE_HASH_ONLY':
      return hash;
    case 'URL_SAFE_TOKEN':
      return options.includeReversible ? reversible() : `t~${hash}${suffix}`;
    case 'JSON':
      return JSON.stringify({
        ...(suffix === '' ? {} : { domain: suffix.slice(1) }),
        hash,
        ...(options.includeOriginal ? { original } : {}),
        ...(options.includeReversible ? { reversible: reversible() } : {}),
      });
    default:
      return options.encoding satisfies never;
  }
}

function reversibleToken(keys: Keys, text: string): string {
  return `p~${sealed(keys, keys.hash(text), text)}`;
}

function sealed(keys: Keys, hash: string, original: string): string {
  if (keys.cipher === undefined) {
    throw new ScrimError('CONFIGURATION_FAILURE', 'a reversible token needs an encryption key');
  }
  return keys.cipher.seal(Buffer.from(hash, 'base64url'), original).toString('base64url');
}

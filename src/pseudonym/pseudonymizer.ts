import type { Secret } from '../secret.ts';

export type PseudonymAlgorithm = 'hmac-sha256' | 'psoxy-sha256';
export type EmailCanonicalization = 'STRICT' | 'IGNORE_DOTS';
export type EmailDomainHandling = 'PRESERVE' | 'REDACT' | 'TOKENIZE' | 'ENCRYPT';
export type PseudonymEncoding = 'JSON' | 'URL_SAFE_TOKEN' | 'URL_SAFE_HASH_ONLY';

/** Salt and key of one use; the key is absent where nothing reversible is configured. */
export interface PseudonymSecrets {
  readonly salt: Secret;
  readonly encryptionKey: Secret | undefined;
}

export interface PseudonymSettings {
  readonly algorithm: PseudonymAlgorithm;
  readonly emailCanonicalization: EmailCanonicalization;
  readonly emailDomainHandling: EmailDomainHandling;
  readonly identifiers: PseudonymSecrets;
  readonly ips: PseudonymSecrets;
  readonly emailDomains: PseudonymSecrets;
}

export interface PseudonymOptions {
  readonly encoding: PseudonymEncoding;
  readonly includeReversible: boolean;
  readonly includeOriginal: boolean;
}

/** Turns identifiers into tokens and back. Deterministic; keeps derived keys and a bounded memo. */
export interface Pseudonymizer {
  /** The text of `encoding` for a non-blank identifier: `t~…`, `p~…`, 43 hash characters or a JSON object in a string. */
  pseudonymize(identifier: string, options: PseudonymOptions): string;
  /** The same with the options bound and a memo, for those who replace many; texts must own their characters (`ownText`), for they are kept. */
  encoderFor(options: PseudonymOptions): (identifier: string) => string;
  /** `t~` tokens (or JSON identity objects) of each address of a mail header; undefined if it is not an address list. Also the clear addresses, for the leak guard. */
  pseudonymizeEmailHeader(
    header: string,
    encoding: 'URL_SAFE_TOKEN' | 'JSON',
  ): { readonly text: string; readonly addresses: readonly string[] } | undefined;
  /** `p~` token of the text itself: no canonical form, no domain suffix. */
  tokenize(text: string): string;
  /** `t~` token of the canonical IP text; undefined if the text is no IP. */
  hashIp(text: string): string | undefined;
  /** `p~` token of the canonical IP text; undefined if the text is no IP. */
  encryptIp(text: string): string | undefined;
  /** Canonical form of an e-mail, undefined if the whole text is not one mailbox. */
  canonicalEmail(text: string): string | undefined;
  /** Derives the key of identifiers on another thread, where tokens are soon to be minted. */
  prepare(): void;
  /** True if reversible tokens can be minted for this use. */
  canReverse(use: 'identifiers' | 'ips'): boolean;
  /**
   * Replaces every reversible token in a unit of a request (pseudonyms spec 9.2, 9.3).
   * `rejected` is one uniform outcome whatever failed.
   */
  reverseTokens(unit: string, place: 'path-segment' | 'other'): ReversedUnit;
}

export type ReversedUnit =
  | { readonly kind: 'reversed'; readonly text: string; readonly count: number }
  | { readonly kind: 'rejected' };

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createPseudonymizer } from '../../../src/pseudonym/create-pseudonymizer.ts';
import { canonicalIp } from '../../../src/pseudonym/ip.ts';
import { deriveHmacKey, saltSha256Hash } from '../../../src/pseudonym/keyed-hash.ts';
import { numberText } from '../../../src/pseudonym/number-text.ts';
import type {
  EmailCanonicalization,
  EmailDomainHandling,
  PseudonymAlgorithm,
  PseudonymEncoding,
  Pseudonymizer,
} from '../../../src/pseudonym/pseudonymizer.ts';
import { deriveAesKey } from '../../../src/pseudonym/reversible.ts';
import { Secret } from '../../../src/secret.ts';

interface Vector {
  readonly name: string;
  readonly input: string | null;
  readonly options: {
    readonly op: string;
    readonly algorithm?: PseudonymAlgorithm;
    readonly encoding?: PseudonymEncoding;
    readonly includeReversible?: boolean;
    readonly includeOriginal?: boolean;
    readonly inputType?: 'number';
    readonly emailCanonicalization?: EmailCanonicalization;
    readonly emailDomainHandling?: EmailDomainHandling;
    readonly domainSalt?: string;
    readonly domainPassword?: string;
    readonly ipSalt?: string;
    readonly regex?: string;
    readonly key?: 'aes' | 'hmac';
  };
  readonly salt: string;
  readonly password: string | null;
  readonly expected: unknown;
}

const fixture = new URL('../../fixtures/pseudonym-vectors.json', import.meta.url);
const vectors = JSON.parse(readFileSync(fixture, 'utf8')) as readonly Vector[];
/** What `pseudonymize` leaves to the transform (null, blank text) and `tokenize` with a regex are tested there. */
const ofTransforms = (vector: Vector): boolean =>
  vector.options.regex !== undefined || vector.input === null || vector.input.trim() === '';
const ofKeys = (vector: Vector): boolean => ['deriveKey', 'saltHash'].includes(vector.options.op);

function pseudonymizerOf({ options, salt, password }: Vector): Pseudonymizer {
  const secrets = (ownSalt = salt, ownKey = password) => ({
    salt: new Secret(ownSalt),
    encryptionKey: ownKey === null ? undefined : new Secret(ownKey),
  });
  return createPseudonymizer({
    algorithm: options.algorithm ?? 'hmac-sha256',
    emailCanonicalization: options.emailCanonicalization ?? 'STRICT',
    emailDomainHandling: options.emailDomainHandling ?? 'PRESERVE',
    identifiers: secrets(),
    ips: secrets(options.ipSalt),
    emailDomains: secrets(options.domainSalt, options.domainPassword),
  });
}

function outcomeOf(vector: Vector): unknown {
  const pseudonymizer = pseudonymizerOf(vector);
  const { options } = vector;
  const input = vector.input ?? '';
  const encoding = options.encoding ?? 'URL_SAFE_TOKEN';
  switch (options.op) {
    case 'pseudonymize':
      return pseudonymizer.pseudonymize(
        options.inputType === 'number' ? numberText(input) : input,
        {
          encoding,
          includeReversible: options.includeReversible ?? false,
          includeOriginal: options.includeOriginal ?? false,
        },
      );
    case 'pseudonymizeEmailHeader':
      return (
        pseudonymizer.pseudonymizeEmailHeader(
          input,
          encoding === 'JSON' ? 'JSON' : 'URL_SAFE_TOKEN',
        )?.text ?? null
      );
    case 'tokenize':
      return pseudonymizer.tokenize(input);
    case 'hashIp':
      return pseudonymizer.hashIp(input) ?? null;
    case 'encryptIp':
      return pseudonymizer.encryptIp(input) ?? null;
    case 'reverse':
    case 'recognise': {
      const decoded = options.op === 'recognise' ? decodeURIComponent(input) : input;
      const unit = pseudonymizer.reverseTokens(decoded, 'other');
      const isToken = unit.kind === 'reversed' && (unit.count > 0 || options.op === 'recognise');
      return isToken ? unit.text : { rejected: 'TOKENIZED_REQUEST_PARAMETER_INVALID' };
    }
    default:
      throw new Error(`unknown operation ${options.op}`);
  }
}

describe('every vector of the pseudonym specification holds', () => {
  const own = vectors.filter((vector) => !ofTransforms(vector) && !ofKeys(vector));
  test.each(own.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
    expect(outcomeOf(vector)).toEqual(vector.expected);
  });
});

describe('every reversible vector turns back into its plaintext', () => {
  const reversible = vectors.filter(
    (vector) =>
      typeof vector.expected === 'string' &&
      /^p~[\w-]{60,}/.test(vector.expected) &&
      !ofTransforms(vector) &&
      vector.options.ipSalt === undefined,
  );
  test.each(reversible.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
    const { op, inputType } = vector.options;
    const input = vector.input ?? '';
    const plain =
      op === 'encryptIp' ? canonicalIp(input) : inputType === 'number' ? numberText(input) : input;
    const unit = pseudonymizerOf(vector).reverseTokens(String(vector.expected), 'other');
    expect(unit).toEqual({ kind: 'reversed', text: plain, count: 1 });
  });
});

describe('keys are derived as specified', () => {
  test.each(vectors.filter(ofKeys).map((vector) => [vector.name, vector] as const))(
    '%s',
    (_name, { options, salt, password, expected }) => {
      const derived =
        options.op === 'saltHash'
          ? saltSha256Hash(new Secret(salt))
          : options.key === 'hmac'
            ? deriveHmacKey(new Secret(salt)).toString('hex')
            : deriveAesKey(password ?? '', salt).toString('hex');
      expect(derived).toBe(expected);
    },
  );
});

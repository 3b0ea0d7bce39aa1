import { Buffer } from 'node:buffer';
import { timingSafeEqual } from 'node:crypto';
import { canonicalEmail, parseMailbox } from './email.ts';
import { canonicalIp } from './ip.ts';
import type { KeyedHash } from './keyed-hash.ts';
import type { ReversedUnit } from './pseudonymizer.ts';
import { tokenBytes, type ReversibleCipher } from './reversible.ts';

const TOKEN = /p~([A-Za-z0-9_-]{43,})(?:@(?:[eh]~[A-Za-z0-9_-]*|[A-Za-z0-9.-]+))?/g;
/** Verified in the place of a plaintext that could not be read, so that timing tells nothing. */
const DUMMY = 'dummy@example.com';
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** Replaces the reversible tokens of a unit by what they stand for; one uniform rejection whatever failed. */
export function createTokenReverser(hash: KeyedHash, cipher: ReversibleCipher | undefined) {
  return (unit: string, place: 'path-segment' | 'other'): ReversedUnit => {
    let count = 0;
    const rejected: string[] = [];
    const text = unit.replaceAll(TOKEN, (_span, body: string) => {
      count += 1;
      const plain = reverseToken(body, hash, cipher);
      if (plain === undefined || !fits(plain, place)) rejected.push(body);
      return plain ?? '';
    });
    // Privacy: a rejected unit gives no text at all, also not of the tokens that were good.
    if (rejected.length > 0) return { kind: 'rejected' };
    return { kind: 'reversed', text, count };
  };
}

function reverseToken(
  body: string,
  hash: KeyedHash,
  cipher: ReversibleCipher | undefined,
): string | undefined {
  const bytes = tokenBytes(body);
  if (bytes === undefined || cipher === undefined) return undefined;
  const plain = cipher.open(bytes);
  const expected = bytes.subarray(0, 32);
  // Every form is compared, without stopping at a hit.
  const hits = formsOf(plain ?? DUMMY).filter((form) =>
    timingSafeEqual(Buffer.from(hash(form), 'base64url'), expected),
  );
  return plain !== undefined && hits.length > 0 ? plain : undefined;
}

/** The canonical forms that a hash may be of: text, both e-mail forms, IP. */
function formsOf(plain: string): readonly string[] {
  const mailbox = parseMailbox(plain);
  return [
    plain,
    mailbox === undefined ? plain : canonicalEmail(mailbox, 'STRICT'),
    mailbox === undefined ? plain : canonicalEmail(mailbox, 'IGNORE_DOTS'),
    canonicalIp(plain) ?? plain,
  ];
}

function fits(plain: string, place: 'path-segment' | 'other'): boolean {
  if (CONTROL.test(plain)) return false;
  return place === 'other' || !(['', '.', '..'].includes(plain) || plain.includes('\\'));
}

import { MailboxScanner, type Mailbox } from './mailbox-scanner.ts';
import type { EmailCanonicalization } from './pseudonymizer.ts';

/** Nothing but an address of plain labels; longer ones are left to the scanner, which is linear in any text. */
const PLAIN_ADDRESS =
  /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(?:\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*@(?:[A-Za-z0-9]{1,63}\.)+[A-Za-z]{2,26}$/;
const MAX_PLAIN_LENGTH = 200;

/** The mailbox if the whole text is exactly one. */
export function parseMailbox(text: string): Mailbox | undefined {
  // Most identifiers are no addresses, and most addresses are plain: five times faster than the scanner.
  const at = text.indexOf('@');
  if (at === -1) return undefined;
  if (text.length <= MAX_PLAIN_LENGTH && PLAIN_ADDRESS.test(text)) {
    return { local: text.slice(0, at), domain: text.slice(at + 1) };
  }
  const scanner = new MailboxScanner(text);
  const mailbox = scanner.mailbox();
  return scanner.isAtEnd ? mailbox : undefined;
}

/** The addresses of a mail header, groups flattened; undefined if the text is no address list. */
export function parseAddressList(text: string): readonly Mailbox[] | undefined {
  const scanner = new MailboxScanner(text);
  const addresses = readList(scanner, () => readMember(scanner));
  return addresses !== undefined && scanner.isAtEnd ? addresses : undefined;
}

function readMember(scanner: MailboxScanner): readonly Mailbox[] | undefined {
  if (!scanner.groupName()) return readMailbox(scanner);
  if (!scanner.skipSpace()) return undefined;
  if (scanner.take(';')) return scanner.skipSpace() ? [] : undefined;
  const members = readList(scanner, () => readMailbox(scanner));
  return members !== undefined && scanner.take(';') && scanner.skipSpace() ? members : undefined;
}

function readMailbox(scanner: MailboxScanner): readonly Mailbox[] | undefined {
  const mailbox = scanner.mailbox();
  return mailbox === undefined ? undefined : [mailbox];
}

function readList(
  scanner: MailboxScanner,
  readOne: () => readonly Mailbox[] | undefined,
): readonly Mailbox[] | undefined {
  const found: Mailbox[] = [];
  do {
    const members = readOne();
    if (members === undefined) return undefined;
    found.push(...members);
  } while (scanner.take(','));
  return found;
}

/** `local@domain` in lower case, without the tag after `+`, and without dots if they are ignored. */
export function canonicalEmail(mailbox: Mailbox, mode: EmailCanonicalization): string {
  const tag = mailbox.local.indexOf('+');
  const untagged = (tag === -1 ? mailbox.local : mailbox.local.slice(0, tag)).toLowerCase();
  const local = mode === 'IGNORE_DOTS' ? untagged.replaceAll('.', '') : untagged;
  return `${local}@${mailbox.domain.toLowerCase()}`;
}

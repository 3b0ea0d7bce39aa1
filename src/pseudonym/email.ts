import { MailboxScanner, type Mailbox } from './mailbox-scanner.ts';
import type { EmailCanonicalization } from './pseudonymizer.ts';

/** The mailbox if the whole text is exactly one. */
export function parseMailbox(text: string): Mailbox | undefined {
  // Most identifiers are no addresses; without "@" the scanner need not look.
  if (!text.includes('@')) return undefined;
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
  const untagged = mailbox.local.toLowerCase().split('+', 1)[0] ?? '';
  const local = mode === 'IGNORE_DOTS' ? untagged.replaceAll('.', '') : untagged;
  return `${local}@${mailbox.domain.toLowerCase()}`;
}

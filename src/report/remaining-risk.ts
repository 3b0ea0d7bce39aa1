/** What a reader of sanitized answers can still learn. */
export interface RemainingRisk {
  readonly risk: string;
  readonly why: string;
  readonly advice: string;
}

/** Those of every source. */
export const GENERAL_RISKS: readonly RemainingRisk[] = [
  {
    risk: 'A pseudonym still stands for one person: all that one person did can be put together.',
    why: 'Joining rows of the same person is the purpose; pseudonymous data stays personal data.',
    advice: 'Treat what leaves as personal data: contract, retention, access.',
  },
  {
    risk: 'Whoever holds the salt can test a guess: the code of a known address is easily computed.',
    why: 'Equal values must get equal codes. The salt never leaves your AWS account.',
    advice: 'Give read access to the salt and key to nobody but the function.',
  },
  {
    risk: 'The domain of an e-mail address stays readable behind its code.',
    why: 'It tells own staff from guests.',
    advice: 'Set EMAIL_DOMAIN_HANDLING to REDACT, TOKENIZE or ENCRYPT.',
  },
];

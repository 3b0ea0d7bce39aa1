import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Terminal } from './command.ts';

/** Asks for one value after the other. */
export interface Prompter {
  /** The next line; undefined where there is none. `hidden`: what is typed is not shown. */
  ask(label: string, visibility: 'shown' | 'hidden'): Promise<string | undefined>;
  close(): void;
}

/** On a terminal questions stand on stderr and secrets are not echoed; from a pipe each value is one line. */
export function createPrompter({ stdin, stderr }: Terminal): Prompter {
  const isTerminal = 'isTTY' in stdin && stdin.isTTY === true;
  let isHidden = false;
  const echo = new Writable({
    write(chunk: unknown, _encoding, done) {
      // Privacy: readline echoes every key it reads; of a secret nobody may see one.
      if (isTerminal && !isHidden) stderr.write(String(chunk));
      done();
    },
  });
  // Privacy: without a history no key brings a secret back to the screen.
  const reader = createInterface({
    input: stdin,
    output: echo,
    terminal: isTerminal,
    historySize: 0,
  });
  // Ctrl-C ends the questions, and with them the command.
  reader.on('SIGINT', () => {
    reader.close();
  });
  const lines = reader[Symbol.asyncIterator]();
  return {
    async ask(label, visibility) {
      if (isTerminal) stderr.write(`${label}: `);
      isHidden = visibility === 'hidden';
      const line = await lines.next();
      if (isTerminal && isHidden) stderr.write('\n');
      isHidden = false;
      return line.done === true ? undefined : line.value;
    },
    close() {
      reader.close();
    },
  };
}

import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Terminal } from './command.ts';

/** Asks for one value after the other. */
export interface Prompter {
  /** The next line; undefined where there is none. */
  ask(label: string): Promise<string | undefined>;
  close(): void;
}

/** On a terminal questions stand on stderr and no answer is echoed; from a pipe each value is one line. */
export function createPrompter({ stdin, stderr }: Terminal): Prompter {
  const isTerminal = 'isTTY' in stdin && stdin.isTTY === true;
  // Privacy: readline echoes every key it reads; of a secret nobody may see one.
  const nowhere = new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });
  // Privacy: without a history no key brings a secret back to the screen.
  const reader = createInterface({
    input: stdin,
    output: nowhere,
    terminal: isTerminal,
    historySize: 0,
  });
  // Ctrl-C ends the questions, and with them the command.
  reader.on('SIGINT', () => {
    reader.close();
  });
  const lines = reader[Symbol.asyncIterator]();
  return {
    async ask(label) {
      if (isTerminal) stderr.write(`${label} (not shown): `);
      const line = await lines.next();
      if (isTerminal) stderr.write('\n');
      return line.done === true ? undefined : line.value;
    },
    close() {
      reader.close();
    },
  };
}

/** @typedef {import('../answers.ts').Answers} Answers */

/**
 * Asks the local server. Throws an Error whose message is for people.
 * @template {keyof Answers} Q
 * @param {Q} question
 * @param {object} body
 * @returns {Promise<Answers[Q]>}
 */
export async function ask(question, body) {
  const response = await send(question, JSON.stringify(body));
  if (response.status === 413) throw new Error('That is more than this page takes: 40 MB.');
  if (!response.ok) throw new Error('The local server could not read that.');
  // eslint-disable-next-line @typescript-eslint/no-unsafe-return -- src/preview/questions.ts makes it of this type
  return response.json();
}

/**
 * @param {string} question
 * @param {string} body
 */
async function send(question, body) {
  try {
    return await fetch(question, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
  } catch {
    throw new Error('The local server does not answer. Start it again, and reload this page.');
  }
}

/** Of several answers that are under way only the last one counts. */
export function createLatest() {
  let last = 0;
  /**
   * @template T
   * @param {Promise<T>} answer
   * @param {(answer: T) => void} use
   * @param {(message: string) => void} fail
   */
  return async (answer, use, fail) => {
    last += 1;
    const mine = last;
    try {
      const value = await answer;
      if (mine === last) use(value);
    } catch (error) {
      if (mine === last) fail(error instanceof Error ? error.message : 'Something went wrong.');
    }
  };
}

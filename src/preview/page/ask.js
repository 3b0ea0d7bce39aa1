/** @typedef {import('../answers.ts').Answers} Answers */

/**
 * Asks the local server. Throws an Error whose message is for people.
 * @template {keyof Answers} Q
 * @param {Q} question
 * @param {object} body
 * @returns {Promise<Answers[Q]>}
 */
export async function ask(question, body) {
  const response = await send(question, toParts(body));
  if (response.status === 413) throw new Error('That is more than this page takes: 40 MB.');
  if (!response.ok) throw new Error('The local server could not read that.');
  // Of megabytes these bytes are there in half the time of `json()`.
  const text = new TextDecoder().decode(await response.arrayBuffer());
  const [json = '', before, after] = text.split('\0');
  /** @type {Answers[Q]} */
  // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- src/preview/questions.ts makes it of this type
  const answer = JSON.parse(json);
  // The long texts of rows come behind: src/preview/packed-rows.ts.
  if (before !== undefined && 'rows' in answer) Object.assign(answer.rows, { before, after });
  return answer;
}

/**
 * As JSON, behind it a NUL and the pasted text as it is: src/preview/preview.ts.
 * @param {object} question
 */
function toParts(question) {
  if (!('body' in question)) return [JSON.stringify(question)];
  const { body, ...rest } = question;
  return [JSON.stringify(rest), '\0', String(body)];
}

/**
 * @param {string} question
 * @param {string[]} parts
 */
async function send(question, parts) {
  try {
    return await fetch(question, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // A blob travels faster than a text.
      body: new Blob(parts),
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

/**
 * What a cold start costs, as ratios to an empty handler in the same run: from the start of the
 * process to the moment the function asks for its first event, and to its first answer. The zip as
 * it is deployed, the runtime client of AWS, a simulated Zoom over TLS, a Parameter Store on
 * loopback. `npx node bench/cold-start.ts`; ROUNDS=40 for a quieter median.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildFunction } from '../scripts/build/build-function.ts';
import { functions } from '../scripts/build/functions.ts';
import { startSurroundings } from '../tests/support/deployed-proxy.ts';
import { functionUrlEvent } from '../tests/support/events.ts';
import { startFunction } from '../tests/support/lambda-function.ts';

/** Ready and first answer, at most; a floor of what this way of bundling can reach is 3.4. */
const BAR = 4.5;
const rounds = Number(process.env['ROUNDS'] ?? 15);
const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'scrim-cold-start-'));

function lay(name: string, files: Iterable<readonly [string, string | Uint8Array]>): string {
  for (const [path, content] of files) {
    const file = join(scratch, name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return join(scratch, name);
}

const around = await startSurroundings();
const ways = {
  empty: {
    folder: lay('empty', [
      ['index.mjs', 'export const handler = async () => ({ statusCode: 200, body: "{}" });'],
    ]),
    environment: {},
  },
  api: {
    folder: lay('api', (await buildFunction(root, functions.api)).files),
    environment: around.environment,
  },
} as const;

interface Sample {
  readonly readyMs: number;
  readonly answerMs: number;
}

async function coldStart({ folder, environment }: (typeof ways)['api' | 'empty']): Promise<Sample> {
  const start = performance.now();
  const running = await startFunction(folder, environment);
  const answer = running.invoke(functionUrlEvent('GET', '/v2/users'));
  await running.ready;
  const readyMs = performance.now() - start;
  const { kind, value } = await answer;
  const answerMs = performance.now() - start;
  await running.stop();
  const status = (value as { readonly statusCode?: number }).statusCode;
  if (kind !== 'answer' || status !== 200) throw new Error(`no answer: ${JSON.stringify(value)}`);
  return { readyMs, answerMs };
}

const samples: Record<keyof typeof ways, Sample[]> = { empty: [], api: [] };
// Turn by turn, so that a slow moment hits both; the first round fills the caches of the disk.
for (let round = -1; round < rounds; round += 1) {
  for (const name of ['empty', 'api'] as const) {
    const sample = await coldStart(ways[name]);
    if (round >= 0) samples[name].push(sample);
  }
}
await around.close();
rmSync(scratch, { recursive: true });

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
const of = (name: keyof typeof ways, what: keyof Sample): number =>
  median(samples[name].map((sample) => sample[what]));
const ratio = (what: keyof Sample): string => (of('api', what) / of('empty', what)).toFixed(2);

console.log(`cold start, median of ${String(rounds)}, over an empty handler in the same run`);
console.log(
  `  empty handler        ready ${of('empty', 'readyMs').toFixed(0)} ms, answer ${of('empty', 'answerMs').toFixed(0)} ms`,
);
console.log(`  ${ratio('readyMs').padStart(6)}  ready`);
console.log(`  ${ratio('answerMs').padStart(6)}  ready and first answer (bar ${String(BAR)})`);

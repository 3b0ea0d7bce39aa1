/**
 * Files through the file story with the shipped AI metrics rules, shuffle and leak guard on, beside a
 * plain copy and other CSV libraries that make the same pseudonyms, all on the same file in one run.
 * `npx node bench/bulk.ts [MB] [MB of the large file]`; 200 and 2000 unless told otherwise.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../scripts/build/bundle.ts';
import { packFile, writeMetrics } from './bulk/files.ts';

const [megabytes = 200, largeMegabytes = 2000] = process.argv.slice(2).map(Number);
const ROUNDS = Number(process.env['ROUNDS'] ?? 3);
const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** In memory where there is such a place, so that no disk is measured. */
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'scrim-bulk-'));
const OUTPUT = join(folder, 'out.csv');

interface Measured {
  readonly seconds: number;
  readonly peakBytes: number;
}

async function measure(way: string, from: string, to = OUTPUT): Promise<Measured> {
  const child = fork(join(folder, 'index.mjs'), [way, from, to], { cwd: ROOT });
  const [message] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error(`${way} failed`);
    }),
  ])) as [Measured];
  if (child.connected) await once(child, 'exit');
  return message;
}

/**
 * Of each way the fastest of some runs, and the largest memory of all. The ways take turns, for a
 * shared machine is slower at one time than at another.
 */
async function bestOf(
  ways: readonly string[],
  from: string,
): Promise<ReadonlyMap<string, Measured>> {
  const runs = new Map<string, Measured>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const way of ways) {
      const { seconds, peakBytes } = await measure(way, from);
      const before = runs.get(way) ?? { seconds, peakBytes };
      runs.set(way, {
        seconds: Math.min(before.seconds, seconds),
        peakBytes: Math.max(before.peakBytes, peakBytes),
      });
    }
  }
  return runs;
}

function show(name: string, { seconds, peakBytes }: Measured, of: { bytes: number; rows: number }) {
  const speed = (of.bytes / 1e6 / seconds).toFixed(1).padStart(7);
  const rows = Math.round(of.rows / seconds / 1000)
    .toLocaleString('en')
    .padStart(6);
  const memory = (peakBytes / 2 ** 20).toFixed(0).padStart(5);
  console.log(`  ${name.padEnd(36)} ${speed} MB/s ${rows}k rows/s ${memory} MB peak`);
}

const OTHERS = [
  ['csv-parse + csv-stringify, objects', 'at least 8'],
  ['csv-parse + csv-stringify, arrays', 'at least 5'],
  ['papaparse', 'no bar'],
  ['uDSV', 'at least 2'],
] as const;

try {
  // Bundled as for deployment: reading TypeScript takes time and memory that no function needs.
  const { files } = await bundle(ROOT, 'bench/bulk/way.ts');
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  const file = join(folder, 'metrics.csv');
  const of = { rows: await writeMetrics(file, megabytes), bytes: statSync(file).size };
  console.log(`${(of.bytes / 1e6).toFixed(0)} MB, ${of.rows.toLocaleString('en')} rows:`);
  const runs = await bestOf(['copy', 'scrim', ...OTHERS.map(([way]) => way)], file);
  const scrimSeconds = runs.get('scrim')?.seconds ?? NaN;
  for (const [way, run] of runs) {
    show(way, run, of);
    const bar = new Map<string, string>(OTHERS).get(way);
    if (bar === undefined) continue;
    console.log(
      `    scrim is ${(run.seconds / scrimSeconds).toFixed(1)} times as fast (bar: ${bar})`,
    );
  }
  const packed = `${file}.gz`;
  await packFile(file, packed);
  show('scrim, gzip in', await measure('scrim', packed, OUTPUT), of);
  show('scrim, gzip out', await measure('scrim', file, `${OUTPUT}.gz`), of);
  show('scrim, gzip in and out', await measure('scrim', packed, `${OUTPUT}.gz`), of);
  rmSync(packed);
  if (largeMegabytes > 0) {
    const rows = await writeMetrics(file, largeMegabytes);
    const large = { rows, bytes: statSync(file).size };
    console.log(
      `${(large.bytes / 1e6).toFixed(0)} MB, ${rows.toLocaleString('en')} rows (bar: 200 MB of memory):`,
    );
    show('scrim', await measure('scrim', file), large);
  }
} finally {
  rmSync(folder, { recursive: true });
}

/**
 * The proxy under load: 200 callers at once, then 10 requests a second, against a simulated Zoom
 * 20 ms away; beside a pass-through and a proxy that only parses and writes, in the same run.
 * `node bench/load.ts [seconds]`; a minute for each unless told otherwise.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';

const SECONDS = Number(process.argv[2] ?? 60);
const CALLERS = 200;
const PATH = '/v2/report/meetings/85746065432/participants?page_size=300';
/** Texts of the bodies that the rules take away. */
const CANARY = /jane|natsume|example\.com"?,"name|Integrated Webcam|192\.0\.2\./i;

interface Server {
  readonly name: string;
  readonly url: string;
  readonly child: ChildProcess;
}

async function startServer(name: string, zoomUrl = ''): Promise<Server> {
  const file = fileURLToPath(new URL('load/server.ts', import.meta.url));
  const child = fork(file, [name, zoomUrl], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const [message] = (await once(child, 'message')) as [{ url: string }];
  return { name, url: message.url, child };
}

async function memoryOf({ child }: Server): Promise<number> {
  child.send('memory');
  const [message] = (await once(child, 'message')) as [{ rss: number }];
  return message.rss / 2 ** 20;
}

interface Result {
  readonly requests: number;
  readonly errors: number;
  readonly leaks: number;
  /** Milliseconds, sorted. */
  readonly times: readonly number[];
  /** MiB at each second. */
  readonly memory: readonly number[];
}

type Pace = { readonly kind: 'full' } | { readonly kind: 'steady'; readonly perSecond: number };

async function load(server: Server, pace: Pace, seconds: number): Promise<Result> {
  const pool = new Pool(server.url, { connections: CALLERS });
  const result = {
    requests: 0,
    errors: 0,
    leaks: 0,
    times: [] as number[],
    memory: [] as number[],
  };
  const end = performance.now() + seconds * 1000;
  const isScrim = server.name === 'scrim';
  const call = async (): Promise<void> => {
    const started = performance.now();
    const { statusCode, body } = await pool.request({ path: PATH, method: 'GET' });
    const text = await body.text();
    result.times.push(performance.now() - started);
    result.requests += 1;
    if (statusCode !== 200) result.errors += 1;
    if (isScrim && CANARY.test(text)) result.leaks += 1;
  };
  const caller = async (): Promise<void> => {
    while (performance.now() < end) await call().catch(() => (result.errors += 1));
  };
  const steady = async (perSecond: number): Promise<void> => {
    const calls: Promise<unknown>[] = [];
    while (performance.now() < end) {
      calls.push(call().catch(() => (result.errors += 1)));
      await wait(1000 / perSecond);
    }
    await Promise.all(calls);
  };
  const watch = async (): Promise<void> => {
    while (performance.now() < end) {
      result.memory.push(await memoryOf(server));
      await wait(1000);
    }
  };
  const callers =
    pace.kind === 'full' ? Array.from({ length: CALLERS }, caller) : [steady(pace.perSecond)];
  await Promise.all([...callers, watch()]);
  await pool.close();
  return { ...result, times: result.times.toSorted((one, two) => one - two) };
}

const percentile = ({ times }: Result, share: number): number =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;

function show(name: string, result: Result, seconds: number): void {
  const perSecond = (result.requests / seconds).toFixed(0);
  const p50 = percentile(result, 0.5).toFixed(1);
  const p99 = percentile(result, 0.99).toFixed(1);
  console.log(
    `  ${name.padEnd(16)} ${perSecond.padStart(5)} requests/s  p50 ${p50} ms  p99 ${p99} ms  ${String(result.errors)} errors`,
  );
}

/** Growth from the tenth second on: the mean of the last five readings over the mean of five then. */
function growth({ memory }: Result): number {
  const from = Math.min(10, Math.floor(memory.length / 2));
  const mean = (some: readonly number[]): number =>
    some.reduce((sum, value) => sum + value, 0) / some.length;
  return mean(memory.slice(-5)) - mean(memory.slice(from, from + 5));
}

const zoom = await startServer('zoom');
const servers = [
  await startServer('scrim', zoom.url),
  await startServer('parse and write', zoom.url),
  await startServer('pass-through', zoom.url),
];
for (const server of servers) await load(server, { kind: 'full' }, Math.min(5, SECONDS));

console.log(
  `${String(CALLERS)} callers at once, ${String(SECONDS)} s each, pages of 300 participants (140 KB):`,
);
const full = new Map<string, Result>();
for (const server of servers) {
  const result = await load(server, { kind: 'full' }, SECONDS);
  full.set(server.name, result);
  show(server.name, result, SECONDS);
}
const scrim = full.get('scrim');
const parsing = full.get('parse and write');
if (scrim !== undefined && parsing !== undefined) {
  console.log(
    `  scrim serves ${(scrim.requests / parsing.requests).toFixed(2)} times the requests of parse and write (bar: at least 0.6)`,
  );
  console.log(
    `  ${String(scrim.errors)} errors, ${String(scrim.leaks)} answers with a canary (bar: none); memory grew by ${growth(scrim).toFixed(1)} MiB from the tenth second on (bar: 20)`,
  );
}

console.log('10 requests a second:');
const steady = new Map<string, Result>();
for (const server of servers) {
  const result = await load(server, { kind: 'steady', perSecond: 10 }, SECONDS);
  steady.set(server.name, result);
  show(server.name, result, SECONDS);
}
const slow = steady.get('scrim');
const plain = steady.get('pass-through');
if (slow !== undefined && plain !== undefined) {
  const added = (share: number): string =>
    (percentile(slow, share) - percentile(plain, share)).toFixed(1);
  console.log(
    `  scrim adds ${added(0.5)} ms at p50 and ${added(0.99)} ms at p99 to the pass-through (bars: 3 and 10)`,
  );
}
for (const { child } of [...servers, zoom]) child.kill();

/**
 * The proxy under load: 200 callers at once, then 10 requests a second, against a simulated Zoom
 * 20 ms away; beside a pass-through and a proxy that only parses and writes, in the same run.
 * `npx node bench/load.ts [seconds]`; a minute for each unless told otherwise.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'undici';

const SECONDS = Number(process.argv[2] ?? 60);
const CALLERS = 200;
const PATH = '/v2/report/meetings/85746065432/participants?page_size=300';
/** Texts of the bodies that the rules take away; looked for one by one, which takes the callers no time of the server. */
const CANARIES = ['Jane ', 'jane.', 'Natsume', 'natsume', 'Integrated Webcam', '192.0.2.'];

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

/**
 * Connections in use, opened a few at a time: a server of Node accepts one in each turn of its loop,
 * and under full load a turn takes as long as all callers wait, so that the last of 200 that come at
 * once would wait for many.
 */
async function connect(url: string, count: number): Promise<readonly Client[]> {
  const clients: Client[] = [];
  while (clients.length < count) {
    const some = Array.from({ length: Math.min(10, count) }, () => new Client(url));
    await Promise.all(some.map(async (client) => (await ask(client)).text()));
    clients.push(...some);
  }
  return clients;
}

async function ask(client: Client) {
  const { statusCode, body } = await client.request({ path: PATH, method: 'GET' });
  return { statusCode, text: () => body.text() };
}

async function load(server: Server, pace: Pace, seconds: number): Promise<Result> {
  const clients = await connect(server.url, pace.kind === 'full' ? CALLERS : pace.perSecond);
  const result = {
    requests: 0,
    errors: 0,
    leaks: 0,
    times: [] as number[],
    memory: [] as number[],
  };
  const end = performance.now() + seconds * 1000;
  const isScrim = server.name === 'scrim';
  const call = async (client: Client): Promise<void> => {
    const started = performance.now();
    const answer = await ask(client);
    const text = await answer.text();
    result.times.push(performance.now() - started);
    result.requests += 1;
    if (answer.statusCode !== 200) result.errors += 1;
    if (isScrim && CANARIES.some((canary) => text.includes(canary))) result.leaks += 1;
  };
  const caller = async (client: Client): Promise<void> => {
    while (performance.now() < end) await call(client).catch(() => (result.errors += 1));
  };
  const steady = async (perSecond: number): Promise<void> => {
    const calls: Promise<unknown>[] = [];
    for (let turn = 0; performance.now() < end; turn += 1) {
      const client = clients[turn % clients.length];
      if (client !== undefined) calls.push(call(client).catch(() => (result.errors += 1)));
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
  const callers = pace.kind === 'full' ? clients.map(caller) : [steady(pace.perSecond)];
  await Promise.all([...callers, watch()]);
  await Promise.all(clients.map((client) => client.close()));
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

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

/** A server that speaks S3, and the keys that it takes. */
export interface S3Endpoint {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface RunningS3 extends S3Endpoint {
  close(): Promise<void>;
}

const PROGRAMS = [
  'radosgw',
  'radosgw-admin',
  'ceph-mon',
  'ceph-osd',
  'ceph',
  'ceph-authtool',
  'monmaptool',
];
export const INSTALL_RADOSGW =
  'apt-get install -y --no-install-recommends radosgw ceph-mon ceph-osd';

/** Whether the programs of Ceph that `startRadosgw` runs are installed. */
export function hasRadosgw(): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return PROGRAMS.every((program) => folders.some((folder) => isProgram(join(folder, program))));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const run = promisify(execFile);
const KEYS = { accessKeyId: 'AKIARADOS', secretAccessKey: 'secret-of-radosgw' };
const START_MS = 60_000;

/**
 * The S3 of Ceph on loopback: one monitor, one store in memory, one gateway, all gone at the end.
 * Source: Ceph documentation, "Manual deployment", "Ceph Object Gateway config reference".
 */
export async function startRadosgw(): Promise<RunningS3> {
  const folder = mkdtempSync(join(tmpdir(), 'scrim-ceph-'));
  const [monitor, legacy, gateway] = await Promise.all([freePort(), freePort(), freePort()]);
  const ceph = {
    folder,
    fsid: randomUUID(),
    monitor: `[v2:127.0.0.1:${String(monitor)},v1:127.0.0.1:${String(legacy)}]`,
  };
  const endpoint = `http://127.0.0.1:${String(gateway)}`;
  const config = join(folder, 'ceph.conf');
  writeFileSync(config, configuration(ceph, gateway));
  const daemons: ChildProcess[] = [];
  const start = (program: string, ...args: readonly string[]): void => {
    daemons.push(startDaemon(folder, [program, '-f', '-c', config, ...args]));
  };
  const close = async (): Promise<void> => {
    await Promise.all(daemons.map(stopDaemon));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await makeMonitor(ceph, config);
    start('ceph-mon', '-i', 'a');
    const osd = randomUUID();
    await run('ceph', ['-c', config, 'osd', 'new', osd, '0'], { timeout: START_MS });
    await run('ceph-osd', ['-c', config, '--mkfs', '-i', '0', '--osd-uuid', osd]);
    start('ceph-osd', '-i', '0');
    start('radosgw', '-n', 'client.admin');
    await answers(endpoint);
    await makeUser(config);
  } catch (error) {
    const logs = daemons.map((_, index) =>
      readFileSync(join(folder, `${String(index)}.log`), 'utf8'),
    );
    await close();
    throw new Error(`radosgw does not start: ${logs.join('\n').slice(-2000)}`, { cause: error });
  }
  return { endpoint, region: 'us-east-1', credentials: KEYS, close };
}

interface Ceph {
  readonly folder: string;
  readonly fsid: string;
  /** Addresses of the monitor. */
  readonly monitor: string;
}

/** One copy of everything, in memory, decided at once; nothing that a short life does not need. */
function configuration({ folder, fsid, monitor }: Ceph, gateway: number): string {
  const settings = {
    fsid,
    'mon initial members': 'a',
    'mon host': monitor,
    'public addr': '127.0.0.1',
    'cluster addr': '127.0.0.1',
    keyring: join(folder, 'keyring'),
    'run dir': folder,
    'admin socket': '',
    'log file': '',
    'mon cluster log file': '/dev/null',
    'mon data': join(folder, 'mon'),
    'mon allow pool size one': true,
    'mon data avail crit': 1,
    'mon data avail warn': 1,
    'paxos propose interval': 0.05,
    'paxos min wait': 0.01,
    'osd data': join(folder, 'osd'),
    'osd objectstore': 'memstore',
    'memstore device bytes': 4 * 1024 ** 3,
    'osd pool default size': 1,
    'osd pool default min size': 1,
    'osd pool default pg num': 1,
    'osd pool default pgp num': 1,
    'osd pool default pg autoscale mode': 'off',
    'osd crush chooseleaf type': 0,
    'rgw init timeout': 30,
    'rgw frontends': `beast endpoint=127.0.0.1:${String(gateway)}`,
    'rgw data': join(folder, 'rgw'),
    'rgw enable gc threads': false,
    'rgw enable lc threads': false,
    'rgw enable quota threads': false,
    'rgw run sync thread': false,
    'rgw thread pool size': 32,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${String(value)}`);
  return `[global]\n${lines.join('\n')}\n`;
}

async function makeMonitor({ folder, fsid, monitor }: Ceph, config: string): Promise<void> {
  for (const name of ['mon', 'osd', 'rgw']) mkdirSync(join(folder, name));
  const keyring = join(folder, 'keyring');
  const all = ['--cap', 'mon', 'allow *', '--cap', 'osd', 'allow *'];
  const addKey = ['ceph-authtool', keyring, '--gen-key', '-n'];
  for (const [program = '', ...args] of [
    ['ceph-authtool', keyring, '--create-keyring', '--gen-key', '-n', 'mon.', ...all],
    [...addKey, 'client.admin', ...all],
    [...addKey, 'osd.0', '--cap', 'mon', 'allow profile osd', '--cap', 'osd', 'allow *'],
    ['monmaptool', '--create', '--addv', 'a', monitor, '--fsid', fsid, join(folder, 'monmap')],
    [
      'ceph-mon',
      '--mkfs',
      '-i',
      'a',
      '-c',
      config,
      '--keyring',
      keyring,
      '--monmap',
      join(folder, 'monmap'),
    ],
  ]) {
    await run(program, args);
  }
}

async function makeUser(config: string): Promise<void> {
  const { accessKeyId, secretAccessKey } = KEYS;
  await run('radosgw-admin', [
    ...['-c', config, '-n', 'client.admin', 'user', 'create', '--uid', 'tester'],
    ...['--display-name', 'Tester', '--access-key', accessKeyId, '--secret-key', secretAccessKey],
  ]);
}

/** It ends with whoever started it, however that ends: the shell kills it when its own input is closed. */
function startDaemon(folder: string, command: readonly string[]): ChildProcess {
  const index = ['ceph-mon', 'ceph-osd', 'radosgw'].indexOf(command[0] ?? '');
  const log = openSync(join(folder, `${String(index)}.log`), 'w');
  const script = '"$@" & cat; kill -9 $!';
  return spawn('sh', ['-c', script, 'sh', ...command], { stdio: ['pipe', log, log] });
}

async function stopDaemon(daemon: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => daemon.once('close', resolve));
  daemon.stdin?.end();
  await ended;
}

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    if (Date.now() > deadline) throw new Error('no answer');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * One server of the load benchmark, in a process of its own. The words: which server, and for those
 * in front of Zoom the address of the simulated one. Tells its address, then its memory when asked.
 */
import { createServer } from 'node:http';
import process from 'node:process';
import { Pool } from 'undici';
import { createLocalInstallation } from '../../src/cli/local-installation.ts';
import { startLocalServer } from '../../src/cli/local-server.ts';
import { SIMULATED_CREDENTIALS, startZoomSimulator } from '../../zoom-simulator/simulator.ts';
import { readFileSync } from 'node:fs';
import { participantsPage } from '../bodies.ts';

const [role = '', zoomUrl = ''] = process.argv.slice(2);

/** Zoom: pages of 300 participants, about 140 KB, 20 ms away. A few pages in turn, as a day repeats its people. */
async function startZoom(): Promise<string> {
  const pages = Array.from({ length: 20 }, (_, seed) => participantsPage(300, seed));
  let at = 0;
  const zoom = await startZoomSimulator({
    content: {
      answer: () => {
        at += 1;
        return pages[at % pages.length];
      },
    },
    latencyMs: 20,
    keepsCalls: false,
  });
  return zoom.url;
}

async function startScrim(): Promise<string> {
  const installation = createLocalInstallation({
    environment: {
      SOURCE: 'zoom',
      PSOXY_SALT: 'a salt of the benchmark',
      PSOXY_ENCRYPTION_KEY: 'a key of the benchmark',
      ACCOUNT_ID: SIMULATED_CREDENTIALS.accountId,
      CLIENT_ID: SIMULATED_CREDENTIALS.clientId,
      CLIENT_SECRET: SIMULATED_CREDENTIALS.clientSecret,
    },
    rules: readFileSync(new URL('../../rules/zoom.yaml', import.meta.url), 'utf8'),
    target: { targetBase: zoomUrl, tokenEndpoint: `${zoomUrl}/oauth/token` },
    writeLog: (line) => process.stderr.write(`${line}\n`),
  });
  return (await startLocalServer({ installation, port: 0 })).url;
}

/** A proxy without rules: hands on the bytes, or parses and writes the JSON anew. */
async function startPlain(rewrite: (body: string) => string | undefined): Promise<string> {
  const pool = new Pool(zoomUrl);
  const basic = Buffer.from(
    `${SIMULATED_CREDENTIALS.clientId}:${SIMULATED_CREDENTIALS.clientSecret}`,
  ).toString('base64');
  const minted = await pool.request({
    path: '/oauth/token',
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: `grant_type=account_credentials&account_id=${SIMULATED_CREDENTIALS.accountId}`,
  });
  const { access_token: token } = (await minted.body.json()) as { access_token: string };
  const server = createServer((request, response) => {
    void pool
      .request({
        path: request.url ?? '/',
        method: 'GET',
        headers: { authorization: `Bearer ${token}` },
      })
      .then(async ({ statusCode, body }) => {
        const text = await body.text();
        response.writeHead(statusCode, { 'content-type': 'application/json' });
        response.end(rewrite(text) ?? text);
      })
      .catch(() => response.destroy());
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve(`http://127.0.0.1:${String(port)}`);
    });
  });
}

const roles: Readonly<Record<string, () => Promise<string>>> = {
  zoom: startZoom,
  scrim: startScrim,
  'pass-through': () => startPlain(() => undefined),
  'parse and write': () => startPlain((body) => JSON.stringify(JSON.parse(body))),
};

const start = roles[role];
if (start === undefined) throw new Error(`no server ${role}`);
process.send?.({ url: await start() });
process.on('message', () => process.send?.({ rss: process.memoryUsage().rss }));

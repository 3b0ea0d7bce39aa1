import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { matchUrl } from '../cli/local-policy.ts';
import type { ServePage } from '../cli/local-server.ts';
import { createRulesReader, type PreviewRules } from './preview-rules.ts';
import { writeAnswer } from './packed-rows.ts';
import { answerQuestion, type PreviewContent } from './questions.ts';
import { isOwnPage, isThisMachine } from './own-page.ts';

/** Where the page is. */
export const PREVIEW_PATH = '/preview/';

/** More than the 5 MB that people paste; what a body may be at most. */
const MAX_BYTES = 40 * 1024 * 1024;

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};

const FILES: ReadonlyMap<string, URL> = new Map(
  [
    ['', 'page/index.html'],
    ['page.css', 'page/page.css'],
    ['fates.css', '../report/sheet/fates.css'],
    ['main.js', 'page/main.js'],
    ['lines.js', 'page/lines.js'],
    ['why.js', 'page/why.js'],
    ['editor.js', 'page/editor.js'],
    ['find.js', 'page/find.js'],
    ['own.js', 'page/own.js'],
    ['elements.js', 'page/elements.js'],
    ['ask.js', 'page/ask.js'],
  ].map(([name, file]) => [`${PREVIEW_PATH}${name ?? ''}`, new URL(file ?? '', import.meta.url)]),
);

/**
 * The page that shows originals beside what leaves of them. Nothing that is pasted is stored or
 * logged, and the proxy goes on with its own rules whatever is tried here. Undefined where the rules
 * allow calls to its address: those are the proxy's.
 */
export function createPreview(content: PreviewContent): ServePage | undefined {
  if (content.rules.some(allowsCallsToPage)) return undefined;
  const answer = answerQuestion(content);
  return (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    if (request.headers['x-psoxy-health-check'] !== undefined) return false;
    if (path === '/' && wantsPage(request)) return redirect(response);
    if (!path.startsWith(PREVIEW_PATH)) return false;
    // Privacy: a page of somebody else, also under a name that leads here, must not ask.
    if (!isThisMachine(request.headers)) return refuse(response, 403);
    const file = FILES.get(path);
    if (file !== undefined && request.method === 'GET') return sendFile(response, file);
    if (request.method !== 'POST') return refuse(response, 404);
    if (!isOwnPage(request.headers)) return refuse(response, 403);
    const question = path.slice(PREVIEW_PATH.length);
    void answerInTime(request, response, (body) => answer(question, body));
    return true;
  };
}

function allowsCallsToPage(rules: PreviewRules): boolean {
  const read = createRulesReader()(rules);
  return read.kind === 'api' && matchUrl(read.policy, 'GET', PREVIEW_PATH).kind !== 'blocked';
}

function wantsPage({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && (headers.accept ?? '').includes('text/html');
}

function redirect(response: ServerResponse): true {
  response.writeHead(302, { ...HEADERS, Location: PREVIEW_PATH }).end();
  return true;
}

/** Privacy: nothing is said of what was asked. */
function refuse(response: ServerResponse, status: number): true {
  response.writeHead(status, HEADERS).end();
  return true;
}

function send(response: ServerResponse, type: string, body: string): true {
  response.writeHead(200, { ...HEADERS, 'Content-Type': type }).end(body);
  return true;
}

/** JSON, and perhaps behind a NUL what was pasted, as it is. */
function readQuestion(text: string): unknown {
  const end = text.indexOf('\0');
  if (end === -1) return JSON.parse(text);
  const question: unknown = JSON.parse(text.slice(0, end));
  return typeof question === 'object' ? { ...question, body: text.slice(end + 1) } : undefined;
}

/** Packed, for megabytes take a browser longer to receive than to unpack. */
function sendAnswer(response: ServerResponse, text: string): void {
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Encoding': 'gzip' };
  response.writeHead(200, { ...HEADERS, ...headers }).end(gzipSync(text, { level: 1 }));
}

function sendFile(response: ServerResponse, file: URL): true {
  const type = TYPES[file.pathname.split('.').at(-1) ?? ''] ?? 'text/plain';
  return send(response, type, readFileSync(file, 'utf8'));
}

async function answerInTime(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (body: unknown) => unknown,
): Promise<void> {
  const size = Number(request.headers['content-length'] ?? Infinity);
  if (!(size <= MAX_BYTES)) {
    request.resume();
    refuse(response, 413);
    return;
  }
  try {
    const result = answer(readQuestion(await readText(request)));
    if (result === undefined) refuse(response, 400);
    else sendAnswer(response, writeAnswer(result));
  } catch {
    // Privacy: an error may quote what was pasted.
    refuse(response, 400);
  }
}

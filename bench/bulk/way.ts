/**
 * One way of sanitizing a CSV file, in a process of its own so that its memory is its own. The words:
 * which way, the file to read, the file to write. Tells seconds and peak memory.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import process from 'node:process';
import { PassThrough, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Parser } from 'udsv';
import { createPseudonymizer } from '../../src/pseudonym/create-pseudonymizer.ts';
import { Secret } from '../../src/secret.ts';

const SALT = 'a salt of the benchmark';
const [way = '', from = '', to = ''] = process.argv.slice(2);

/** Memo included, as in the file story. */
const encode = createPseudonymizer({
  algorithm: 'hmac-sha256',
  emailCanonicalization: 'STRICT',
  emailDomainHandling: 'PRESERVE',
  identifiers: { salt: new Secret(SALT), encryptionKey: undefined },
  ips: { salt: new Secret(SALT), encryptionKey: undefined },
  emailDomains: { salt: new Secret(SALT), encryptionKey: undefined },
}).encoderFor({ encoding: 'URL_SAFE_TOKEN', includeReversible: false, includeOriginal: false });
const pseudonym = (text: string): string => (text === '' ? '' : encode(text));

const NAMES = ['User Name', 'Email', 'Action', 'Feature used'];
const COUNT = /^[0-9]+$/;
const FEATURES = /^[\p{L} ,()/'-]{1,64}(?:;[\p{L} ,()/'-]{1,64})*;?$/u;
const kept = (text: string, form: RegExp): string => (form.test(text) ? text : '');

/** What rules/zoom-ai-metrics.yaml make of a row, without shuffle and leak guard. */
function sanitizeCells([name = '', email = '', action = '', features = '']: readonly string[]) {
  return [pseudonym(name), pseudonym(email), kept(action, COUNT), kept(features, FEATURES)];
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function toText(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${sanitizeCells(cells).map(quote).join(',')}\r\n`).join('');
}

/** Each way loads its own library, so that its memory holds no other, and before its time is taken. */
const loadScrim = () => import('../../src/cli/main.ts');
const loadPapa = () => import('papaparse');
const loadUdsv = () => import('udsv');
const loadCsv = async () => ({
  parse: (await import('csv-parse')).parse,
  stringify: (await import('csv-stringify')).stringify,
});
const LOADS: readonly (readonly [RegExp, () => Promise<unknown>])[] = [
  [/^scrim/, loadScrim],
  [/^csv-parse/, loadCsv],
  [/^papaparse/, loadPapa],
  [/^uDSV/, loadUdsv],
];

const ways: Readonly<Record<string, () => Promise<unknown>>> = {
  copy: () => pipeline(createReadStream(from), createWriteStream(to)),

  scrim: async () => {
    const { runScrim } = await loadScrim();
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const words = ['bulk', '--rules', 'rules/zoom-ai-metrics.yaml', from, to];
    const environment = { PSOXY_SALT: SALT };
    const stopped = new AbortController().signal;
    const code = await runScrim(words, { stdin, stdout, stderr, environment, stopped });
    if (code !== 0) throw new Error(String(stderr.read()));
  },

  'csv-parse + csv-stringify, arrays': async () => {
    const { parse, stringify } = await loadCsv();
    await pipeline(
      createReadStream(from),
      parse({ bom: true, from_line: 2 }),
      new Transform({
        objectMode: true,
        transform: (cells: readonly string[], _encoding, done) => done(null, sanitizeCells(cells)),
      }),
      stringify({ header: true, columns: NAMES, record_delimiter: 'windows' }),
      createWriteStream(to),
    );
  },

  'csv-parse + csv-stringify, objects': async () => {
    const { parse, stringify } = await loadCsv();
    await pipeline(
      createReadStream(from),
      parse({ bom: true, columns: true }),
      new Transform({
        objectMode: true,
        transform: (row: Readonly<Record<string, string>>, _encoding, done) => {
          const cells = sanitizeCells(NAMES.map((name) => row[name] ?? ''));
          done(null, Object.fromEntries(NAMES.map((name, index) => [name, cells[index] ?? ''])));
        },
      }),
      stringify({ header: true, columns: NAMES, record_delimiter: 'windows' }),
      createWriteStream(to),
    );
  },

  papaparse: async () => {
    const { default: Papa } = await loadPapa();
    let rows: (readonly string[])[] = [];
    await pipeline(
      createReadStream(from),
      Papa.parse(Papa.NODE_STREAM_INPUT, { header: false }),
      new Transform({
        writableObjectMode: true,
        transform: (cells: readonly string[], _encoding, done) => {
          rows.push(cells);
          if (rows.length < 1000) {
            done();
            return;
          }
          const text = toText(rows);
          rows = [];
          done(null, text);
        },
        flush: (done) => done(null, toText(rows)),
      }),
      createWriteStream(to),
    );
  },

  uDSV: async () => {
    const { initParser, inferSchema } = await loadUdsv();
    let parser: Parser | undefined;
    const source = createReadStream(from, { encoding: 'utf8', highWaterMark: 1024 * 1024 });
    await pipeline(
      source,
      async function* (chunks: AsyncIterable<string>) {
        let text = '';
        const take = (row: readonly string[]): void => {
          text += toText([row]);
        };
        for await (const chunk of chunks) {
          parser ??= initParser(inferSchema(chunk));
          parser.chunk<string[]>(chunk, parser.stringArrs, take);
          yield text;
          text = '';
        }
        parser?.end();
        yield text;
      },
      createWriteStream(to),
    );
  },
};

const run = ways[way];
if (run === undefined) throw new Error(`no way ${way}`);
for (const [name, load] of LOADS) if (name.test(way)) await load();
const started = performance.now();
await run();
const seconds = (performance.now() - started) / 1000;
process.send?.({ seconds, peakBytes: process.resourceUsage().maxRSS * 1024 });
process.disconnect();

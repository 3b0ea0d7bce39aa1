import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** Few enough for every way's memo to hold their names and addresses. */
const PEOPLE = 20_000;
const ROWS_IN_BLOCK = 10_000;

const FIRST = ['Jane', 'Tomás', 'Aiko', 'Linh', 'Maria', 'Søren', 'Peter', 'Zoë'];
const LAST = ['Roe', 'Ibarra', 'Natsume', 'Trần', 'Ohlsen', 'Kjær', 'Fox', 'Keller', 'Abara'];
const FEATURES = ['Meeting summary;', 'Meeting summary;Smart recording;', 'Meeting questions;', ''];
const DEPARTMENTS = ['Field Sales EMEA', '"Support, Iberia"', 'Product', '', '"R&D ""Labs"""'];

const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? '';

/** A row of Zoom's AI metrics export; the same people come again and again, in no order. */
function rowOf(index: number): string {
  const person = Math.imul(index, 2654435761) % PEOPLE;
  const id = person < 0 ? person + PEOPLE : person;
  const first = pick(FIRST, id);
  const last = pick(LAST, id >> 3);
  const name = id % 20 === 0 ? `"${last}, ${first}"` : `${first} ${last}`;
  const email = `${first.normalize('NFD').replaceAll(/[^a-z]/gi, '')}.u${String(id)}@example.com`;
  return `${name},${email},${String(index % 90)},${pick(FEATURES, index)},${pick(DEPARTMENTS, index >> 2)},\r\n`;
}

/** Writes about so many megabytes; the number of rows. */
export async function writeMetrics(file: string, megabytes: number): Promise<number> {
  let rows = 0;
  const blocks = function* (): Generator<string> {
    let left = megabytes * 1e6;
    yield '\uFEFFUser Name,Email,Action,Feature used,Department,\r\n';
    while (left > 0) {
      let block = '';
      for (let count = 0; count < ROWS_IN_BLOCK; count += 1) block += rowOf((rows += 1));
      left -= Buffer.byteLength(block);
      yield block;
    }
  };
  await pipeline(Readable.from(blocks()), createWriteStream(file));
  return rows;
}

export async function packFile(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createGzip({ level: 6 }), createWriteStream(to));
}
